use alloc::string::String;
use core::fmt;

use queue_async::{Capacity, Fairness, Fifo, HeapOrder, Lifo, Lock, Storage};

use crate::{GetNowaitError, PutNowaitError, ValueError};

/// A queue with asyncio's names: `S` is the storage, which decides the order of items, and `L` the lock.
///
/// Name it by an alias, such as [`local::Queue`](crate::local::Queue) or
/// [`local::PriorityQueue`](crate::local::PriorityQueue). It behaves as in CPython 3.13. The [crate's
/// docs](crate#where-it-differs) list the exceptions.
///
/// ```
/// use queue_compat::{Queue, local};
///
/// let queue: local::Queue<u8> = Queue::new(2);
/// assert_eq!(queue.maxsize(), 2);
/// ```
pub struct Queue<S: Storage, L: Lock> {
    maxsize: isize,
    queue: queue_async::Queue<S, L>,
}

/// The future of a get, returned by [`Queue::get`].
pub type Get<'a, S, L> = queue_async::Get<&'a queue_async::Queue<S, L>>;

/// The future of a put, returned by [`Queue::put`].
pub type Put<'a, S, L> = queue_async::Put<&'a queue_async::Queue<S, L>>;

/// The future of a join, returned by [`Queue::join`].
pub type Join<'a, S, L> = queue_async::Join<&'a queue_async::Queue<S, L>>;

impl<S: Storage + Default, L: Lock> Queue<S, L> {
    /// Makes a queue that holds at most `maxsize` items. Zero or less means no limit.
    ///
    /// ```
    /// use queue_compat::{PutNowaitError, local::Queue};
    ///
    /// let queue = Queue::new(1);
    /// assert_eq!(queue.put_nowait('a'), Ok(()));
    /// assert_eq!(queue.put_nowait('b'), Err(PutNowaitError::QueueFull('b')));
    /// assert!(!Queue::<u8>::new(-1).full());
    /// ```
    #[must_use]
    pub fn new(maxsize: isize) -> Self {
        Self::with_storage(S::default(), maxsize)
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Makes a queue around a storage of your own. In Python a subclass does this.
    ///
    /// ```
    /// use queue_compat::{Fifo, local::Queue};
    ///
    /// let queue = Queue::with_storage(Fifo::from_iter([1, 2]), 0);
    /// assert_eq!(queue.qsize(), 2);
    /// ```
    #[must_use]
    pub fn with_storage(storage: S, maxsize: isize) -> Self {
        let capacity = usize::try_from(maxsize)
            .ok()
            .and_then(|size| Capacity::try_from(size).ok())
            .unwrap_or(Capacity::Unbounded);
        let queue = queue_async::Builder::new(storage)
            .capacity(capacity)
            .fairness(Fairness::Barging)
            .build();
        Self { maxsize, queue }
    }

    /// Returns the `maxsize` that the queue was made with, even if it is zero or negative.
    ///
    /// ```
    /// assert_eq!(queue_compat::local::Queue::<u8>::new(-3).maxsize(), -3);
    /// ```
    #[must_use]
    pub const fn maxsize(&self) -> isize {
        self.maxsize
    }

    /// Returns the number of items.
    ///
    /// ```
    /// let queue = queue_compat::local::Queue::new(1);
    /// queue.put_nowait('a').unwrap();
    /// assert_eq!(queue.qsize(), 1);
    /// ```
    #[must_use]
    pub fn qsize(&self) -> usize {
        self.queue.len()
    }

    /// Returns whether there is no item.
    ///
    /// ```
    /// let queue = queue_compat::local::Queue::new(1);
    /// assert!(queue.empty());
    /// queue.put_nowait('a').unwrap();
    /// assert!(!queue.empty());
    /// ```
    #[must_use]
    pub fn empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Returns whether there are `maxsize` items or more.
    ///
    /// Unlike in Python, a queue is also full when the count of unfinished tasks is `usize::MAX`.
    ///
    /// ```
    /// let queue = queue_compat::local::Queue::new(1);
    /// queue.put_nowait('a').unwrap();
    /// assert!(queue.full());
    /// ```
    #[must_use]
    pub fn full(&self) -> bool {
        self.queue.is_full()
    }

    /// Puts an item, waiting for room if there is none.
    ///
    /// A newcomer may take the room first. The put that lost the race then waits behind all others.
    ///
    /// # Errors
    ///
    /// Fails with [`PutError::ShutDown`](crate::PutError::ShutDown), which has the item, if the queue is shut
    /// down.
    ///
    /// # Cancel safety
    ///
    /// A put that is dropped before it has returned never puts. If it had been notified, the next put in line
    /// is notified.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_compat::local::Queue::new(1);
    /// queue.put('a').await?;
    /// assert!(queue.full());
    /// # Ok::<(), queue_compat::PutError<char>>(()) }).unwrap();
    /// ```
    pub fn put(&self, item: S::Item) -> Put<'_, S, L> {
        self.queue.put(item)
    }

    /// Puts an item if there is room.
    ///
    /// # Errors
    ///
    /// Fails with [`QueueShutDown`](PutNowaitError::QueueShutDown) if the queue is shut down, and otherwise
    /// with [`QueueFull`](PutNowaitError::QueueFull) if there is no room. Either error has the item.
    ///
    /// ```
    /// use queue_compat::{PutNowaitError, local::Queue};
    ///
    /// let queue = Queue::new(1);
    /// queue.put_nowait('a')?;
    /// assert_eq!(queue.put_nowait('b'), Err(PutNowaitError::QueueFull('b')));
    /// # Ok::<(), PutNowaitError<char>>(())
    /// ```
    #[inline]
    pub fn put_nowait(&self, item: S::Item) -> Result<(), PutNowaitError<S::Item>> {
        Ok(self.queue.try_put(item)?)
    }

    /// Gets the next item, waiting for one if there is none.
    ///
    /// A newcomer may take the item first. The get that lost the race then waits behind all others. A get
    /// that is ready never yields; [`queue_async::Queue::get`] says what that means for loops.
    ///
    /// # Errors
    ///
    /// Fails with [`QueueShutDown`](crate::QueueShutDown) if the queue is shut down and empty.
    ///
    /// # Cancel safety
    ///
    /// A get that is dropped loses nothing. If it had been notified, the next get in line is notified.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_compat::local::Queue::new(0);
    /// queue.put_nowait('a').unwrap();
    /// assert_eq!(queue.get().await?, 'a');
    /// # Ok::<(), queue_compat::QueueShutDown>(()) }).unwrap();
    /// ```
    pub fn get(&self) -> Get<'_, S, L> {
        self.queue.get()
    }

    /// Gets the next item if there is one.
    ///
    /// # Errors
    ///
    /// If there is no item, fails with [`QueueShutDown`](GetNowaitError::QueueShutDown) if the queue is shut
    /// down, and otherwise with [`QueueEmpty`](GetNowaitError::QueueEmpty).
    ///
    /// ```
    /// use queue_compat::{GetNowaitError, local::Queue};
    ///
    /// assert_eq!(Queue::<u8>::new(1).get_nowait(), Err(GetNowaitError::QueueEmpty));
    /// ```
    #[inline]
    pub fn get_nowait(&self) -> Result<S::Item, GetNowaitError> {
        Ok(self.queue.try_get()?)
    }

    /// Counts one item as done.
    ///
    /// # Errors
    ///
    /// Fails with [`ValueError`](crate::ValueError) if it is called more often than items were put.
    ///
    /// ```
    /// let queue = queue_compat::local::Queue::<u8>::new(0);
    /// let error = queue.task_done().unwrap_err();
    /// assert_eq!(error.to_string(), "task_done() called too many times");
    /// ```
    #[inline]
    pub fn task_done(&self) -> Result<(), ValueError> {
        self.queue.task_done()
    }

    /// Waits until the count of unfinished tasks reaches zero.
    ///
    /// As in asyncio, a waiting join is then ready, whatever is put before it is polled.
    ///
    /// # Cancel safety
    ///
    /// A join that is dropped leaves nothing behind.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_compat::local::Queue::new(0);
    /// queue.put_nowait('a').unwrap();
    /// queue.task_done().unwrap();
    /// queue.join().await;
    /// assert_eq!(queue.qsize(), 1); // task_done belongs to no particular get
    /// # });
    /// ```
    pub fn join(&self) -> Join<'_, S, L> {
        self.queue.join()
    }

    /// Shuts the queue down: puts fail, and gets fail once the queue is empty.
    ///
    /// If `immediate` is true, the queued items are dropped and count as done. Joins end if nothing else is
    /// unfinished.
    ///
    /// ```
    /// use queue_compat::{GetNowaitError, local::Queue};
    ///
    /// let queue = Queue::new(0);
    /// queue.put_nowait(1).unwrap();
    /// queue.shutdown(false);
    /// assert_eq!(queue.get_nowait(), Ok(1));
    /// assert_eq!(queue.get_nowait(), Err(GetNowaitError::QueueShutDown));
    /// ```
    pub fn shutdown(&self, immediate: bool) {
        if immediate {
            drop(self.queue.shutdown_now());
        } else {
            self.queue.shutdown();
        }
    }

    /// Returns the `queue-async` queue inside, for what asyncio does not have: streams, sinks, blocking calls,
    /// the count of unfinished tasks.
    ///
    /// ```
    /// let queue = queue_compat::local::Queue::new(1);
    /// queue.put_nowait('a').unwrap();
    /// assert_eq!(queue.as_async().unfinished(), 1);
    /// ```
    #[must_use]
    pub const fn as_async(&self) -> &queue_async::Queue<S, L> {
        &self.queue
    }
}

impl<S: Storage + Default, L: Lock> Default for Queue<S, L> {
    /// Makes a queue with `maxsize` zero.
    fn default() -> Self {
        Self::new(0)
    }
}

impl<S: Named + fmt::Debug, L: Lock> Queue<S, L> {
    /// Writes the same as asyncio's `_format`.
    fn format(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "maxsize={}", self.maxsize)?;
        // Into a string first: the formatter may write to something that uses the queue.
        let items = self.queue.inspect(|items| (!items.is_empty()).then(|| debug(items)));
        if let Some(items) = items {
            write!(f, " _queue={items}")?;
        }
        for (name, waiting) in
            [("getters", self.queue.waiting_getters()), ("putters", self.queue.waiting_putters())]
        {
            if waiting > 0 {
                write!(f, " _{name}[{waiting}]")?;
            }
        }
        match self.queue.unfinished() {
            0 => {}
            unfinished => write!(f, " tasks={unfinished}")?,
        }
        if self.queue.is_shutdown() {
            f.write_str(" shutdown")?;
        }
        Ok(())
    }
}

fn debug(items: &impl fmt::Debug) -> String {
    alloc::format!("{items:?}")
}

impl<S: Named + fmt::Debug, L: Lock> fmt::Display for Queue<S, L> {
    /// Writes `str(q)`, such as `<Queue maxsize=2 _queue=[1] tasks=1>`.
    ///
    /// The `Debug` of items must not call the queue. If other threads use the queue meanwhile, the parts may
    /// be of different moments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} ", S::NAME)?;
        self.format(f)?;
        f.write_str(">")
    }
}

impl<S: Named + fmt::Debug, L: Lock> fmt::Debug for Queue<S, L> {
    /// Writes `repr(q)`, such as `<Queue at 0x7ffd0a maxsize=2 _queue=[1] tasks=1>`.
    ///
    /// The `Debug` of items must not call the queue. If other threads use the queue meanwhile, the parts may
    /// be of different moments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} at {:p} ", S::NAME, self)?;
        self.format(f)?;
        f.write_str(">")
    }
}

/// A storage with a name for its queue, as in `<LifoQueue maxsize=0>`.
///
/// ```
/// use queue_async::Pushed;
/// use queue_compat::{LocalLock, Named, Queue, Storage};
///
/// #[derive(Debug, Default)]
/// struct Latest(Option<u8>);
///
/// impl Storage for Latest {
///     type Item = u8;
///     fn push(&mut self, item: u8) -> Pushed<u8> {
///         self.0.replace(item).map_or(Pushed::Stored, Pushed::Displaced)
///     }
///     fn pop(&mut self) -> Option<u8> { self.0.take() }
///     fn len(&self) -> usize { self.0.iter().len() }
///     fn take(&mut self) -> Self { std::mem::take(self) }
/// }
///
/// impl Named for Latest {
///     const NAME: &'static str = "LatestQueue";
/// }
///
/// assert_eq!(Queue::<Latest, LocalLock>::new(1).to_string(), "<LatestQueue maxsize=1>");
/// ```
pub trait Named: Storage {
    /// The name of the queue.
    const NAME: &'static str;
}

impl<T> Named for Fifo<T> {
    const NAME: &'static str = "Queue";
}

impl<T> Named for Lifo<T> {
    const NAME: &'static str = "LifoQueue";
}

impl<T: Ord> Named for HeapOrder<T> {
    const NAME: &'static str = "PriorityQueue";
}
