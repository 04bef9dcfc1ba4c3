use core::mem;

use super::Jobs;
use crate::work::Rules;
use crate::work::slot::Stage;

/// The order of the jobs that are ready.
impl<R: Rules> Jobs<R> {
    /// Removes the first ready job from the order.
    pub(super) fn next_ready(&mut self) -> Option<usize> {
        loop {
            let (index, ticket) = self.ready.first()?;
            let guard = Popping { jobs: self, index, ticket };
            let entry = guard.jobs.ready.pop()?;
            mem::forget(guard);
            if self.is_ready(index, ticket) {
                self.ready.count_out();
                self.slots[index].rank = Some(entry.rank);
                return Some(index);
            }
        }
    }

    pub(super) fn is_ready(&self, index: usize, ticket: u64) -> bool {
        self.slots.get(index).is_some_and(|slot| slot.is_at(Stage::Ready, ticket))
    }

    /// Takes a job out of the order of the ready ones.
    pub(super) fn leave_ready(&mut self, index: usize) {
        self.slots[index].stage = Stage::Behind;
        self.counts.behind += 1;
        self.ready.count_out();
    }

    /// Call it last after a job has left out of turn.
    pub(super) fn sweep(&mut self) {
        let Self { ready, slots, .. } = self;
        ready.sweep(|entry| {
            slots.get(entry.slot).is_some_and(|slot| slot.is_at(Stage::Ready, entry.ticket))
        });
    }
}

/// Watches over the removal of the first entry. If a comparison panics, the entry is gone, and its job comes in
/// again when there is room.
struct Popping<'a, R: Rules> {
    jobs: &'a mut Jobs<R>,
    index: usize,
    ticket: u64,
}

impl<R: Rules> Drop for Popping<'_, R> {
    #[cold]
    fn drop(&mut self) {
        let Self { index, ticket, .. } = *self;
        if self.jobs.is_ready(index, ticket) {
            self.jobs.ready.count_out();
            self.jobs.wait_for_room(index);
        }
    }
}
