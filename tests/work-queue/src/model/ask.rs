use super::{Job, Model, Stage};
use crate::{Facts, Order};

/// Questions.
impl Model {
    pub(super) fn stage(&self, at: usize) -> Stage {
        let job = &self.jobs[at];
        let is_first = |other: &Job| other.item.key != job.item.key;
        if job.lease.is_some() {
            Stage::Leased
        } else if job.item.key.is_some() && !self.jobs[..at].iter().all(is_first) {
            Stage::Behind
        } else if job.due.is_some() {
            Stage::Delayed
        } else if job.has_room {
            Stage::Ready
        } else {
            Stage::Returning
        }
    }

    pub(super) fn at_stage(&self, stage: Stage) -> impl Iterator<Item = usize> {
        (0..self.jobs.len()).filter(move |&at| self.stage(at) == stage)
    }

    pub(super) fn rank(&self, at: usize) -> u8 {
        match self.setup.order {
            Order::Arrival => 0,
            Order::Rank => self.jobs[at].item.rank,
        }
    }

    pub(super) fn first_ready(&self) -> Option<usize> {
        self.at_stage(Stage::Ready).min_by_key(|&at| (self.rank(at), self.jobs[at].arrival))
    }

    pub(super) fn first_returning(&self, except: usize) -> Option<usize> {
        let others = self.at_stage(Stage::Returning).filter(|&at| at != except);
        others.min_by_key(|&at| self.jobs[at].arrival)
    }

    pub(super) fn find(&self, lease: usize) -> Option<usize> {
        self.jobs.iter().position(|job| job.lease == Some(lease))
    }

    pub(super) fn has_room(&self) -> bool {
        let taken = self.jobs.iter().filter(|job| job.has_room).count();
        self.setup.capacity.is_none_or(|capacity| taken < capacity)
    }

    pub(super) fn has_ended(&self) -> bool {
        self.is_over || (self.is_shutdown && self.jobs.len() <= self.len())
    }

    pub(super) fn len(&self) -> usize {
        let ready = self.at_stage(Stage::Ready).count();
        ready.max(usize::from(self.at_stage(Stage::Returning).count() > 0))
    }

    pub(super) fn facts(&self) -> Facts {
        let count = |stage| self.at_stage(stage).count();
        Facts {
            len: self.len(),
            is_full: !self.has_room(),
            unfinished: self.jobs.len(),
            leased: count(Stage::Leased),
            delayed: count(Stage::Delayed),
            behind: count(Stage::Behind),
            returning: count(Stage::Returning),
            deadline: (0..self.jobs.len()).filter_map(|at| self.alarm(at)).min(),
        }
    }
}
