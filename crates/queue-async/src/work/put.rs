use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::FusedFuture;
use queue_core::PutError;
use queue_core::work::Job;

use super::WorkHandle;
use crate::put;

/// The future of [`WorkQueue::put`](super::WorkQueue::put).
#[must_use = "futures do nothing unless polled"]
pub struct PutJob<H: WorkHandle> {
    handle: H,
    put: queue_core::Put<Job<H::Item>>,
    /// Whether it has told the driver that its job is to expire, or need not.
    has_told: bool,
}

impl<H: WorkHandle> PutJob<H> {
    /// Makes the future of a handle: see [`WorkHandle`].
    #[inline]
    pub fn new(handle: H, job: Job<H::Item>) -> Self {
        let job = handle.with_age(job);
        let has_told = job.expires().is_none();
        Self { handle, put: queue_core::Put::new(job), has_told }
    }

    /// Ends the put, and returns its item, unless it has been put.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::unbounded();
    /// assert_eq!(queue.put("mail").cancel(), Some("mail"));
    /// ```
    pub fn cancel(&mut self) -> Option<H::Item> {
        put::cancel(&mut self.put, &self.handle.queue);
        self.tell_driver();
        self.put.take_item().map(|job| job.item)
    }

    fn tell_driver(&mut self) {
        if !core::mem::replace(&mut self.has_told, true) {
            self.handle.ring();
        }
    }
}

impl<H: WorkHandle> Unpin for PutJob<H> {}

impl<H: WorkHandle> Future for PutJob<H> {
    type Output = Result<(), PutError<H::Item>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let polled = put::poll(&mut this.put, &this.handle.queue, cx);
        if polled.is_ready() {
            this.tell_driver();
        }
        polled.map_err(|error| error.map(|job| job.item))
    }
}

impl<H: WorkHandle> FusedFuture for PutJob<H> {
    fn is_terminated(&self) -> bool {
        self.put.is_finished()
    }
}

impl<H: WorkHandle> Drop for PutJob<H> {
    #[inline]
    fn drop(&mut self) {
        if !self.put.is_finished() {
            put::cancel(&mut self.put, &self.handle.queue);
            self.tell_driver();
        }
    }
}

impl<H: WorkHandle> fmt::Debug for PutJob<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutJob").field("put", &self.put).finish_non_exhaustive()
    }
}
