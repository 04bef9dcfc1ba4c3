use core::mem;

use super::{Counts, Jobs};
use crate::work::Rules;
use crate::work::job::NEVER;
use crate::work::keys::Left;
use crate::work::ready::Entry;
use crate::work::slot::{Slot, Stage};
use crate::work::timers::Timer;

/// From one stage to the next.
impl<R: Rules> Jobs<R> {
    /// Begins a job whose key is free: it becomes ready now or later.
    pub(super) fn start(&mut self, index: usize) {
        let now = self.now;
        let slot = &mut self.slots[index];
        if slot.due > now {
            self.set_stage(index, Stage::Delayed);
        } else {
            slot.due = 0;
            self.come_in(index);
        }
    }

    /// Begins a job whose key is free, and calls no code of the user's: if it could be ready now, it waits for room.
    /// The order of [`into_jobs`](Self::into_jobs) stays as it is.
    pub(super) fn start_quietly(&mut self, index: usize) {
        if self.slots[index].due > self.now {
            self.set_stage(index, Stage::Delayed);
        } else {
            self.wait_for_room(index);
        }
    }

    /// Makes a job ready, or lets it wait for room.
    pub(super) fn come_in(&mut self, index: usize) {
        let slot = &mut self.slots[index];
        if slot.has_room || self.counts.room < self.capacity {
            self.counts.room += usize::from(!mem::replace(&mut slot.has_room, true));
            self.enter(index);
        } else {
            self.returning.insert(slot.arrival, index);
            self.set_stage(index, Stage::Returning);
        }
    }

    /// Makes a job ready, which has room.
    pub(super) fn enter(&mut self, index: usize) {
        let rank = self.slots[index].rank.take().or_else(|| self.rank_again(index));
        let Some(rank) = rank else { return };
        let (arrival, ticket) = (self.slots[index].arrival, self.number());
        self.slots[index].number = ticket;
        self.set_stage(index, Stage::Ready);
        self.ready.push(Entry { rank, arrival, ticket, slot: index });
    }

    /// Ranks a job whose rank was lost in a panic of a comparison. If that panics too, the job waits for room.
    #[cold]
    fn rank_again(&mut self, index: usize) -> Option<R::Rank> {
        let guard = Unplaced { jobs: self, index };
        let Self { rules, slots, .. } = &mut *guard.jobs;
        let rank = slots[index].item.as_ref().map(|item| rules.rank(item));
        mem::forget(guard);
        rank
    }

    /// Gives room that has come free to the first job that waits for it.
    pub(super) fn pass_room_on(&mut self) {
        let Some((&arrival, &index)) = self.returning.first_key_value() else {
            self.counts.room -= 1;
            return;
        };
        self.returning.remove(&arrival);
        self.slots[index].has_room = true;
        self.enter(index);
    }

    /// Lets a job that leaves the order wait for room, which it has no more. It calls no code of the user's.
    pub(super) fn wait_for_room(&mut self, index: usize) {
        let slot = &mut self.slots[index];
        self.counts.room -= usize::from(mem::take(&mut slot.has_room));
        self.returning.insert(slot.arrival, index);
        self.set_stage(index, Stage::Returning);
    }

    /// Removes a job from everywhere.
    pub(super) fn remove(&mut self, index: usize) -> Slot<R> {
        let (slot, left) = self.take_out(index);
        let next = if let Some(Left::Next(next)) = &left { Some(*next) } else { None };
        if slot.has_room {
            let guard = Freed { jobs: self, next };
            guard.jobs.pass_room_on();
            mem::forget(guard);
        }
        if let Some(left) = left {
            self.pass_line_on(left);
        }
        if slot.stage == Stage::Ready {
            self.sweep();
        }
        slot
    }

    /// Removes a job that is not the first of its key, and calls no code of the user's. Its room stays free.
    pub(super) fn remove_quietly(&mut self, index: usize) {
        let (slot, _) = self.take_out(index);
        self.counts.room -= usize::from(slot.has_room);
    }

    /// Takes a job out. Its room and its key are still to be passed on.
    fn take_out(&mut self, index: usize) -> (Slot<R>, Option<Left<R::Key>>) {
        let slot = self.slots.remove(index);
        self.forget_age(index, slot.since);
        if slot.alarm != NEVER {
            self.timers.cancel(Timer { time: slot.alarm, arrival: slot.arrival });
        }
        self.counts.leave(slot.stage);
        match slot.stage {
            Stage::Ready => self.ready.count_out(),
            Stage::Returning => _ = self.returning.remove(&slot.arrival),
            Stage::Behind | Stage::Delayed | Stage::Leased => {}
        }
        let left = slot.line.map(|line| self.keys.leave(line, index));
        (slot, left)
    }

    /// A job leaves the line of its key, and the next one may start.
    #[inline(never)]
    pub(super) fn leave_line(&mut self, line: u32, index: usize) {
        let left = self.keys.leave(line, index);
        self.pass_line_on(left);
    }

    fn pass_line_on(&mut self, left: Left<R::Key>) {
        match left {
            Left::Next(next) => self.start(next),
            Left::Key(key) => self.keys.forget(&key),
            Left::Nothing => {}
        }
    }

    pub(super) fn set_stage(&mut self, index: usize, stage: Stage) {
        self.counts.enter(stage);
        let old = mem::replace(&mut self.slots[index].stage, stage);
        self.counts.leave(old);
        self.set_alarm(index);
    }

    #[inline]
    pub(super) fn set_alarm(&mut self, index: usize) {
        let slot = &self.slots[index];
        self.set_timer(index, slot.next_change());
    }

    /// Lets the timer of a job go off at a time, or never.
    #[inline]
    pub(super) fn set_timer(&mut self, index: usize, time: u64) {
        if self.slots[index].alarm != time {
            self.change_timer(index, time);
        }
    }

    #[inline(never)]
    fn change_timer(&mut self, index: usize, time: u64) {
        let slot = &mut self.slots[index];
        let arrival = slot.arrival;
        let old = mem::replace(&mut slot.alarm, time);
        if old != NEVER {
            self.timers.cancel(Timer { time: old, arrival });
        }
        if time != NEVER {
            self.timers.set(Timer { time, arrival }, index);
        }
    }
}

impl Counts {
    pub(super) const fn enter(&mut self, stage: Stage) {
        match stage {
            Stage::Behind => self.behind += 1,
            Stage::Delayed => self.delayed += 1,
            Stage::Leased => self.leased += 1,
            Stage::Ready | Stage::Returning => {}
        }
    }

    pub(super) const fn leave(&mut self, stage: Stage) {
        match stage {
            Stage::Behind => self.behind -= 1,
            Stage::Delayed => self.delayed -= 1,
            Stage::Leased => self.leased -= 1,
            Stage::Ready | Stage::Returning => {}
        }
    }
}

/// Watches over a job that has no place. If there is a panic, the job waits for room.
pub(super) struct Unplaced<'a, R: Rules> {
    pub(super) jobs: &'a mut Jobs<R>,
    pub(super) index: usize,
}

impl<R: Rules> Drop for Unplaced<'_, R> {
    #[cold]
    fn drop(&mut self) {
        self.jobs.wait_for_room(self.index);
    }
}

/// Watches over a job whose key is free. If there is a panic, it begins all the same.
struct Freed<'a, R: Rules> {
    jobs: &'a mut Jobs<R>,
    next: Option<usize>,
}

impl<R: Rules> Drop for Freed<'_, R> {
    #[cold]
    fn drop(&mut self) {
        if let Some(next) = self.next {
            self.jobs.start_quietly(next);
        }
    }
}
