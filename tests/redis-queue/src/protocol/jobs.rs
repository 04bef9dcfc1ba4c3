use crate::protocol::engine::{Engine, Fault};
use crate::protocol::lease::{Lease, Leases};
use crate::protocol::request::{Client, Item};
use crate::protocol::shutdown::Closed;
use crate::protocol::{Mistake, Setup};

/// Jobs and their places, as in `jobs.lua`.
impl Engine {
    pub(crate) fn has_room(&self, setup: &Setup) -> bool {
        self.ready.len() < usize::from(setup.capacity)
    }

    pub(super) fn store(&mut self, item: Item) {
        self.jobs.push(item);
        self.stored[usize::from(item)] += 1;
        self.ready.push(item);
    }

    /// Leases jobs up to a limit. The room of each goes on.
    pub(super) fn take(&mut self, setup: &Setup, session: Client, limit: u8) -> Leases {
        let mut leases = Leases::default();
        for _ in 0..limit {
            if self.ready.is_empty() {
                break;
            }
            let job = self.ready.remove(0);
            self.attempts[usize::from(job)] += 1;
            self.generations[usize::from(job)] += 1;
            let lease = Lease { job, generation: self.generations[usize::from(job)] };
            self.leases.push((lease, session));
            leases.insert(lease);
            self.fill(setup);
        }
        self.leases.sort_unstable();
        leases
    }

    /// Stores a job that comes in after a delay.
    pub(super) fn store_later(&mut self, item: Item) {
        self.jobs.push(item);
        self.stored[usize::from(item)] += 1;
        self.delayed.push(item);
    }

    /// The delay of a job has passed: it arrives anew.
    pub(crate) fn delay_ends(&mut self, setup: &Setup, index: usize) -> Result<(), Fault> {
        let job = self.delayed.remove(index);
        self.arrive_anew(job);
        self.come_back(setup, job);
        if setup.has(Mistake::DueNotHandedOver) {
            return Ok(());
        }
        self.settle(setup)?;
        self.check_end(setup);
        Ok(())
    }

    /// The job of a lease goes back to its place, or becomes a dead letter.
    pub(super) fn give_back(&mut self, setup: &Setup, job: Item) {
        if self.is_buried(setup) {
            self.bury(job);
        } else {
            self.come_back(setup, job);
        }
    }

    /// The job of a lease arrives anew after a delay, or becomes a dead letter.
    pub(super) fn give_back_later(&mut self, setup: &Setup, job: Item) {
        if self.is_buried(setup) {
            self.bury(job);
        } else {
            self.arrive_anew(job);
            self.delayed.push(job);
        }
    }

    fn is_buried(&self, setup: &Setup) -> bool {
        self.closed == Closed::Immediately && !setup.has(Mistake::ComesBackAfterShutdown)
    }

    fn arrive_anew(&mut self, job: Item) {
        self.jobs.retain(|&other| other != job);
        self.jobs.push(job);
    }

    /// Makes a job ready at its old place, or lets it return when there is room.
    pub(super) fn come_back(&mut self, setup: &Setup, job: Item) {
        if self.has_room(setup) {
            self.make_ready(job);
        } else {
            self.returning.insert(self.place(&self.returning, job), job);
        }
    }

    pub(super) fn make_ready(&mut self, job: Item) {
        self.ready.insert(self.place(&self.ready, job), job);
    }

    /// Where a job belongs in a list in the order of arrival.
    fn place(&self, list: &[Item], job: Item) -> usize {
        let arrival = |job| self.jobs.iter().position(|&other| other == job);
        list.partition_point(|&other| arrival(other) < arrival(job))
    }
}
