use crate::Storage;

/// The count of unfinished tasks: puts, less calls of `task_done`, less items that an immediate shutdown
/// took out, and never below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unfinished(pub(crate) usize);

impl Unfinished {
    pub(crate) const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn is_at_limit(self) -> bool {
        self.0 == usize::MAX
    }

    /// Adds one, which there is room for.
    #[inline]
    pub(crate) const fn increment(&mut self) {
        self.0 += 1;
    }

    pub(crate) const fn add(&mut self, items: usize) {
        self.0 = self.0.saturating_add(items);
    }

    pub(crate) const fn remove(&mut self, items: usize) {
        self.0 = self.0.saturating_sub(items);
    }
}

/// Watches over one call into a storage. If the call panics, the count follows what the storage then
/// holds, so that no join waits for an item that is gone.
pub(crate) struct Tally<'a, S: Storage> {
    pub(crate) storage: &'a mut S,
    unfinished: &'a mut Unfinished,
    before: usize,
}

impl<'a, S: Storage> Tally<'a, S> {
    pub(crate) fn new(storage: &'a mut S, unfinished: &'a mut Unfinished) -> Self {
        let before = storage.tasks();
        Self { storage, unfinished, before }
    }

    /// The call came back.
    pub(crate) fn finish(self) {
        core::mem::forget(self);
    }
}

impl<S: Storage> Drop for Tally<'_, S> {
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        let after = self.storage.tasks();
        self.unfinished.add(after.saturating_sub(self.before));
        self.unfinished.remove(self.before.saturating_sub(after));
    }
}
