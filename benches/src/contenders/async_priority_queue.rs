//! Async-priority-queue: largest first, one queue that all share, unbounded; it cannot be closed.

use std::future::ready;
use std::sync::Arc;

use ::async_priority_queue::PriorityQueue;
use futures::FutureExt;

use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{Kind, Received, Sent, TryRecvError, TrySendError, Unbounded};

/// `async_priority_queue::PriorityQueue`.
#[derive(Debug)]
pub struct AsyncPriorityQueue;

impl<T: Payload> Kind<T> for AsyncPriorityQueue {
    const CRATE: &'static str = "async-priority-queue";
    const CLOSES: bool = false;
    type Sender = Arc<PriorityQueue<T>>;
    type Receiver = Arc<PriorityQueue<T>>;
}

impl<T: Payload> Unbounded<T> for AsyncPriorityQueue {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        let queue = Arc::new(PriorityQueue::new());
        (Arc::clone(&queue), queue)
    }
}

impl<T: Payload> Sender for Arc<PriorityQueue<T>> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.push(item);
        ready(())
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        self.push(item);
        Ok(())
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for Arc<PriorityQueue<T>> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.pop().map(Some)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        self.try_pop().ok_or(TryRecvError::Empty)
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(self.incoming()))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}
