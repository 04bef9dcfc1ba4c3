use alloc::vec::Vec;
use core::mem;
use core::task::Waker;

use queue_core::work::{Dead, Effects, Jobs, Rules};
use queue_core::{State, Storage as _};

use super::WorkQueue;
use super::queue::is_earlier;
use crate::Lock;
use crate::wait::Wakes;

/// What a change leaves, to be looked after once the queue is let go of, also after a panic. What is spent is
/// dropped last.
struct Aftermath<'a, R: Rules, L: Lock> {
    queue: &'a WorkQueue<R, L>,
    effects: Effects<R::Item, Waker>,
    has_ended: bool,
    /// Whether the burial of the dead counts as under way.
    is_counted: bool,
}

/// Burials of dead jobs that have ended, and whose letters are not yet stored.
///
/// Another thread may see before they are that all jobs have ended. The queue of the dead must not end before its last letter.
#[derive(Debug, Default)]
pub(super) struct Burials {
    under_way: usize,
    /// Whether no job is left to die.
    is_last: bool,
}

impl<R: Rules, L: Lock> Drop for Aftermath<'_, R, L> {
    #[inline]
    fn drop(&mut self) {
        let mut wakes = Wakes::default();
        *wakes.0 = mem::take(&mut self.effects.notified);
        if self.has_ended || !self.effects.dead.is_empty() {
            self.queue.bury(mem::take(&mut self.effects.dead), self.has_ended, self.is_counted);
        }
    }
}

impl<R: Rules, L: Lock> WorkQueue<R, L> {
    /// Changes the state, and lets the driver look whether there is something to do earlier than it knows.
    #[inline]
    pub(super) fn act<T>(
        &self,
        change: impl FnOnce(&mut State<Jobs<R>, Waker>, &mut Effects<R::Item, Waker>) -> T,
    ) -> T {
        let mut asks = false;
        let result = self.act_silently(|state, effects| {
            let before = state.next_deadline();
            let result = change(state, effects);
            asks = is_earlier(state.next_deadline(), before);
            result
        });
        if asks {
            self.ring();
        }
        result
    }

    /// Changes the state, and then looks after what that leaves.
    #[inline]
    pub(super) fn act_silently<T>(
        &self,
        change: impl FnOnce(&mut State<Jobs<R>, Waker>, &mut Effects<R::Item, Waker>) -> T,
    ) -> T {
        let effects = Effects::default();
        let mut after = Aftermath { queue: self, effects, has_ended: false, is_counted: false };
        self.queue.with(|state| {
            let result = change(state, &mut after.effects);
            after.has_ended = state.is_shutdown() && state.unfinished() == 0;
            if !after.effects.dead.is_empty() {
                // Before any other thread can see that these jobs have ended.
                L::lock(&self.burials).under_way += 1;
                after.is_counted = true;
            }
            result
        })
    }

    /// Stores letters of the dead, and ends their queue with the last job.
    #[cold]
    fn bury(&self, dead: Vec<Dead<R::Item>>, has_ended: bool, is_counted: bool) {
        #[cfg(feature = "tracing")]
        dead.iter().for_each(super::shown::tell_of_dead);
        let mut wakes = Wakes::default();
        // Whatever its capacity is: no letter is lost.
        self.dead.with(|state| {
            state.with_storage(&mut wakes.0, |letters| {
                dead.into_iter().for_each(|dead| _ = letters.push(dead));
            });
        });
        wakes.wake();
        self.end_burial(has_ended, usize::from(is_counted));
    }

    fn end_burial(&self, has_ended: bool, burials: usize) {
        let is_last = {
            let mut others = L::lock(&self.burials);
            others.under_way -= burials;
            others.is_last |= has_ended;
            others.is_last && others.under_way == 0
        };
        if is_last {
            self.dead.shutdown();
            self.ring();
        }
    }

    /// Lets the driver look again, and ends the queue of the dead with the last job.
    #[cold]
    pub(super) fn look_again(&self) {
        self.end_burial(self.has_ended(), 0);
        self.ring();
    }

    /// Lets the driver look again.
    pub(super) fn ring(&self) {
        // If it is full, the driver will look anyway.
        let _ = self.alarm.try_put(());
    }
}
