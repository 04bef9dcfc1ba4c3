use crate::protocol::engine::{Engine, Fault};
use crate::protocol::lease::Leases;
use crate::protocol::memory::{Memory, Record, Time};
use crate::protocol::request::{Answer, Client, Epoch, Numbers};
use crate::protocol::{Mistake, Setup};

/// The next epoch of a session, as in `hello.lua`.
impl Engine {
    pub(super) fn hello(
        &mut self,
        setup: &Setup,
        me: Client,
        epoch: Epoch,
        (open, held): (Numbers, Leases),
    ) -> Result<Answer, Fault> {
        let session = &mut self.sessions[usize::from(me)];
        let known = session.memory.take();
        let is_new = known.is_none();
        let mut memory = known.unwrap_or_else(|| Memory::new(epoch));
        if !is_new && memory.epoch >= epoch {
            session.memory = Some(memory);
            return Ok(Answer::Unknown);
        }
        if is_new || !setup.has(Mistake::EpochOnlyOnClient) {
            memory.epoch = epoch;
        }
        memory.is_lost = false;
        let since = memory.since;
        session.memory = Some(memory);
        session.time = Time::Alive;
        if !setup.has(Mistake::HelloTakesNothingBack) {
            self.take_back(setup, me, open, held)?;
        }
        Ok(Answer::Hello { is_new, since })
    }

    /// What the client no longer knows, it has ended, and the server has lost that.
    fn take_back(
        &mut self,
        setup: &Setup,
        me: Client,
        open: Numbers,
        held: Leases,
    ) -> Result<(), Fault> {
        let mut held = if setup.has(Mistake::HelloIgnoresHeld) { Leases::default() } else { held };
        let memory = self.sessions[usize::from(me)].memory.as_ref();
        for (number, record) in memory.map_or_else(Vec::new, |memory| memory.records.clone()) {
            let is_open = open & 1 << number != 0;
            match record {
                Record::Taken(leases) if is_open => {
                    if !setup.has(Mistake::HelloIgnoresOpen) {
                        leases.iter().for_each(|lease| held.insert(lease));
                    }
                }
                Record::Taken(_) | Record::Wait if !is_open => {
                    if !setup.has(Mistake::HelloLeavesLines) {
                        self.leave_lines(me, number);
                        self.sessions[usize::from(me)].forget(number);
                    }
                }
                Record::Taken(_)
                | Record::Wait
                | Record::Put
                | Record::Done
                | Record::Joined
                | Record::ShutDown => {}
            }
        }
        self.give_back_all(setup, me, held);
        self.settle(setup)?;
        self.check_end(setup);
        Ok(())
    }
}
