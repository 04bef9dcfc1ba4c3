use std::time::Duration;

use queue_async::sync::Queue;
use queue_async::{GetTimeoutError, PutTimeoutError, TryGetError, TryPutError};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use smol::future::{poll_once, yield_now};
use smol::stream::StreamExt;

use super::{End, Numbered};

/// A thread or a task that puts or gets, each time in one of several ways.
pub(super) struct Worker<'a> {
    queue: &'a Queue<Numbered>,
    rng: StdRng,
    /// A task must not block its thread.
    may_block: bool,
}

/// A way to put or to get.
enum Way {
    Await,
    GiveUp,
    Try,
    Block,
    BlockFor(Duration),
}

impl<'a> Worker<'a> {
    pub(super) fn new(queue: &'a Queue<Numbered>, seed: u64, may_block: bool) -> Self {
        Self { queue, rng: StdRng::seed_from_u64(seed), may_block }
    }

    /// Puts its items, and returns how many were put. With `end` it shuts down on the way, and returns
    /// what that took out.
    pub(super) async fn produce(
        mut self,
        producer: usize,
        items: u32,
        end: End,
    ) -> (u32, Vec<Numbered>) {
        let shuts_down_at = self.rng.random_range(0..items);
        let mut taken = Vec::new();
        for number in 0..items {
            if number == shuts_down_at {
                match end {
                    End::Join => {}
                    End::ShutDown => self.queue.shutdown(),
                    End::ShutDownNow => taken.extend(self.queue.shutdown_now()),
                }
            }
            let item = Numbered { producer, number };
            while let Err(error) = self.put(item).await {
                assert_eq!(error.into_item(), item, "the item comes back");
                if matches!(error, PutTimeoutError::ShutDown(_)) {
                    return (number, taken);
                }
                yield_now().await;
            }
        }
        (items, taken)
    }

    /// Gets items until the queue is shut down and empty, and returns them.
    pub(super) async fn consume(mut self) -> Vec<Numbered> {
        let mut got = Vec::new();
        loop {
            match self.get().await {
                Ok(item) => {
                    got.push(item);
                    self.queue.task_done().expect("one for each get");
                }
                Err(GetTimeoutError::TimedOut) => yield_now().await,
                Err(GetTimeoutError::ShutDown) => return got,
            }
        }
    }

    /// Joins again and again until the queue is shut down, and then to the end.
    pub(super) async fn join(mut self) {
        while !self.queue.is_shutdown() {
            match self.way() {
                Way::Await => self.queue.join().await,
                Way::Block => self.queue.blocking_join(),
                Way::Try | Way::GiveUp => _ = poll_once(self.queue.join()).await,
                Way::BlockFor(timeout) => _ = self.queue.blocking_join_timeout(timeout),
            }
            yield_now().await;
        }
        self.queue.join().await;
    }

    async fn put(&mut self, item: Numbered) -> Result<(), PutTimeoutError<Numbered>> {
        match self.way() {
            Way::Await => Ok(self.queue.put(item).await?),
            Way::GiveUp => {
                let mut put = self.queue.put(item);
                for _ in 0..2 {
                    if let Some(result) = poll_once(&mut put).await {
                        return Ok(result?);
                    }
                    yield_now().await;
                }
                put.cancel().map_or(Ok(()), |item| Err(PutTimeoutError::TimedOut(item)))
            }
            Way::Try => self.queue.try_put(item).map_err(|error| match error {
                TryPutError::Full(item) => PutTimeoutError::TimedOut(item),
                TryPutError::ShutDown(item) => PutTimeoutError::ShutDown(item),
                TryPutError::Refused(item) => PutTimeoutError::Refused(item),
            }),
            Way::Block => Ok(self.queue.blocking_put(item)?),
            Way::BlockFor(timeout) => self.queue.blocking_put_timeout(item, timeout),
        }
    }

    async fn get(&mut self) -> Result<Numbered, GetTimeoutError> {
        match self.way() {
            Way::Await => Ok(self.queue.get().await?),
            Way::GiveUp => {
                // Through the trait, so that the stream waits on between its two polls.
                let mut items = self.queue.stream();
                for _ in 0..2 {
                    if let Some(item) = poll_once(StreamExt::next(&mut items)).await {
                        return item.ok_or(GetTimeoutError::ShutDown);
                    }
                    yield_now().await;
                }
                Err(GetTimeoutError::TimedOut)
            }
            Way::Try => self.queue.try_get().map_err(|error| match error {
                TryGetError::Empty => GetTimeoutError::TimedOut,
                TryGetError::ShutDown => GetTimeoutError::ShutDown,
            }),
            Way::Block => Ok(self.queue.blocking_get()?),
            Way::BlockFor(timeout) => self.queue.blocking_get_timeout(timeout),
        }
    }

    fn way(&mut self) -> Way {
        match self.rng.random_range(0..if self.may_block { 7 } else { 4 }) {
            0 | 1 => Way::Await,
            2 => Way::GiveUp,
            3 => Way::Try,
            4 | 5 => Way::Block,
            _ => Way::BlockFor(Duration::from_micros(self.rng.random_range(0..50))),
        }
    }
}
