use core::mem;

use super::{Counts, Jobs};
use crate::work::Rules;
use crate::work::job::NEVER;
use crate::work::ready::Entry;
use crate::work::slot::{Slot, Stage};
use crate::work::timers::Timer;

/// From one stage to the next.
impl<R: Rules> Jobs<R> {
    /// Begins a job whose key is free: it becomes ready now or later.
    pub(super) fn start(&mut self, index: usize) {
        let now = self.now;
        let slot = &mut self.slots[index];
        if slot.item.is_none() {
            // A merge has lost it in a panic.
            drop(self.remove(index));
        } else if slot.due > now {
            self.set_stage(index, Stage::Delayed);
        } else {
            slot.due = 0;
            self.come_in(index);
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
        let slot = &mut self.slots[index];
        // A panic of a comparison may have lost the rank.
        let rank =
            slot.rank.take().or_else(|| slot.item.as_ref().map(|item| self.rules.rank(item)));
        let Some(rank) = rank else { return };
        let (arrival, ticket) = (slot.arrival, self.number());
        self.slots[index].number = ticket;
        self.set_stage(index, Stage::Ready);
        self.ready.push(Entry { rank, arrival, ticket, slot: index });
    }

    /// Gives room that has come free to the first job that waits for it.
    pub(super) fn pass_room_on(&mut self) {
        let Some((&arrival, &index)) = self.returning.first_key_value() else {
            self.counts.room -= 1;
            return;
        };
        self.returning.remove(&arrival);
        if mem::replace(&mut self.slots[index].has_room, true) {
            // A panic has kept it from coming in.
            self.counts.room -= 1;
        }
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
        let slot = self.slots.remove(index);
        if slot.alarm != NEVER {
            self.timers.cancel(Timer { time: slot.alarm, arrival: slot.arrival });
        }
        self.counts.leave(slot.stage);
        match slot.stage {
            Stage::Ready => self.forget_entry(),
            Stage::Returning => _ = self.returning.remove(&slot.arrival),
            Stage::Behind | Stage::Delayed | Stage::Leased => {}
        }
        if slot.has_room {
            self.pass_room_on();
        }
        if let Some(line) = slot.line {
            self.leave_line(line, index);
        }
        slot
    }

    /// A job leaves the line of its key, and the next one may start.
    #[inline(never)]
    pub(super) fn leave_line(&mut self, line: u32, index: usize) {
        if let Some(next) = self.keys.leave(line, index) {
            self.start(next);
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
