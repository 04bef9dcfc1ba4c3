use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use crate::Error;
use crate::answer::Answer;
use crate::engine::{self, Operator};
use crate::session::Session;

/// Requests that are sent together, under numbers that follow one another.
///
/// Cancelled by a drop: what waits leaves its line, and jobs that were taken are as if they had not been.
#[derive(Debug)]
pub(crate) struct Operation {
    session: Arc<Session>,
    operator: Operator,
    arguments: Vec<Vec<u8>>,
    numbers: Range<u64>,
    answers: Vec<Option<Answer>>,
    /// Whether the session expects its answers.
    is_open: bool,
    /// The epoch since which it may have been carried out.
    since: Option<u64>,
    /// Whether it may not be carried out a second time by an engine that has forgotten the first.
    is_once: bool,
    /// After how long a beat has something to do, if the requests are carried out.
    beat_after: Option<Duration>,
}

impl Operation {
    pub(crate) fn new(
        session: &Arc<Session>,
        operator: Operator,
        arguments: Vec<Vec<u8>>,
        count: usize,
    ) -> Self {
        let first = session.numbers(count as u64);
        Self {
            session: Arc::clone(session),
            operator,
            arguments,
            numbers: first..first + count as u64,
            answers: vec![None; count],
            is_open: false,
            since: None,
            is_once: false,
            beat_after: None,
        }
    }

    pub(crate) fn once(mut self) -> Self {
        self.is_once = true;
        self
    }

    /// Asks for a beat so long after the answers: the engine counts from when it carries the requests out.
    pub(crate) fn beat_after(mut self, delay: Duration) -> Self {
        self.beat_after = Some(delay);
        self
    }

    /// Waits until each request has its answer. May be dropped and called again.
    pub(crate) async fn run(&mut self) -> Result<&[Option<Answer>], Error> {
        let session = Arc::clone(&self.session);
        let mut later = session.open.expect(self.numbers.clone());
        self.is_open = true;
        let mut epochs = session.epochs();
        loop {
            epochs.borrow_and_update();
            let (number, since) = (self.numbers.start, &mut self.since);
            let request =
                session.request_again(since, self.is_once, self.operator, number, &self.arguments);
            let reply = request.await?;
            for (known, answer) in self.answers.iter_mut().zip(reply.answers) {
                if answer != Answer::Wait {
                    *known = Some(answer);
                }
            }
            let mut answered_in = reply.epoch;
            while self.answers.contains(&None) {
                tokio::select! {
                    biased;
                    // The server may have lost a wake of an earlier epoch. If not, the request that is sent again has its answer.
                    Some(wake) = later.recv() => if session.is_in(wake.epoch) {
                        self.answers[(wake.number - self.numbers.start) as usize] = Some(wake.answer);
                        answered_in = wake.epoch;
                    } else {
                        // The call that ended the epoch may have given up, and not begun the next one.
                        session.beat.set(Duration::ZERO);
                    },
                    _ = epochs.changed() => break,
                }
            }
            if !self.answers.contains(&None) {
                if self.end(answered_in) {
                    return Ok(&self.answers);
                }
                self.answers.fill(None);
            }
        }
    }

    /// Takes the first request back, and returns the engine's answer.
    pub(crate) async fn cancel(&mut self) -> Result<Answer, Error> {
        let Some(since) = self.since else { return Ok(Answer::Cancelled) };
        let arguments = [self.numbers.start.to_string().into_bytes()];
        loop {
            let (session, mut since) = (&self.session, Some(since));
            let request =
                session.request_again(&mut since, self.is_once, engine::CANCEL, 0, &arguments);
            let mut reply = request.await?;
            self.answers.fill(None);
            if self.end(reply.epoch) {
                let answer = reply.answers.pop();
                return answer.ok_or_else(|| Error::Answer("nothing to a cancel".to_owned()));
            }
        }
    }

    /// Ends if the answers count, which came in this epoch.
    fn end(&mut self, epoch: u64) -> bool {
        let session = &self.session;
        let begin_leases = |held: &mut HashSet<String>| {
            for answer in &self.answers {
                if let Some(Answer::Taken(taken)) = answer {
                    held.extend(taken.iter().map(|taken| taken.generation.clone()));
                }
            }
        };
        let ends = session.open.end(self.numbers.clone(), begin_leases, || session.is_in(epoch));
        if ends {
            session.beat.set_if(self.beat_after);
            (self.is_open, self.since) = (false, None);
        }
        ends
    }
}

impl Drop for Operation {
    fn drop(&mut self) {
        if !self.is_open {
            return;
        }
        let (session, numbers) = (Arc::clone(&self.session), self.numbers.clone());
        let beat_after = self.beat_after;
        let runtime = session.runtime.clone();
        runtime.spawn(async move {
            while !cancel_all(&session, numbers.clone()).await {}
            session.beat.set_if(beat_after);
        });
    }
}

/// Cancels requests. Returns whether the answers count.
async fn cancel_all(session: &Arc<Session>, numbers: Range<u64>) -> bool {
    let mut cancelled_in = None;
    for number in numbers.clone() {
        let arguments = [number.to_string().into_bytes()];
        // What is refused stays as it is.
        let Ok(reply) = session.insist(engine::CANCEL, 0, &arguments).await else { continue };
        if *cancelled_in.get_or_insert(reply.epoch) != reply.epoch {
            return false;
        }
    }
    let counts = || cancelled_in.is_none_or(|epoch| session.is_in(epoch));
    session.open.end(numbers, |_| {}, counts)
}
