use queue_core::work::{Cause, Keep};

use super::{Effects, Job, Model, Stage};
use crate::{Ended, How, Item, Returned};

/// The life of a job.
impl Model {
    pub(super) fn put(
        &mut self,
        item: Item,
        due: Option<u64>,
        expires: Option<u64>,
        has_room: bool,
        effects: &mut Effects,
    ) {
        let arrival = self.arrive();
        let new =
            Job { item, arrival, attempts: 0, due, expires, has_room, lease: None, until: None };
        let last =
            self.jobs.iter().rposition(|job| job.item.key == item.key && job.lease.is_none());
        let is_last =
            |at: usize| self.jobs[at..].iter().filter(|job| job.item.key == item.key).count() == 1;
        if let Some(last) = last.filter(|&at| item.key.is_some() && is_last(at))
            && self.setup.keep != Keep::All
        {
            self.merge(last, new, effects);
            return;
        }
        self.jobs.push(new);
        let at = self.jobs.len() - 1;
        if self.stage(at) != Stage::Behind {
            self.start(at);
        }
    }

    pub(super) fn merge(&mut self, at: usize, newer: Job, effects: &mut Effects) {
        let was_delayed = self.stage(at) == Stage::Delayed;
        let job = &mut self.jobs[at];
        match self.setup.keep {
            Keep::All => unreachable!("each stays for itself"),
            Keep::First => effects.spent.push(newer.item.id),
            Keep::Last => {
                effects.spent.push(job.item.id);
                job.item = newer.item;
            }
        }
        job.expires = job.expires.zip(newer.expires).map(|(a, b)| a.max(b));
        job.due = job.due.zip(newer.due).map(|(a, b)| a.min(b));
        job.has_room |= newer.has_room && job.due.is_none();
        if was_delayed {
            self.start(at);
        }
    }

    /// The key of a job is free.
    pub(super) fn start(&mut self, at: usize) {
        let now = self.now;
        self.jobs[at].due = self.jobs[at].due.filter(|&due| due > now);
        if self.jobs[at].due.is_none() {
            self.come_in(at);
        }
    }

    pub(super) fn come_in(&mut self, at: usize) {
        self.jobs[at].has_room |= self.has_room();
    }

    pub(super) fn pass_room_on(&mut self, from: usize) {
        if !std::mem::replace(&mut self.jobs[from].has_room, false) {
            return;
        }
        if let Some(first) = self.first_returning(from) {
            self.jobs[first].has_room = true;
        }
    }

    pub(super) fn take(&mut self) -> Option<Returned> {
        let at = self.first_ready().or_else(|| self.first_returning(usize::MAX))?;
        self.pass_room_on(at);
        let job = &mut self.jobs[at];
        job.lease = Some(self.leases.len());
        self.leases.push(job.item.id);
        job.attempts += 1;
        Some(Returned::Got(Ended { id: job.item.id, attempts: job.attempts }))
    }

    pub(super) fn remove(&mut self, at: usize) {
        self.pass_room_on(at);
        let key = self.jobs[at].item.key;
        let was_behind = self.stage(at) == Stage::Behind;
        self.jobs.remove(at);
        let next = self.jobs.iter().position(|job| key.is_some() && job.item.key == key);
        if let Some(next) = next.filter(|_| !was_behind) {
            self.start(next);
        }
    }

    pub(super) fn spend_copy(&mut self, at: usize, effects: &mut Effects) {
        if self.jobs[at].until.take().is_some() {
            effects.spent.push(self.jobs[at].item.id);
        }
    }

    pub(super) fn end_lease(&mut self, at: usize, how: How, effects: &mut Effects) {
        if self.is_over {
            return self.bury(at, Cause::ShutDown, effects);
        }
        if self.jobs[at].attempts >= self.setup.max_attempts {
            return self.bury(at, Cause::Attempts, effects);
        }
        let (now, arrival) = (self.now, self.arrive());
        let job = &mut self.jobs[at];
        (job.lease, job.until) = (None, None);
        match how {
            How::InPlace => {}
            How::AtEnd => job.arrival = arrival,
            How::After(time) => (job.arrival, job.due) = (arrival, Some(now + time)),
        }
        self.start(at);
        let key = self.jobs[at].item.key.filter(|_| self.setup.keep != Keep::All);
        let next = (at + 1..self.jobs.len()).find(|&next| self.jobs[next].item.key == key);
        if let Some(next) = next.filter(|_| key.is_some()) {
            let newer = Job { has_room: false, ..self.jobs[next] };
            self.merge(at, newer, effects);
            self.remove(next);
        }
    }

    pub(super) fn bury(&mut self, at: usize, cause: Cause, effects: &mut Effects) {
        let Job { item, attempts, .. } = self.jobs[at];
        effects.dead.push((Ended { id: item.id, attempts }, cause));
        self.remove(at);
    }

    pub(super) fn alarm(&self, at: usize) -> Option<u64> {
        let job = &self.jobs[at];
        match self.stage(at) {
            Stage::Leased => job.until,
            Stage::Delayed => job.due.into_iter().chain(job.expires).min(),
            Stage::Ready | Stage::Behind | Stage::Returning => job.expires,
        }
    }

    pub(super) fn advance(&mut self, time: u64, effects: &mut Effects) {
        self.now += time;
        loop {
            let due = (0..self.jobs.len()).filter_map(|at| Some((self.alarm(at)?, at)));
            let due = due.filter(|&(alarm, _)| alarm <= self.now);
            let Some((_, at)) = due.min_by_key(|&(alarm, at)| (alarm, self.jobs[at].arrival))
            else {
                return;
            };
            let has_expired = self.jobs[at].expires.is_some_and(|expires| expires <= self.now);
            match self.stage(at) {
                Stage::Leased => self.end_lease(at, How::InPlace, effects),
                Stage::Delayed if !has_expired => {
                    self.jobs[at].arrival = self.arrive();
                    self.jobs[at].due = None;
                    self.come_in(at);
                }
                Stage::Ready | Stage::Behind | Stage::Delayed | Stage::Returning => {
                    self.bury(at, Cause::Expired, effects);
                }
            }
        }
    }
}
