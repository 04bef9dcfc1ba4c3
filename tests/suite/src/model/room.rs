use queue_core::Fairness;

use super::Model;
use super::pending::{Pending, notify, notify_all, notify_getter};
use crate::{Answer, Item, Outcome, Waiter};

/// Room: how much there is, and what permits and the capacity do to it.
impl Model {
    /// How much room an item takes.
    pub(super) fn weigh(&self, item: Item) -> usize {
        self.setup.order.weigh(item)
    }

    /// How much room an operation that waits needs to go on.
    pub(super) fn needs(&self, putter: &Pending) -> usize {
        match putter.items.first() {
            Some(_) if putter.is_at_once => self.weigh_all(&putter.items),
            Some(&item) => self.weigh(item),
            None => putter.room,
        }
    }

    pub(super) fn weigh_all(&self, items: &[Item]) -> usize {
        items.iter().map(|&item| self.weigh(item)).sum()
    }

    pub(super) fn weight(&self) -> usize {
        let heap = self.heap.clone().iter_mut().map(|item| self.weigh(*item)).sum::<usize>();
        self.weigh_all(&self.items) + heap
    }

    pub(super) const fn is_rendezvous(&self) -> bool {
        self.capacity == 0
    }

    /// How much room there is for the operation whose turn it is.
    pub(super) fn room(&self) -> usize {
        if self.shutdown {
            return 0;
        }
        self.capacity.saturating_sub(self.reserved).saturating_sub(self.weight())
    }

    /// How much room there is for one that begins: none in a fair queue in which another waits.
    pub(super) fn room_for(&self, is_newcomer: bool) -> usize {
        let one_waits = self.putters.iter().any(|putter| putter.waiter.is_some());
        let overtakes = is_newcomer && one_waits && self.setup.fairness == Fairness::Fair;
        if overtakes { 0 } else { self.room() }
    }

    pub(super) fn fits(&self, item: Item, is_newcomer: bool) -> bool {
        let room = self.room_for(is_newcomer);
        let is_alone = self.weight() == 0 && self.reserved == 0;
        room > 0 && (self.weigh(item) <= room || is_alone)
    }

    /// Returns whether no get finds an item any more.
    pub(super) const fn has_ended(&self) -> bool {
        self.shutdown && self.reserved == 0
    }

    /// How many items gets can have, or in a rendezvous how many puts they can meet.
    pub(super) fn available(&self) -> usize {
        if self.is_rendezvous() {
            return self.putters.iter().filter(|putter| putter.waiter.is_some()).count();
        }
        self.len()
    }

    pub(super) fn has_unclaimed_item(&self) -> bool {
        let is_sure = |getter: &&Pending| getter.waiter.is_none() && !getter.is_abandonable;
        self.available() > self.getters.iter().filter(is_sure).count()
    }

    pub(super) fn has_unclaimed_room(&self) -> bool {
        self.putters.iter().all(|putter| putter.waiter.is_some()) && self.room() > 0
    }

    pub(super) fn put_reserved(&mut self, item: Item) -> Outcome {
        let room = self.permits.remove(0);
        let mut wakes = Vec::new();
        if room > self.reserved {
            return Outcome::quiet(Answer::ShutDown(Some(item)));
        }
        if self.weigh(item) > self.room_for(true) + room {
            self.release(room, &mut wakes);
            return Outcome { answer: Answer::Refused(Some(item)), wakes };
        }
        let rest = room - self.weigh(item).min(room);
        self.reserved -= room - rest;
        self.store(item);
        wakes.extend(notify_getter(&mut self.getters));
        wakes.extend(self.notify_watchers());
        if rest > 0 || self.shutdown {
            self.release(rest, &mut wakes);
        }
        Outcome { answer: Answer::Done, wakes }
    }

    pub(super) fn release_first(&mut self) -> Outcome {
        let room = self.permits.remove(0);
        let mut wakes = Vec::new();
        self.release(room, &mut wakes);
        Outcome { answer: Answer::Done, wakes }
    }

    pub(super) fn release(&mut self, room: usize, wakes: &mut Vec<Waiter>) {
        self.reserved = self.reserved.saturating_sub(room);
        self.after_release(room, wakes);
    }

    pub(super) fn after_release(&mut self, room: usize, wakes: &mut Vec<Waiter>) {
        if self.setup.fairness == Fairness::Fair || room > 0 {
            self.pass_room_on(true, wakes);
        }
        if self.has_ended() {
            wakes.extend(notify_all(&mut self.getters));
        }
        wakes.extend(self.notify_watchers());
    }

    pub(super) fn force_put(&mut self, item: Item) -> Outcome {
        if self.shutdown {
            return Outcome::quiet(Answer::ShutDown(Some(item)));
        }
        self.store(item);
        let mut displaced = Vec::new();
        while self.weight() > self.capacity.saturating_sub(self.reserved) {
            if self.len() == 1 && self.reserved == 0 && !self.is_rendezvous() {
                break;
            }
            displaced.extend(self.evict());
            self.unfinished = self.unfinished.saturating_sub(1);
        }
        let mut wakes = self.notify_joiners_at_zero();
        wakes.extend(notify_getter(&mut self.getters));
        if !displaced.is_empty() {
            self.pass_room_on(true, &mut wakes);
        }
        wakes.extend(self.notify_watchers());
        Outcome { answer: Answer::Displaced(displaced), wakes }
    }

    pub(super) fn set_capacity(&mut self, capacity: usize) -> Outcome {
        let mut wakes = Vec::new();
        self.capacity = capacity;
        if self.setup.fairness == Fairness::Barging {
            // What wants more than there can be has to see it.
            for index in 0..self.putters.len() {
                if self.needs(&self.putters[index]) > capacity {
                    wakes.extend(self.putters[index].waiter.take());
                }
            }
        }
        self.give_room(&mut wakes);
        Outcome { answer: Answer::Done, wakes }
    }

    pub(super) fn remove(&mut self, priority: u8, limit: usize) -> Outcome {
        let mut items = self.take_out(priority, limit);
        items.sort_unstable_by_key(|item| item.name);
        self.unfinished = self.unfinished.saturating_sub(items.len());
        let mut wakes = Vec::new();
        if !items.is_empty() {
            wakes.extend(self.notify_joiners_at_zero());
            self.give_room(&mut wakes);
        }
        Outcome { answer: Answer::Removed(items), wakes }
    }

    /// Gives room that has come, however much, to those that wait for it.
    fn give_room(&mut self, wakes: &mut Vec<Waiter>) {
        match self.setup.fairness {
            Fairness::Fair => self.admit_all(wakes),
            Fairness::Barging => {
                let notified = self.putters.iter().filter(|p| p.waiter.is_none()).count();
                for _ in notified..self.room().min(self.putters.len()) {
                    wakes.extend(notify(&mut self.putters));
                }
            }
        }
        wakes.extend(self.notify_watchers());
    }
}
