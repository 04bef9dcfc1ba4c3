use queue_core::{Fairness, Storage as _};

use super::super::bomb;
use super::super::parcel::whole;
use super::super::step::Step;
use super::super::touchy::keys_are_honest;
use super::{Operation, World};

const BOUND: &str = "the queue holds no more than its capacity";

/// What must hold after each step, and in the end.
impl World {
    pub(super) fn check(&self) {
        if let Err(violation) = self.state.check() {
            // A smaller capacity drops nothing.
            assert!(violation.to_string().ends_with(BOUND), "{violation}");
        }
        let tasks = self.state.storage().tasks();
        assert_eq!(self.state.unfinished(), tasks, "the count follows the jobs");
        let jobs = whole() - self.waiting_parcels();
        assert_eq!(self.state.unfinished(), jobs, "a parcel is a job, wherever it is");
        assert!(!bomb::was_called_in_a_panic());
    }

    /// How many parcels are of puts that wait, and not of jobs that were on their way out in a panic.
    fn waiting_parcels(&self) -> usize {
        let is_waiting = |operation: &&Operation| match operation {
            Operation::Put(put) => !put.is_finished(),
            Operation::Get(_) | Operation::Join(_) => false,
        };
        match self.state.fairness() {
            Fairness::Fair => self.state.held_items().filter(|job| job.lease().is_none()).count(),
            Fairness::Barging => self.operations.iter().filter(is_waiting).count(),
        }
    }

    /// At most one job of a key is out.
    pub(super) fn check_key(&self, key: Option<char>) {
        let is_out = self.leases.iter().any(|lease| key.is_some() && lease.key == key);
        assert!(!is_out || !keys_are_honest(), "two jobs of a key are in progress");
    }

    /// Lets all jobs end, without a panic: each one inside can be taken, and no operation waits for ever.
    pub(in crate::hostile) fn drain(mut self) {
        for _ in 0..200 {
            if self.state.unfinished() == 0 && self.waiting_parcels() == 0 {
                return self.end();
            }
            self.step(Step::TryGet);
            while !self.leases.is_empty() {
                self.step(Step::Done(0));
            }
            self.step(Step::Advance(1));
        }
        panic!("the queue does not move: {:?} {:?}", self.state, self.state.storage());
    }

    fn end(mut self) {
        let storage = self.state.storage();
        assert!(storage.is_empty() && storage.weight() == 0, "{storage:?}");
        assert_eq!(self.state.next_deadline(), None);
        assert_eq!((self.state.waiting_joiners(), self.state.waiting_putters()), (0, 0));
        self.step(Step::Shutdown);
        assert_eq!(self.state.check_at_rest(), Ok(()));
        assert_eq!(whole(), 0);
    }
}
