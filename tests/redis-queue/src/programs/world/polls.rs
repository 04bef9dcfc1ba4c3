use queue_core::{Exchange, Polled};

use super::{Kind, Operation, PassedOver, Record, World};
use crate::programs::answer::Answer;
use crate::programs::request::SessionId;

/// Operations that wait.
impl World {
    /// Begins an operation.
    pub(super) fn begin(&mut self, session: SessionId, number: u64, kind: Kind) -> Answer {
        let index = self.operations.len();
        self.operations.push(Operation { session, number, kind });
        let answer = self.poll(index);
        // Taken jobs have a record, and a refusal needs none. A join that need not wait changes nothing.
        if answer == Answer::Wait {
            self.records.insert((session, number), Record::Waits(index));
        } else if answer == Answer::Put {
            self.record(session, number, Answer::Put);
        }
        answer
    }

    /// Polls what has been notified until nothing is. Returns the answers, by session and number.
    pub(super) fn settle(
        &mut self,
        begun: usize,
    ) -> Result<Vec<(SessionId, u64, Answer)>, PassedOver> {
        let mut answers = Vec::new();
        self.note(Exchange::default());
        while let Some(index) = self.due.pop_front() {
            let Operation { session, number, .. } = self.operations[index];
            if !matches!(self.records.get(&(session, number)), Some(Record::Waits(waits)) if *waits == index)
            {
                // It has been cancelled.
                continue;
            }
            let answer = self.poll(index);
            if answer == Answer::Wait {
                continue;
            }
            if self.has_ended(session) && matches!(answer, Answer::Put | Answer::Taken(_)) {
                return Err(PassedOver { operation: index, is_new: index >= begun });
            }
            if !matches!(answer, Answer::Taken(_)) {
                self.record(session, number, answer.clone());
            }
            answers.push((session, number, answer));
        }
        answers.sort_by_key(|&(session, number, _)| (session, number));
        Ok(answers)
    }

    fn poll(&mut self, index: usize) -> Answer {
        let Operation { session, number, ref mut kind } = self.operations[index];
        let mut exchange = Exchange::with(index);
        let is_current = |waiter: &usize| *waiter == index;
        let mut jobs = Vec::new();
        let (answer, lasts) = match kind {
            Kind::Get { get, limit, lasts } => {
                let polled =
                    self.state.poll_get_many(get, *limit, &mut jobs, &mut exchange, is_current);
                (told(polled, Answer::Put), *lasts)
            }
            Kind::Put(put) => {
                (told(self.state.poll_put(put, &mut exchange, is_current), Answer::Put), 0)
            }
            Kind::Join(join) => {
                let polled = self.state.poll_join(join, &mut exchange, is_current);
                (told(polled.map(Ok::<(), ()>), Answer::Joined), 0)
            }
        };
        self.note(exchange);
        if jobs.is_empty() { answer } else { self.lease(session, number, jobs, lasts) }
    }

    /// Notes what is to be polled, in order.
    fn note(&mut self, exchange: Exchange<usize>) {
        self.due.extend(self.effects.notified.take());
        self.due.extend(exchange.notified);
    }

    /// Cancels an operation.
    pub(super) fn leave(&mut self, index: usize) {
        let mut exchange = Exchange::default();
        match &mut self.operations[index].kind {
            Kind::Get { get, .. } => self.state.cancel_get(get, &mut exchange),
            Kind::Put(put) => self.state.cancel_put(put, &mut exchange),
            Kind::Join(join) => self.state.cancel_join(join, &mut exchange),
        }
        self.note(exchange);
    }
}

fn told<E>(polled: Polled<Result<(), E>>, ready: Answer) -> Answer {
    match polled {
        Polled::Ready(Ok(())) => ready,
        Polled::Ready(Err(_)) => Answer::ShutDown,
        Polled::Pending | Polled::NeedsWaiter | Polled::Finished => Answer::Wait,
    }
}
