use core::fmt;

use queue_core::Storage;

use crate::{Lock, Queue};

/// An iterator that gets items until there is none, returned by [`Queue::drain`].
#[must_use = "iterators are lazy: this one gets an item each time it is asked for one"]
pub struct Drain<'a, S: Storage, L: Lock> {
    queue: &'a Queue<S, L>,
}

impl<'a, S: Storage, L: Lock> Drain<'a, S, L> {
    pub(crate) const fn new(queue: &'a Queue<S, L>) -> Self {
        Self { queue }
    }
}

impl<S: Storage, L: Lock> Iterator for Drain<'_, S, L> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        self.queue.try_get().ok()
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Drain<'_, S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drain").field("queue", &self.queue).finish()
    }
}
