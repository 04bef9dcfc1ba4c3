use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::FusedFuture;
use queue_core::ShutDown;

use super::{Lease, WorkHandle};
use crate::get;

/// The future of [`WorkQueue::take`](super::WorkQueue::take). With an `Rc` or `Arc` of the queue it is `'static`, and
/// so is its lease.
#[must_use = "futures do nothing unless polled"]
pub struct Take<H: WorkHandle> {
    /// There is none once it is ready.
    handle: Option<H>,
    get: queue_core::Get,
}

impl<H: WorkHandle> Take<H> {
    /// Makes the future of a handle: see [`WorkHandle`].
    pub const fn new(handle: H) -> Self {
        Self { handle: Some(handle), get: queue_core::Get::new() }
    }

    /// Makes the future of a stream, which may be kept and not be polled.
    pub(super) const fn abandonable(handle: H) -> Self {
        Self { handle: Some(handle), get: queue_core::Get::abandonable() }
    }
}

impl<H: WorkHandle> Unpin for Take<H> {}

impl<H: WorkHandle> Future for Take<H> {
    type Output = Result<Lease<H>, ShutDown>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let Some(handle) = &this.handle else { return Poll::Pending };
        let polled = get::poll(&mut this.get, &handle.queue, cx);
        polled.map(|taken| {
            let handle = this.handle.take();
            taken.and_then(|job| handle.map(|handle| Lease::new(handle, job)).ok_or(ShutDown))
        })
    }
}

impl<H: WorkHandle> FusedFuture for Take<H> {
    fn is_terminated(&self) -> bool {
        self.get.is_finished()
    }
}

impl<H: WorkHandle> Drop for Take<H> {
    #[inline]
    fn drop(&mut self) {
        if let Some(handle) = &self.handle {
            get::cancel(&mut self.get, &handle.queue);
        }
    }
}

impl<H: WorkHandle> fmt::Debug for Take<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Take").field("get", &self.get).finish_non_exhaustive()
    }
}
