use alloc::vec::Vec;
use core::mem;

use super::Jobs;
use super::puts::Terms;
use crate::Pushed;
use crate::work::job::NEVER;
use crate::work::slot::{Slot, Stage};
use crate::work::{Cause, Dead, Job, LeaseError, LeaseId, Merge, Retry, Rules, StaleLease};

/// What happens to a job after it has been taken, and by itself.
impl<R: Rules> Jobs<R> {
    /// Ends a job. The copy that was left of its item comes out.
    #[inline]
    pub(crate) fn done(
        &mut self,
        lease: LeaseId,
        copy: &mut Option<R::Item>,
    ) -> Result<(), StaleLease> {
        let index = self.find(lease).ok_or(StaleLease)?;
        self.set_timer(index, NEVER);
        // A leased job is in no order and has no room.
        let Slot { item, line, since, .. } = self.slots.remove(index);
        self.forget_age(index, since);
        self.counts.leased -= 1;
        *copy = item;
        if let Some(line) = line {
            self.leave_line(line, index);
        }
        Ok(())
    }

    /// Puts a job that is due at a time.
    pub(crate) fn put_at(&mut self, job: Job<R::Item>, time: u64) -> Pushed<Job<R::Item>> {
        let due = if time > self.now { time } else { 0 };
        self.admit(job, due, false)
    }

    /// Takes an item back from the holder of a lease. Copies and what is merged away is appended to `spent`.
    pub(crate) fn retry(
        &mut self,
        lease: LeaseId,
        item: &mut Option<R::Item>,
        retry: Retry,
        dead: &mut Vec<Dead<R::Item>>,
        spent: &mut Vec<R::Item>,
    ) -> Result<(), StaleLease> {
        let index = self.find(lease).ok_or(StaleLease)?;
        let slot = &mut self.slots[index];
        if let Some(item) = item.take() {
            spent.extend(slot.item.replace(item));
        }
        self.end_lease(index, retry, dead, spent);
        Ok(())
    }

    /// Leaves a copy of an item that is out, and lets the lease end by itself. The old copy is appended to `spent`.
    pub(crate) fn keep(
        &mut self,
        lease: LeaseId,
        copy: R::Item,
        until: u64,
        spent: &mut Vec<R::Item>,
    ) -> Result<(), StaleLease> {
        let Some(index) = self.find(lease) else {
            spent.push(copy);
            return Err(StaleLease);
        };
        spent.extend(self.slots[index].item.replace(copy));
        self.set_timer(index, until);
        Ok(())
    }

    /// Lets a lease end by itself at another time.
    pub(crate) fn extend(&mut self, lease: LeaseId, until: u64) -> Result<(), LeaseError> {
        let index = self.find(lease).ok_or(LeaseError::Stale)?;
        if self.slots[index].item.is_none() {
            return Err(LeaseError::NoCopy);
        }
        self.set_timer(index, until);
        Ok(())
    }

    /// Moves the time on: delayed jobs become ready, leases end, and what has lived too long dies.
    pub(crate) fn advance(
        &mut self,
        now: u64,
        dead: &mut Vec<Dead<R::Item>>,
        spent: &mut Vec<R::Item>,
    ) {
        // The last time never comes.
        self.now = now.min(NEVER - 1).max(self.now);
        let now = self.now;
        while let Some(index) = self.timers.pop_due(now) {
            self.slots[index].alarm = NEVER;
            let has_expired = self.slots[index].expires <= now;
            match self.slots[index].stage {
                Stage::Leased => self.end_lease(index, Retry::After(now), dead, spent),
                Stage::Delayed if !has_expired => {
                    let arrival = self.number();
                    let slot = &mut self.slots[index];
                    (slot.due, slot.arrival) = (0, arrival);
                    self.come_in(index);
                }
                Stage::Ready | Stage::Behind | Stage::Delayed | Stage::Returning => {
                    self.bury(index, Cause::Expired, dead);
                }
            }
        }
    }

    /// Ends an attempt. The job has its item.
    fn end_lease(
        &mut self,
        index: usize,
        retry: Retry,
        dead: &mut Vec<Dead<R::Item>>,
        spent: &mut Vec<R::Item>,
    ) {
        if self.is_over {
            return self.bury(index, Cause::ShutDown, dead);
        }
        if self.slots[index].attempts >= self.max_attempts {
            return self.bury(index, Cause::Attempts, dead);
        }
        // Its timer goes by its arrival.
        self.set_timer(index, NEVER);
        let number = self.number();
        let time = match retry {
            Retry::InPlace => None,
            Retry::AtEnd => Some(0),
            Retry::At(time) => Some(time),
            Retry::After(now) => self.time_after(now, self.slots[index].attempts, number),
        };
        let slot = &mut self.slots[index];
        if let Some(time) = time {
            (slot.due, slot.arrival) = (time, number);
        }
        self.set_stage(index, Stage::Behind);
        self.start(index);
        self.merge_next(index, spent);
    }

    /// When a job comes back after a failed attempt, if the queue has a backoff or a limit.
    fn time_after(&mut self, now: u64, attempts: u32, number: u64) -> Option<u64> {
        let delay = self.backoff.map(|backoff| backoff.delay_by_chance(attempts, scatter(number)));
        let token = self.limit.as_mut().map(|limit| limit.take(now));
        let time = delay.map(|delay| now.saturating_add(delay));
        let time = time.into_iter().chain(token).max()?;
        // The caller's time may be later than that of the last step.
        Some(if time > now { time } else { 0 })
    }

    /// Lets the rules make one of a job that has come back and the one behind it.
    fn merge_next(&mut self, index: usize, spent: &mut Vec<R::Item>) {
        let next = self.slots[index].line.and_then(|line| self.keys.second(line));
        let Some(next) = next else { return };
        let slot = &mut self.slots[next];
        let (expires, due, has_room) = (slot.expires, slot.due, false);
        let Some(newer) = slot.item.take() else { return };
        let guard = Merging { jobs: self, next };
        let merged = guard.jobs.merge(index, newer, Terms { expires, due, has_room });
        mem::forget(guard);
        match merged {
            Merge::Apart(newer) => {
                self.slots[next].item = Some(newer);
                return;
            }
            Merge::Together => {}
            Merge::Leftover(item) => spent.push(item),
        }
        self.remove(next);
    }

    /// Ends a job that has its item.
    fn bury(&mut self, index: usize, cause: Cause, dead: &mut Vec<Dead<R::Item>>) {
        let slot = &mut self.slots[index];
        let (attempts, expires, since) = (slot.attempts, slot.expires, slot.since);
        let item = slot.item.take();
        let job = |item| Job { item, attempts, expires, since, lease: None };
        dead.extend(item.map(|item| Dead { job: job(item), cause }));
        self.remove(index);
    }
}

/// Makes a number that looks random of one of a sequence: the finish of SplitMix64.
const fn scatter(number: u64) -> u64 {
    let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Watches over a job whose item the rules have. If there is a panic, the item is lost, and the job ends.
struct Merging<'a, R: Rules> {
    jobs: &'a mut Jobs<R>,
    next: usize,
}

impl<R: Rules> Drop for Merging<'_, R> {
    #[cold]
    fn drop(&mut self) {
        self.jobs.remove_quietly(self.next);
    }
}

#[cfg(test)]
mod tests {
    use super::scatter;

    /// The first numbers of the sequence that begins at zero.
    #[test]
    fn numbers_are_scattered_as_by_split_mix() {
        let numbers = [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f];
        assert_eq!([1, 2, 3].map(scatter), numbers);
    }
}
