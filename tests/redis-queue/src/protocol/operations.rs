use crate::protocol::engine::{Engine, Fault};
use crate::protocol::lease::Leases;
use crate::protocol::memory::{Record, Time};
use crate::protocol::request::{Answer, Body, Client, Item, Number};
use crate::protocol::shutdown::Closed;
use crate::protocol::{Mistake, Setup};

/// What the requests do.
impl Engine {
    pub(super) fn carry_out(
        &mut self,
        setup: &Setup,
        me: Client,
        number: Number,
        body: Body,
    ) -> Result<Answer, Fault> {
        Ok(match body {
            Body::Hello { .. } | Body::PutTwo(_) => Answer::Unknown,
            Body::Beat => {
                self.sessions[usize::from(me)].time = Time::Alive;
                Answer::Done
            }
            Body::Count => Answer::Done,
            Body::Join => self.join(setup, me, number),
            Body::Shutdown(how) => {
                self.shut_down(setup, how);
                self.record(me, number, Record::Done);
                self.check_end(setup);
                Answer::Done
            }
            Body::TryPut(_) | Body::PutLater(_) if self.closed > Closed::No => Answer::ShutDown,
            Body::PutLater(item) => {
                self.store_later(item);
                if !setup.has(Mistake::NoRecordOfDelayed) {
                    self.record(me, number, Record::Put);
                }
                Answer::Put
            }
            Body::TryPut(_) if !self.has_room(setup) => Answer::Full,
            Body::Put(item) | Body::TryPut(item) => {
                let answer = self.put(setup, me, number, item);
                self.settle(setup)?;
                answer
            }
            Body::Take(limit) => {
                let leases = self.take(setup, me, limit);
                let is_end = match self.closed {
                    Closed::No => false,
                    Closed::Gracefully => self.has_ended() || setup.has(Mistake::TakeOfReady),
                    Closed::Immediately => true,
                };
                if leases == Leases::default() && is_end {
                    Answer::ShutDown
                } else if leases == Leases::default() {
                    self.takes.join(me, number, limit);
                    self.record(me, number, Record::Wait);
                    Answer::Wait
                } else {
                    self.record_taken(setup, me, number, leases);
                    Answer::Taken(leases)
                }
            }
            Body::Done(lease) | Body::Retry(lease) | Body::RetryLater(lease) => {
                let Some(job) = self.end_lease(setup, me, lease)? else {
                    return Ok(Answer::Stale);
                };
                self.record(me, number, Record::Done);
                if matches!(body, Body::Done(_)) {
                    self.jobs.retain(|&other| other != job);
                    self.done |= 1 << job;
                } else {
                    if matches!(body, Body::RetryLater(_)) {
                        self.give_back_later(setup, job);
                    } else {
                        self.give_back(setup, job);
                    }
                    self.settle(setup)?;
                }
                self.check_end(setup);
                Answer::Done
            }
            Body::Cancel(number) => self.cancel(setup, me, number)?,
        })
    }

    pub(super) fn put_two(
        &mut self,
        setup: &Setup,
        me: Client,
        number: Number,
        item: Item,
    ) -> Result<[Option<Answer>; 2], Fault> {
        let mut known = [self.answered(me, number), self.answered(me, number + 1)];
        if setup.has(Mistake::BatchAnsweredByFirst) {
            known[1] = known[0];
        }
        let mut answers = known;
        for place in 0..2 {
            if known[usize::from(place)].is_none() {
                let answer = self.put(setup, me, number + place, item + place);
                answers[usize::from(place)] = Some(answer);
            }
        }
        if setup.has(Mistake::RecordOfLastPut) {
            self.sessions[usize::from(me)].forget(number);
        }
        self.settle(setup)?;
        Ok(answers)
    }

    fn put(&mut self, setup: &Setup, me: Client, number: Number, item: Item) -> Answer {
        if self.closed > Closed::No {
            Answer::ShutDown
        } else if self.has_room(setup) {
            self.store(item);
            self.record(me, number, Record::Put);
            Answer::Put
        } else {
            self.puts.join(me, number, item);
            self.record(me, number, Record::Wait);
            Answer::Wait
        }
    }

    fn cancel(&mut self, setup: &Setup, me: Client, number: Number) -> Result<Answer, Fault> {
        let known = self.sessions[usize::from(me)].record(number);
        if known == Some(Record::Put) {
            return Ok(Answer::Put);
        }
        if known.is_none() {
            return Ok(Answer::Cancelled);
        }
        self.leave_lines(me, number);
        if let Some(Record::Taken(leases)) = known {
            let limit = if setup.has(Mistake::CancelOfFirstLease) { 1 } else { 2 };
            for lease in leases.iter().take(limit) {
                if let Some(job) = self.end_lease(setup, me, lease)? {
                    self.attempts[usize::from(job)] -= u8::from(!setup.has(Mistake::CancelCounts));
                    self.give_back(setup, job);
                }
            }
        }
        self.sessions[usize::from(me)].forget(number);
        self.settle(setup)?;
        self.check_end(setup);
        Ok(Answer::Cancelled)
    }

    pub(super) fn leave_lines(&mut self, client: Client, number: Number) {
        self.puts.leave(client, number);
        self.takes.leave(client, number);
        self.joins.leave(client, number);
    }
}
