use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::work::{Job, LeaseError, LeaseId, Retry, StaleLease};
use queue_core::{Exchange, Put};

use super::super::bomb::Bomb;
use super::super::parcel::{Parcel, start_log, take_log};
use super::{Lease, Operation, World};

/// Calls of the queue, which may panic.
impl World {
    /// Calls the queue. No parcel is dropped inside, unless a panic takes along the one that was given.
    pub(super) fn call<T>(&mut self, call: impl FnOnce(&mut Self) -> T) -> Option<T> {
        start_log();
        let result = catch_unwind(AssertUnwindSafe(|| call(self)));
        let log = take_log();
        match result {
            Ok(result) => {
                assert!(log.dropped.is_empty(), "dropped inside the queue: {log:?}");
                Some(result)
            }
            Err(panic) => {
                assert!(panic.is::<Bomb>(), "the queue itself panics");
                assert!(log.dropped.len() <= 1, "a panic loses one parcel at most: {log:?}");
                let is_given = |lost| log.given.contains(lost);
                assert!(log.dropped.iter().all(is_given), "a panic loses another one: {log:?}");
                self.state.recover(&mut self.effects.notified);
                None
            }
        }
    }

    pub(super) fn try_put(&mut self, job: Job<Parcel>) {
        let mut put = Put::new(job);
        let _ = self.call(|world| world.state.try_put_from(&mut put, &mut world.effects.notified));
    }

    pub(super) fn retry(&mut self, at: usize, retry: Retry) {
        let Some(Lease { id, key, job, .. }) = self.lease(at) else { return };
        let item = job.map(|job| job.item).unwrap_or_else(|| {
            self.parcels += 1;
            Parcel::new(self.parcels, key, 1)
        });
        let result = self.call(|world| world.state.retry(id, item, retry, &mut world.effects));
        assert_ne!(result, Some(Err(StaleLease)), "it was leased");
        self.has_ended(id);
    }

    /// Puts a job back that has been taken. Without room it stays out.
    pub(super) fn give_back(&mut self, job: Job<Parcel>) {
        let (id, key) = (job.lease().expect("it has been taken"), job.item.key);
        let mut put = Put::new(job);
        let _ = self.call(|world| world.state.try_put_from(&mut put, &mut world.effects.notified));
        match put.take_item() {
            Some(job) => self.leases.push(Lease { id, key, job: Some(job), until: 0 }),
            None => self.has_ended(id),
        }
    }

    pub(super) fn cancel(&mut self, at: usize) {
        let Some(at) = at.checked_rem(self.operations.len()) else { return };
        let mut operations = std::mem::take(&mut self.operations);
        let mut exchange = Exchange::default();
        let state_exchange = &mut exchange;
        let mut back = None;
        match &mut operations[at] {
            Operation::Get(get) => {
                let _ = self.call(|world| world.state.cancel_get(get, state_exchange));
            }
            Operation::Put(put) => {
                let _ = self.call(|world| world.state.cancel_put(put, state_exchange));
                drop(put.take_displaced());
                back = put.take_item();
            }
            Operation::Join(join) => {
                let _ = self.call(|world| world.state.cancel_join(join, state_exchange));
            }
        }
        self.operations = operations;
        self.due.extend(exchange.notified);
        self.take_back(back);
    }

    /// Takes the item of a put that has not put. After a panic it may be a job that was on its way out.
    pub(super) fn take_back(&mut self, job: Option<Job<Parcel>>) {
        let Some(job) = job else { return };
        if let Some(id) = job.lease() {
            let key = job.item.key;
            self.leases.push(Lease { id, key, job: Some(job), until: 0 });
        }
    }

    /// The lease has ended, whether or not its answer panicked.
    pub(super) fn has_ended(&mut self, id: LeaseId) {
        assert_eq!(self.state.extend(id, 0), Err(LeaseError::Stale));
    }

    /// Forgets the leases that have ended by themselves.
    pub(super) fn forget_stale_leases(&mut self) {
        let state = &mut self.state;
        self.leases.retain(|lease| {
            lease.job.is_some() || state.extend(lease.id, lease.until) != Err(LeaseError::Stale)
        });
    }
}
