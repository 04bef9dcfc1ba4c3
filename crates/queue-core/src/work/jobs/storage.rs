use alloc::vec::Vec;
use core::mem;

use super::Jobs;
use super::stages::Unplaced;
use crate::work::job::NEVER;
use crate::work::keys::Left;
use crate::work::slot::{Slot, Stage};
use crate::work::timers::Timer;
use crate::work::{Job, LeaseId, Rules};
use crate::{Pushed, Storage};

impl<R: Rules> Storage for Jobs<R> {
    type Item = Job<R::Item>;

    /// Stores a job. One that has been taken is given back: it comes out again, and the attempt does not count. If the
    /// queue was left a copy of it, that is displaced.
    #[inline]
    fn push(&mut self, job: Job<R::Item>) -> Pushed<Job<R::Item>> {
        self.admit(job, 0, true)
    }

    /// Takes the next job, with a lease.
    #[inline]
    fn pop(&mut self) -> Option<Job<R::Item>> {
        let index = match self.next_ready() {
            Some(index) => index,
            None => self.returning.pop_first()?.1,
        };
        if mem::take(&mut self.slots[index].has_room) {
            self.make_room(index);
        }
        let generation = self.number();
        let slot = &mut self.slots[index];
        self.counts.enter(Stage::Leased);
        (slot.stage, slot.number) = (Stage::Leased, generation);
        slot.attempts = slot.attempts.saturating_add(1);
        let (attempts, expires, since) = (slot.attempts, slot.expires, slot.since);
        let item = slot.item.take();
        self.set_timer(index, NEVER);
        let lease = Some(LeaseId { slot: index, generation });
        item.map(|item| Job { item, attempts, expires, since, lease })
    }

    /// Returns how many jobs can be taken. One that waits for room can be taken if no other can.
    #[inline]
    fn len(&self) -> usize {
        self.ready.len().max(usize::from(!self.returning.is_empty()))
    }

    /// Returns how many jobs have room: those that are ready, and those that wait behind one of their key and were put
    /// without a delay.
    #[inline]
    fn weight(&self) -> usize {
        self.counts.room
    }

    #[inline]
    fn keeps_tasks(&self) -> bool {
        true
    }

    #[inline]
    fn tasks(&self) -> usize {
        self.slots.len()
    }

    /// Jobs that have come back take the room, in the order of their arrival.
    fn fill(&mut self, capacity: usize) {
        self.capacity = capacity;
        while self.counts.room < self.capacity {
            let Some((_, index)) = self.returning.pop_first() else { return };
            // A panic of a comparison leaves the job in the order.
            self.come_in(index);
        }
    }

    /// Removes the next job, without a lease.
    fn evict(&mut self) -> Option<Job<R::Item>> {
        let index =
            self.next_ready().or_else(|| self.returning.pop_first().map(|(_, index)| index))?;
        // It is in no order any more.
        self.slots[index].stage = Stage::Behind;
        self.counts.behind += 1;
        if mem::take(&mut self.slots[index].has_room) {
            self.make_room(index);
        }
        self.pass_key_on(index);
        self.remove(index).into_job()
    }

    /// Takes out all jobs but those that are leased. It compares nothing.
    fn take(&mut self) -> Self {
        let rest = Self {
            max_attempts: self.max_attempts,
            backoff: self.backoff,
            limit: self.limit,
            now: self.now,
            // The leases stay good.
            numbers: self.numbers,
            ..Self::new(self.rules.clone())
        };
        let mut taken = mem::replace(self, rest);
        let leased = |slot: &Slot<R>| slot.stage == Stage::Leased;
        let indices: Vec<_> =
            taken.slots.iter().filter(|(_, slot)| leased(slot)).map(|(index, _)| index).collect();
        self.counts.leased = mem::take(&mut taken.counts.leased);
        self.slots = indices.into_iter().map(|index| (index, taken.slots.remove(index))).collect();
        for (index, slot) in &mut self.slots {
            if taken.ages.remove(&(slot.since, index)) {
                self.ages.insert((slot.since, index));
            }
            if slot.alarm != NEVER {
                let timer = Timer { time: slot.alarm, arrival: slot.arrival };
                taken.timers.cancel(timer);
                self.timers.set(timer, index);
            }
            // Its key is free in what is taken.
            if let Some(Left::Next(next)) =
                slot.line.take().map(|line| taken.keys.leave(line, index))
            {
                taken.start_quietly(next);
            }
        }
        taken
    }

    fn shrink_to_fit(&mut self) {
        self.slots.shrink_to_fit();
        self.ready.shrink_to_fit();
        self.keys.shrink_to_fit();
    }
}

impl<R: Rules> Jobs<R> {
    /// Takes a job back as if it had never left, and returns the copy that was left of it. It compares nothing.
    pub(super) fn give_back(&mut self, index: usize, item: R::Item) -> Option<R::Item> {
        let slot = &mut self.slots[index];
        let copy = slot.item.replace(item);
        slot.attempts -= 1;
        self.returning.insert(slot.arrival, index);
        self.set_stage(index, Stage::Returning);
        copy
    }

    /// Passes on the room of a job that is about to leave. If that panics, the job comes in again.
    #[inline]
    fn make_room(&mut self, index: usize) {
        if self.returning.is_empty() {
            self.counts.room -= 1;
            return;
        }
        let guard = Unplaced { jobs: self, index };
        guard.jobs.pass_room_on();
        mem::forget(guard);
    }
}
