use core::mem;

use super::Jobs;
use super::stages::Unplaced;
use crate::work::Rules;
use crate::work::keys::Left;

/// A job that leaves and is not to be lost.
impl<R: Rules> Jobs<R> {
    /// Lets the next job of its key begin in place of a job that is about to leave. If that panics, the job stays:
    /// it waits for room, or behind the next one.
    pub(super) fn pass_key_on(&mut self, index: usize) {
        let Some(line) = self.slots[index].line else { return };
        let guard = Unplaced { jobs: self, index };
        guard.jobs.keys.forget_if_last(line);
        mem::forget(guard);
        self.slots[index].line = None;
        if let Left::Next(next) = self.keys.leave(line, index) {
            let guard = Overtaken { jobs: self, index, line };
            guard.jobs.start(next);
            mem::forget(guard);
        }
    }
}

/// Watches over a job that has left the line of its key. If there is a panic, it goes to the end of that line.
struct Overtaken<'a, R: Rules> {
    jobs: &'a mut Jobs<R>,
    index: usize,
    line: u32,
}

impl<R: Rules> Drop for Overtaken<'_, R> {
    #[cold]
    fn drop(&mut self) {
        self.jobs.slots[self.index].line = Some(self.line);
        self.jobs.keys.push(self.line, self.index);
    }
}
