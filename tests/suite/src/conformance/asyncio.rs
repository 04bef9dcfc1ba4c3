use std::fmt;

use queue_async::{Browse, Capacity, Fairness, Lock, PutError, ShutDown, Storage};
use queue_compat::{GetNowaitError, Named, PutNowaitError};

use crate::{Answer, ByPriority, Item, Op};

/// What a script needs of a queue.
pub(super) trait Asyncio {
    fn new(maxsize: isize) -> Self;
    fn put(&self, item: Item) -> impl Future<Output = Answer>;
    fn get(&self) -> impl Future<Output = Answer>;
    fn join(&self) -> impl Future<Output = Answer>;
    /// Does an operation that never waits.
    fn now(&self, op: Op) -> Answer;
    fn questions(&self) -> (usize, bool, bool);
    fn shows(&self) -> String;
}

impl<S, L> Asyncio for queue_compat::Queue<S, L>
where
    S: Browse<Item = ByPriority> + Named + Default + fmt::Debug,
    L: Lock,
{
    fn new(maxsize: isize) -> Self {
        Self::new(maxsize)
    }

    async fn put(&self, item: Item) -> Answer {
        put(self.put(ByPriority(item)).await)
    }

    async fn get(&self) -> Answer {
        got(self.get().await)
    }

    async fn join(&self) -> Answer {
        self.join().await;
        Answer::Done
    }

    fn now(&self, op: Op) -> Answer {
        match op {
            Op::TryPut(item) => match self.put_nowait(ByPriority(item)) {
                Ok(()) => Answer::Done,
                Err(PutNowaitError::QueueFull(ByPriority(item))) => Answer::Full(item),
                Err(PutNowaitError::QueueShutDown(ByPriority(item))) => {
                    Answer::ShutDown(Some(item))
                }
                Err(PutNowaitError::Refused(ByPriority(item))) => Answer::Refused(Some(item)),
            },
            Op::TryGet => match self.get_nowait() {
                Ok(ByPriority(item)) => Answer::Got(item),
                Err(GetNowaitError::QueueEmpty) => Answer::Empty,
                Err(GetNowaitError::QueueShutDown) => Answer::ShutDown(None),
            },
            Op::TaskDone => self.task_done().map_or(Answer::TooManyDone, |()| Answer::Done),
            Op::ShutDown => {
                self.shutdown(false);
                Answer::Done
            }
            Op::ShutDownNow => {
                self.shutdown(true);
                Answer::Done
            }
            Op::Put(_) | Op::Get | Op::Next | Op::Join => out_of_place(op),
            _ => out_of_place(op),
        }
    }

    fn questions(&self) -> (usize, bool, bool) {
        (self.qsize(), self.empty(), self.full())
    }

    fn shows(&self) -> String {
        self.to_string()
    }
}

/// A barging queue of `queue-async`, with what asyncio's queues know and it does not.
pub(super) struct Bare<S: Storage, L: Lock> {
    maxsize: isize,
    queue: queue_async::Queue<S, L>,
}

impl<S, L> Asyncio for Bare<S, L>
where
    S: Browse<Item = ByPriority> + Named + Default + fmt::Debug,
    L: Lock,
{
    fn new(maxsize: isize) -> Self {
        let queue = queue_async::Queue::builder()
            .capacity(capacity(maxsize))
            .fairness(Fairness::Barging)
            .build();
        Self { maxsize, queue }
    }

    async fn put(&self, item: Item) -> Answer {
        put(self.queue.put(ByPriority(item)).await)
    }

    async fn get(&self) -> Answer {
        got(self.queue.get().await)
    }

    async fn join(&self) -> Answer {
        self.queue.join().await;
        Answer::Done
    }

    fn now(&self, op: Op) -> Answer {
        match op {
            Op::TryPut(item) => {
                self.queue.try_put(ByPriority(item)).map_or_else(Answer::from, |()| Answer::Done)
            }
            Op::TryGet => {
                self.queue.try_get().map_or_else(Answer::from, |ByPriority(item)| Answer::Got(item))
            }
            Op::TaskDone => self.queue.task_done().map_or(Answer::TooManyDone, |()| Answer::Done),
            Op::ShutDown => {
                self.queue.shutdown();
                Answer::Done
            }
            Op::ShutDownNow => {
                Answer::Drained(self.queue.shutdown_now().map(|ByPriority(item)| item).collect())
            }
            Op::Put(_) | Op::Get | Op::Next | Op::Join => out_of_place(op),
            _ => out_of_place(op),
        }
    }

    fn questions(&self) -> (usize, bool, bool) {
        (self.queue.len(), self.queue.is_empty(), self.queue.is_full())
    }

    fn shows(&self) -> String {
        let queue = &self.queue;
        Look {
            name: S::NAME,
            maxsize: self.maxsize,
            items: queue.inspect(|items| format!("{items:?}")),
            getters: queue.waiting_getters(),
            putters: queue.waiting_putters(),
            tasks: queue.unfinished(),
            is_shutdown: queue.is_shutdown(),
        }
        .to_string()
    }
}

/// What `str` shows, for queues that cannot show it themselves.
pub(super) struct Look {
    pub(super) name: &'static str,
    pub(super) maxsize: isize,
    pub(super) items: String,
    pub(super) getters: usize,
    pub(super) putters: usize,
    pub(super) tasks: usize,
    pub(super) is_shutdown: bool,
}

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} maxsize={}", self.name, self.maxsize)?;
        if self.items != "[]" {
            write!(f, " _queue={}", self.items)?;
        }
        for (name, waiting) in [("getters", self.getters), ("putters", self.putters)] {
            if waiting > 0 {
                write!(f, " _{name}[{waiting}]")?;
            }
        }
        if self.tasks > 0 {
            write!(f, " tasks={}", self.tasks)?;
        }
        f.write_str(if self.is_shutdown { " shutdown>" } else { ">" })
    }
}

/// A `maxsize` of zero or less is no limit.
pub(super) fn capacity(maxsize: isize) -> Capacity {
    let limit = usize::try_from(maxsize).unwrap_or_default();
    Capacity::try_from(limit).unwrap_or_default()
}

fn put(result: Result<(), PutError<ByPriority>>) -> Answer {
    result.map_or_else(Answer::from, |()| Answer::Done)
}

fn got(result: Result<ByPriority, ShutDown>) -> Answer {
    match result {
        Ok(ByPriority(item)) => Answer::Got(item),
        Err(ShutDown) => Answer::ShutDown(None),
    }
}

fn out_of_place(op: Op) -> Answer {
    panic!("`{op}` cannot be done between two turns")
}
