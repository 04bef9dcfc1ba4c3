use crate::protocol::engine::{Engine, Fault};
use crate::protocol::lease::{Lease, Leases};
use crate::protocol::line::Line;
use crate::protocol::memory::{Record, Time};
use crate::protocol::request::{Answer, Client, Item, Number};
use crate::protocol::{Mistake, Setup};

/// What becomes of waiting operations, and of jobs whose leases end.
impl Engine {
    fn first_of(
        &mut self,
        setup: &Setup,
        line: fn(&mut Self) -> &mut Line,
    ) -> Option<(Client, Number, Item)> {
        while let Some((client, number, item)) = line(self).pop() {
            let session = &mut self.sessions[usize::from(client)];
            if session.time == Time::Alive || setup.has(Mistake::EndedTakeServed) {
                if session.record(number) == Some(Record::Wait)
                    || setup.has(Mistake::LineWithoutRecord)
                    || setup.has(Mistake::CancelGivenUp)
                {
                    return Some((client, number, item));
                }
                continue;
            }
            if let Some(memory) = &mut session.memory {
                memory.is_lost = true;
                session.forget(number);
            }
        }
        None
    }

    pub(super) fn settle(&mut self, setup: &Setup) -> Result<(), Fault> {
        while self.fill(setup) || self.hand_over(setup)? {}
        Ok(())
    }

    pub(super) fn fill(&mut self, setup: &Setup) -> bool {
        if !self.has_room(setup) {
            return false;
        }
        if !self.returning.is_empty() {
            let job = self.returning.remove(0);
            self.make_ready(job);
            return true;
        }
        let Some((client, number, item)) = self.first_of(setup, |engine| &mut engine.puts) else {
            return false;
        };
        self.store(item);
        self.tell(setup, client, number, Record::Put, Answer::Put);
        true
    }

    fn hand_over(&mut self, setup: &Setup) -> Result<bool, Fault> {
        if self.ready.is_empty() {
            return Ok(false);
        }
        let Some((client, number, limit)) = self.first_of(setup, |engine| &mut engine.takes) else {
            return Ok(false);
        };
        if self.sessions[usize::from(client)].record(number) != Some(Record::Wait) {
            return Err("the script fails: a take in the line has no record");
        }
        let leases = self.take(setup, client, limit);
        self.tell(setup, client, number, Record::Taken(leases), Answer::Taken(leases));
        Ok(true)
    }

    pub(super) fn end_lease(
        &mut self,
        setup: &Setup,
        me: Client,
        lease: Lease,
    ) -> Result<Option<Item>, Fault> {
        let Some(index) = self.leases.iter().position(|(good, session)| {
            let is_same = good.job == lease.job && *session == me;
            is_same && (good.generation == lease.generation || setup.has(Mistake::NoGeneration))
        }) else {
            return Ok(None);
        };
        let (good, _) = self.leases.remove(index);
        if good != lease { Err("an ended lease is answered") } else { Ok(Some(lease.job)) }
    }

    /// Ends a lease whose time has passed.
    pub(crate) fn lease_ends(&mut self, setup: &Setup, index: usize) -> Result<(), Fault> {
        let (lease, _) = self.leases.remove(index);
        self.give_back(setup, lease.job);
        self.settle(setup)?;
        self.check_end_of_beat(setup);
        Ok(())
    }

    /// Ends the sessions whose time has passed, as any beat does.
    pub(crate) fn due(&mut self, setup: &Setup) -> Result<(), Fault> {
        for client in 0..self.sessions.len() {
            let session = &mut self.sessions[client];
            if session.time != Time::Overdue {
                continue;
            }
            session.time = Time::Ended;
            if let Some(memory) = &mut session.memory {
                memory.is_lost = true;
            }
            self.give_back_all(setup, client as Client, Leases::default());
        }
        self.settle(setup)?;
        self.check_end_of_beat(setup);
        Ok(())
    }

    fn check_end_of_beat(&mut self, setup: &Setup) {
        if !setup.has(Mistake::BeatSeesNoEnd) {
            self.check_end(setup);
        }
    }

    /// Ends the leases of a session, but for those that are held.
    pub(super) fn give_back_all(&mut self, setup: &Setup, session: Client, held: Leases) {
        let is_its = |lease: &mut (Lease, Client)| lease.1 == session && !held.has(lease.0);
        let its: Vec<_> = self.leases.extract_if(.., is_its).collect();
        for (lease, _) in its {
            self.give_back(setup, lease.job);
        }
    }
}
