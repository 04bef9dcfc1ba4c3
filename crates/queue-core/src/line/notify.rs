use core::mem;

use super::{Line, Slot, Verdict};
use crate::Waiters;

/// Notifying.
impl<W> Line<W> {
    /// Notifies the operation in front. If it may be given up without a cancel, it notifies the next
    /// one too, until one is sure to be polled or cancelled.
    #[inline]
    pub(crate) fn notify(&mut self, notified: &mut Waiters<W>) {
        if self.waiting > 0 {
            self.notify_first(notified);
        }
    }

    #[inline(never)]
    fn notify_first(&mut self, notified: &mut Waiters<W>) {
        if self.notify_head(notified) {
            self.notify_past_abandonable(notified);
        }
    }

    #[cold]
    #[inline(never)]
    fn notify_past_abandonable(&mut self, notified: &mut Waiters<W>) {
        while self.waiting > 0 && self.notify_head(notified) {}
    }

    pub(crate) fn notify_all(&mut self, notified: &mut Waiters<W>) {
        while self.waiting > 0 {
            notified.reserve(self.waiting());
            self.notify_head(notified);
        }
    }

    /// Notifies the operation in front, and returns whether it is abandonable.
    fn notify_head(&mut self, notified: &mut Waiters<W>) -> bool {
        let index = self.front();
        self.unlink(index);
        self.hand_out(index, notified)
    }

    /// Hands out the waiter of a slot that is in the line no more, and returns whether its operation is
    /// abandonable.
    #[inline]
    fn hand_out(&mut self, index: u32, notified: &mut Waiters<W>) -> bool {
        let Slot { waiter, is_abandonable, .. } = &mut self.slots[index as usize];
        let is_abandonable = *is_abandonable;
        if let Some(waiter) = waiter.take() {
            notified.push(waiter);
        }
        self.expected += u32::from(!is_abandonable);
        is_abandonable
    }

    /// Decides about the operation in front, and notifies it.
    pub(crate) fn decide(&mut self, verdict: Verdict, notified: &mut Waiters<W>) {
        if let Some(slot) = self.slots.get_mut(self.front() as usize) {
            slot.verdict = verdict;
            self.notify(notified);
        }
    }

    /// Notifies the operations in the order of arrival whose slot is one of these. None has returned.
    pub(crate) fn notify_where(
        &mut self,
        notified: &mut Waiters<W>,
        mut is_one: impl FnMut(usize) -> bool,
    ) {
        let mut next = self.head;
        while let Some(slot) = self.slots.get(next as usize) {
            let index = mem::replace(&mut next, slot.next);
            if is_one(index as usize) {
                self.unlink(index);
                self.hand_out(index, notified);
            }
        }
    }

    /// Notifies an operation that waits. None has returned.
    pub(crate) fn notify_at(&mut self, index: usize, notified: &mut Waiters<W>) {
        self.notify_where(notified, |other| other == index);
    }
}
