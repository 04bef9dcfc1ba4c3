use alloc::vec::{self, Vec};
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::FusedFuture;
use queue_core::ShutDown;
use queue_core::work::Job;

use super::{Lease, WorkHandle};
use crate::{get, get_many};

/// The future of [`WorkQueue::take_many`](super::WorkQueue::take_many).
#[must_use = "futures do nothing unless polled"]
pub struct TakeMany<H: WorkHandle> {
    handle: H,
    get: queue_core::Get,
    limit: usize,
}

impl<H: WorkHandle> TakeMany<H> {
    /// Makes the future of a handle: see [`WorkHandle`].
    pub const fn new(handle: H, limit: usize) -> Self {
        Self { handle, get: queue_core::Get::new(), limit }
    }
}

impl<H: WorkHandle> Unpin for TakeMany<H> {}

impl<H: WorkHandle + Clone> Future for TakeMany<H> {
    type Output = Result<Vec<Lease<H>>, ShutDown>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { handle, get, limit } = self.get_mut();
        let mut jobs = Vec::new();
        let polled = get_many::poll(get, *limit, &mut jobs, &handle.queue, cx.waker());
        polled.map_ok(|()| Untaken { handle, jobs: jobs.into_iter() }.into_leases())
    }
}

/// Jobs that have no lease yet. If a handle cannot be cloned for one, they are given back.
struct Untaken<'a, H: WorkHandle> {
    handle: &'a H,
    jobs: vec::IntoIter<Job<H::Item>>,
}

impl<H: WorkHandle + Clone> Untaken<'_, H> {
    fn into_leases(mut self) -> Vec<Lease<H>> {
        let mut leases = Vec::with_capacity(self.jobs.len());
        while self.jobs.len() > 0 {
            // First, since it may panic.
            let handle = self.handle.clone();
            leases.extend(self.jobs.next().map(|job| Lease::new(handle, job)));
        }
        leases
    }
}

impl<H: WorkHandle> Drop for Untaken<'_, H> {
    fn drop(&mut self) {
        for job in self.jobs.by_ref() {
            drop(Lease::new(&**self.handle, job));
        }
    }
}

impl<H: WorkHandle + Clone> FusedFuture for TakeMany<H> {
    fn is_terminated(&self) -> bool {
        self.get.is_finished()
    }
}

impl<H: WorkHandle> Drop for TakeMany<H> {
    fn drop(&mut self) {
        get::cancel(&mut self.get, &self.handle.queue);
    }
}

impl<H: WorkHandle> fmt::Debug for TakeMany<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("TakeMany");
        debug.field("get", &self.get).field("limit", &self.limit).finish_non_exhaustive()
    }
}
