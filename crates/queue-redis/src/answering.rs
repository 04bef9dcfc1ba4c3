use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use crate::answer::Answer;
use crate::engine::Operator;
use crate::session::{LONGEST_PAUSE, Session};
use crate::{Error, LeaseError};

/// An answer to a lease. If it is dropped before its end, a background task sees to it.
pub(crate) struct Answering(Option<Request>);

/// Its number makes it safe to be sent again: the engine carries it out once.
struct Request {
    session: Arc<Session>,
    operator: Operator,
    arguments: Vec<Vec<u8>>,
    number: u64,
    /// The generation of the lease, if the answer ends it.
    ends: Option<String>,
    /// After how long a beat has something to do, if the answer is carried out.
    beat_after: Option<Duration>,
}

impl Answering {
    pub(crate) fn new(session: &Arc<Session>, operator: Operator, arguments: Vec<Vec<u8>>) -> Self {
        let (session, number) = (Arc::clone(session), session.numbers(1));
        Self(Some(Request { session, operator, arguments, number, ends: None, beat_after: None }))
    }

    /// The answer ends the lease of this generation.
    pub(crate) fn ends(mut self, generation: &str) -> Self {
        if let Some(request) = &mut self.0 {
            request.ends = Some(generation.to_owned());
        }
        self
    }

    /// Asks for a beat so long after the answer has arrived: the engine counts from then.
    pub(crate) fn beat_after(mut self, delay: Option<Duration>) -> Self {
        if let Some(request) = &mut self.0 {
            request.beat_after = delay;
        }
        self
    }

    pub(crate) async fn run(mut self) -> Result<(), LeaseError> {
        let Some(request) = &self.0 else { return Ok(()) };
        let answer = request.send().await;
        if !request.is_open(&answer) {
            self.0 = None;
        }
        answer
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        if let Some(request) = self.0.take() {
            let runtime = request.session.runtime.clone();
            runtime.spawn(async move { request.insist().await });
        }
    }
}

impl Request {
    /// Sends the answer, however long the server stays away. Without it, the job would stay with this session.
    async fn insist(&self) {
        while self.is_open(&self.send().await) {
            self.session.pause(LONGEST_PAUSE).await;
        }
    }

    /// Whether an answer that ends the lease has still to arrive.
    fn is_open(&self, answer: &Result<(), LeaseError>) -> bool {
        self.ends.is_some() && matches!(answer, Err(LeaseError::Failed(Error::Unreachable(_))))
    }

    async fn send(&self) -> Result<(), LeaseError> {
        loop {
            let replied = self.session.request(self.operator, self.number, &self.arguments).await;
            let (epoch, answer) = match replied {
                Ok(reply) => (Some(reply.epoch), read(reply.answers.first())),
                Err(error) => (None, Err(error.into())),
            };
            if self.is_open(&answer) || self.end(epoch) {
                if answer.is_ok() {
                    self.session.beat.set_if(self.beat_after);
                }
                return answer;
            }
        }
    }

    /// Ends if the answer counts, which came in this epoch.
    fn end(&self, epoch: Option<u64>) -> bool {
        let end_lease = |held: &mut HashSet<String>| {
            if let Some(generation) = &self.ends {
                held.remove(generation);
            }
        };
        let counts = || epoch.is_none_or(|epoch| self.session.is_in(epoch));
        self.session.open.end(self.number..self.number + 1, end_lease, counts)
    }
}

fn read(answer: Option<&Answer>) -> Result<(), LeaseError> {
    match answer {
        Some(Answer::Done) => Ok(()),
        Some(Answer::Stale) => Err(LeaseError::Stale),
        other => Err(Error::Answer(format!("{other:?} to a lease")).into()),
    }
}
