use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::FusedFuture;
use futures_core::stream::{FusedStream, Stream};

use super::{Lease, Take, WorkHandle};

/// The stream of [`WorkQueue::leases`](super::WorkQueue::leases).
///
/// Between two leases it is in no line. A stream that is kept while it waits holds up no other take: what wakes it also wakes
/// the next one in line.
#[must_use = "streams do nothing unless polled"]
pub struct LeaseStream<H: WorkHandle> {
    handle: H,
    take: Option<Take<H>>,
    has_ended: bool,
}

impl<H: WorkHandle> LeaseStream<H> {
    /// Makes the stream of a handle: see [`WorkHandle`].
    pub const fn new(handle: H) -> Self {
        Self { handle, take: None, has_ended: false }
    }
}

impl<H: WorkHandle> Unpin for LeaseStream<H> {}

impl<H: WorkHandle + Clone> Stream for LeaseStream<H> {
    type Item = Lease<H>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Lease<H>>> {
        let this = self.get_mut();
        if this.has_ended {
            return Poll::Ready(None);
        }
        let handle = &this.handle;
        let take = this.take.get_or_insert_with(|| Take::abandonable(handle.clone()));
        Pin::new(take).poll(cx).map(|taken| {
            this.take = None;
            this.has_ended = taken.is_err();
            taken.ok()
        })
    }
}

impl<H: WorkHandle + Clone> FusedStream for LeaseStream<H> {
    fn is_terminated(&self) -> bool {
        self.has_ended
    }
}

impl<H: WorkHandle> fmt::Debug for LeaseStream<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waits = self.take.as_ref().is_some_and(|take| !take.is_terminated());
        let mut debug = f.debug_struct("LeaseStream");
        debug.field("waits", &waits).field("has_ended", &self.has_ended).finish_non_exhaustive()
    }
}
