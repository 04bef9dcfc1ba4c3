use crate::extras::Claim;
use crate::line::Verdict;
use crate::stats::Count;
use crate::unfinished::{Tally, Unfinished};
use crate::{Pushed, Put, PutError, State, Storage, Waiters};

/// Items: into the storage and out of it.
impl<S: Storage, W> State<S, W> {
    /// Puts the item of a put, for which there is room.
    #[inline]
    pub(super) fn finish_put(
        &mut self,
        put: &mut Put<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), PutError> {
        match self.store(put)? {
            true if self.put_matters => self.after_put(notified),
            true => {}
            // The storage may have more or less room than before, and more or less items.
            false => self.after_change(notified),
        }
        Ok(())
    }

    /// Gives the item of a put to the storage, and notifies no operation. Returns whether it was stored: neither
    /// merged into another one nor put in its place.
    #[inline]
    pub(super) fn store(&mut self, put: &mut Put<S::Item>) -> Result<bool, PutError> {
        // First, since a panic of the storage takes the item along.
        put.place.succeed();
        let Some(item) = put.item.take() else { return Ok(false) };
        match self.push(item) {
            Pushed::Stored => return Ok(true),
            Pushed::Deferred | Pushed::Merged => {}
            Pushed::Displaced(other) => put.item = Some(other),
            Pushed::Refused(item) => {
                put.place.finish();
                put.item = Some(item);
                return Err(PutError::Refused(()));
            }
        }
        Ok(false)
    }

    #[inline(never)]
    pub(super) fn after_put(&mut self, notified: &mut Waiters<W>) {
        self.lines.getters.notify(notified);
        if self.extras.is_some() {
            self.after_event(notified);
        }
        self.put_matters &= self.lines.getters.waiting() > 0 || self.extras.is_some();
    }

    /// Stores an item, and counts it.
    #[inline]
    pub(super) fn push(&mut self, item: S::Item) -> Pushed<S::Item> {
        let tally = Tally::new(&mut self.storage, &mut self.unfinished);
        let pushed = tally.storage.push(item);
        tally.finish();
        if self.storage.keeps_tasks() {
            self.unfinished = Unfinished(self.storage.tasks());
        } else if pushed.counts() {
            self.unfinished.increment();
        }
        if !matches!(pushed, Pushed::Refused(_)) {
            self.lines.counters.add(Count::Put);
            self.lines.counters.look(&self.storage);
        }
        pushed
    }

    /// Fetches the next item into a slot, and returns whether there was one.
    #[inline]
    pub(super) fn fetch(&mut self, item: &mut Option<S::Item>) -> bool {
        assert!(item.is_none(), "the slot for the item is not empty");
        let tally = Tally::new(&mut self.storage, &mut self.unfinished);
        *item = tally.storage.pop();
        tally.finish();
        if item.is_some() {
            self.lines.counters.add(Count::Get);
        }
        item.is_some()
    }

    /// Gives the item of the first put to a get, in a queue that stores none.
    #[inline(never)]
    pub(super) fn meet(&mut self, item: &mut Option<S::Item>, notified: &mut Waiters<W>) -> bool {
        let Some(first) = self.lines.putters.first() else { return false };
        if self.unfinished.is_at_limit() {
            return false;
        }
        let is_last = match self.claim_mut(first) {
            Some(Claim::Batch { items, .. }) => {
                *item = items.pop_front();
                items.is_empty()
            }
            Some(Claim::Room(_)) | None => {
                *item = self.held.get_mut(first).and_then(Option::take);
                true
            }
        };
        self.unfinished.increment();
        self.lines.counters.add(Count::Put);
        self.lines.counters.add(Count::Get);
        if is_last {
            self.lines.putters.decide(Verdict::Granted, notified);
            self.settle();
        }
        true
    }

    /// How many items gets can have, or in a rendezvous how many puts they can meet.
    pub(super) fn items(&self) -> usize {
        self.storage.len().saturating_add(self.puts_to_meet())
    }

    /// How many puts a get can meet: only in a rendezvous.
    pub(super) fn puts_to_meet(&self) -> usize {
        if self.is_rendezvous() { self.lines.putters.waiting() } else { 0 }
    }

    /// Returns whether a get would find an item.
    pub(super) fn has_item(&self) -> bool {
        self.items() > 0
    }

    /// Returns whether there are more items than notified gets to come for them.
    pub(super) fn has_unclaimed_item(&self) -> bool {
        self.items() > self.lines.getters.expected()
    }

    pub(super) fn notify_for_items(&mut self, notified: &mut Waiters<W>) {
        while self.lines.getters.waiting() > 0 && self.has_unclaimed_item() {
            self.lines.getters.notify(notified);
        }
    }
}
