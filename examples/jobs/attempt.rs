//! A lease whose handler writes into the ledger.

use std::time::Duration;
use std::{mem, thread};

use queue_async::work::{LeaseError, StaleLease};

use crate::ledger::{Ledger, Outcome};
use crate::rules::JobLease;
use crate::service::Service;

/// One attempt at a job. It may be dropped at any moment, as its lease may.
pub(crate) struct Attempt<'a> {
    service: &'a Service,
    ledger: &'a Ledger,
    id: u64,
    number: u32,
    /// There is none once it has been answered for.
    lease: Option<JobLease>,
}

const ENDED: &str = "an attempt that has not ended has its lease";

impl<'a> Attempt<'a> {
    pub(crate) fn begin(service: &'a Service, ledger: &'a Ledger, lease: JobLease) -> Self {
        let (id, number) = (lease.id, lease.attempts());
        ledger.begin(id, &lease.tenant, number, service.now());
        Self { service, ledger, id, number, lease: Some(lease) }
    }

    pub(crate) fn done(self) {
        self.answer(Outcome::Done, Service::done);
    }

    /// Answers that the job is done, though the lease has run out.
    pub(crate) fn done_late(self) {
        self.answer(Outcome::DoneLate, Service::done);
    }

    pub(crate) fn retry(self) {
        self.answer(Outcome::Retried, |_, lease| lease.retry());
    }

    pub(crate) fn retry_at_end(self) {
        self.answer(Outcome::Retried, |_, lease| lease.retry_at_end());
    }

    pub(crate) fn retry_after(self, delay: Duration) {
        self.answer(Outcome::Retried, |_, lease| lease.retry_after(delay));
    }

    /// Loses the lease without a drop, as a process that is killed would.
    pub(crate) fn leak(mut self) {
        self.ledger.end(self.id, self.number, Outcome::Leaked);
        mem::forget(self.lease.take());
    }

    /// Lets the lease end by itself.
    pub(crate) fn end_after(&self, time: Duration) -> Result<(), StaleLease> {
        let until = self.service.queue.time_after(time);
        self.lease().end_after(time)?;
        self.ledger.end_by(self.id, self.number, until);
        Ok(())
    }

    /// Lets the lease end by itself after this time from now on.
    pub(crate) fn extend(&self, time: Duration) -> Result<(), LeaseError> {
        let until = self.service.queue.time_after(time);
        self.lease().extend(time)?;
        self.ledger.end_by(self.id, self.number, until);
        Ok(())
    }

    fn lease(&self) -> &JobLease {
        self.lease.as_ref().expect(ENDED)
    }

    /// Answers for the job. Nothing else of this task runs in between, so the ledger learns what the queue says.
    fn answer(
        mut self,
        outcome: Outcome,
        answer: impl FnOnce(&Service, JobLease) -> Result<(), StaleLease>,
    ) {
        let lease = self.lease.take().expect(ENDED);
        self.ledger.close(self.id, self.number, self.service.now());
        let outcome = match answer(self.service, lease) {
            Ok(()) => outcome,
            Err(StaleLease) => Outcome::Refused,
        };
        self.ledger.end(self.id, self.number, outcome);
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        let Some(lease) = self.lease.take() else { return };
        self.ledger.close(self.id, self.number, self.service.now());
        let outcome = if thread::panicking() { Outcome::Panicked } else { Outcome::Dropped };
        self.ledger.end(self.id, self.number, outcome);
        drop(lease);
    }
}
