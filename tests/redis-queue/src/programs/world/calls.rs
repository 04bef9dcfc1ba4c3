use queue_core::work::Job;
use queue_core::{Get, Join, Put, TryGetError, TryPutError};

use super::{Kind, Record, World, capacity};
use crate::programs::answer::{Answer, Cause, Letter, Taken};
use crate::programs::request::{Call, Item, Request, SessionId};

/// What each request does.
impl World {
    /// Answers a request. What it notifies has not been polled yet.
    pub(super) fn answer(&mut self, call: &Call) -> Vec<Answer> {
        let Call { session, number, .. } = *call;
        if let Request::Put { items, waits } = &call.request {
            let numbered = items.iter().zip(number..);
            return numbered
                .map(|(&item, number)| self.put(session, number, item, *waits))
                .collect();
        }
        if let Some(answer) = self.recorded(session, number) {
            return vec![answer];
        }
        vec![match call.request {
            Request::Hello => self.hello(session),
            Request::Beat => self.beat(session),
            Request::Bye => self.bye(session),
            Request::Put { .. } => unreachable!("it is done"),
            Request::PutLater(item, delay) => {
                let due = self.due_after(delay);
                let put = self.state.put_at(Job::new(item), due, &mut self.effects);
                if put.is_err() {
                    return vec![Answer::ShutDown];
                }
                self.note_delay(item.id, delay);
                self.record(session, number, Answer::Put)
            }
            Request::Take { waits, limit, lasts } => {
                self.take(session, number, waits, (limit, lasts))
            }
            Request::Done(lease) => self.done(session, number, lease),
            Request::Retry(lease, place) => self.retry(session, number, lease, place),
            Request::Extend(lease, lasts) => self.extend(session, number, lease, lasts),
            Request::Revive(item) => self.revive(session, number, item),
            Request::Drop(item) => self.drop_letter(session, number, item),
            Request::Join => self.begin(session, number, Kind::Join(Join::new())),
            Request::Cancel(number) => self.cancel(session, number),
            Request::Resize(limit) => self.resize(session, number, limit),
            Request::Shutdown { is_now } => {
                self.shutdown(is_now);
                self.record(session, number, Answer::Done)
            }
        }]
    }

    /// The answer to a request that was carried out before.
    fn recorded(&self, session: SessionId, number: u64) -> Option<Answer> {
        Some(match self.records.get(&(session, number))? {
            Record::Waits(_) => Answer::Wait,
            Record::Answer(answer) => answer.clone(),
            Record::Taken(leases) => {
                let good =
                    leases.iter().filter_map(|lease| Some((lease, self.good(session, lease)?)));
                let taken =
                    good.map(|(lease, job)| Taken { item: lease.item, attempts: job.attempts() });
                Answer::Taken(taken.collect())
            }
        })
    }

    pub(super) fn record(&mut self, session: SessionId, number: u64, answer: Answer) -> Answer {
        self.records.insert((session, number), Record::Answer(answer.clone()));
        answer
    }

    fn put(&mut self, session: SessionId, number: u64, item: Item, waits: bool) -> Answer {
        if let Some(answer) = self.recorded(session, number) {
            return answer;
        }
        if waits {
            return self.begin(session, number, Kind::Put(Put::new(Job::new(item))));
        }
        match self.state.try_put(Job::new(item), &mut self.effects.notified) {
            Ok(()) => self.record(session, number, Answer::Put),
            Err(TryPutError::ShutDown(_)) => Answer::ShutDown,
            Err(TryPutError::Full(_) | TryPutError::Refused(_)) => Answer::Full,
        }
    }

    fn take(
        &mut self,
        session: SessionId,
        number: u64,
        waits: bool,
        (limit, lasts): (usize, u64),
    ) -> Answer {
        if waits {
            return self.begin(session, number, Kind::Get { get: Get::new(), limit, lasts });
        }
        let mut jobs = Vec::new();
        match self.state.try_get_many(limit, &mut jobs, &mut self.effects.notified) {
            Ok(_) => self.lease(session, number, jobs, lasts),
            Err(TryGetError::Empty) => Answer::Empty,
            Err(TryGetError::ShutDown) => Answer::ShutDown,
        }
    }

    fn cancel(&mut self, session: SessionId, number: u64) -> Answer {
        match self.records.get(&(session, number)).cloned() {
            Some(Record::Answer(Answer::Put)) => return Answer::Put,
            Some(Record::Waits(operation)) => self.leave(operation),
            Some(Record::Taken(leases)) => {
                for lease in leases {
                    self.untake(session, lease);
                }
            }
            Some(Record::Answer(_)) | None => {}
        }
        self.records.remove(&(session, number));
        Answer::Cancelled
    }

    fn resize(&mut self, session: SessionId, number: u64, limit: usize) -> Answer {
        let notified = &mut self.effects.notified;
        self.state.set_capacity(capacity(limit), notified).expect("neither is a rendezvous");
        self.record(session, number, Answer::Done)
    }

    /// Shuts the queue down. What the core returns then is a dead letter of the engine.
    fn shutdown(&mut self, is_now: bool) {
        if !is_now {
            self.closed = self.closed.max(1);
            return self.state.shutdown(&mut self.effects.notified);
        }
        self.closed = 2;
        self.arrivals.forget_delayed();
        for job in self.state.shutdown_now(&mut self.effects.notified).into_jobs() {
            let (item, attempts) = (job.item.id, job.attempts());
            self.letters.push(Letter { item, attempts, cause: Cause::ShutDown });
        }
    }
}
