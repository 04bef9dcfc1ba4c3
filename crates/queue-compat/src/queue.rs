use alloc::string::String;
use core::fmt;

use queue_async::{
    Capacity, Fairness, Fifo, Get, HeapOrder, Join, Lifo, Lock, Put, Storage, TaskDoneError,
};

use crate::{GetNowaitError, PutNowaitError};

/// A queue with asyncio's names: `S` is the order in which items leave, `L` the lock.
///
/// Name it by an alias: [`local::Queue`](crate::local::Queue),
/// [`local::PriorityQueue`](crate::local::PriorityQueue) and so on. The behaviour is that of CPython
/// 3.13 but for what the [crate's docs](crate#where-it-differs) name.
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

impl<S: Storage + Default, L: Lock> Queue<S, L> {
    /// Makes a queue that holds at most `maxsize` items; zero or less means any number.
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
    /// Makes a queue around a storage of your own: what a subclass is in Python.
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

    /// Returns the `maxsize` that was given, zero and negatives included.
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

    /// Tells whether there is no item.
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

    /// Tells whether there are `maxsize` items or more.
    ///
    /// It is also true, as nowhere in Python, when the count of unfinished tasks is at its limit,
    /// `usize::MAX`.
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
    /// A newcomer may take the room first; the put that was robbed then waits behind everyone.
    ///
    /// # Errors
    ///
    /// [`QueueShutDown`](crate::QueueShutDown) with the item, if the queue is shut down.
    ///
    /// # Cancel safety
    ///
    /// A put that is dropped before it has returned never puts, and lets the next in line try.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_compat::local::Queue::new(1);
    /// queue.put('a').await?;
    /// assert!(queue.full());
    /// # Ok::<(), queue_compat::QueueShutDown<char>>(()) }).unwrap();
    /// ```
    pub fn put(&self, item: S::Item) -> Put<'_, S, L> {
        self.queue.put(item)
    }

    /// Puts an item if there is room.
    ///
    /// # Errors
    ///
    /// [`QueueShutDown`](PutNowaitError::QueueShutDown) if the queue is shut down, else
    /// [`QueueFull`](PutNowaitError::QueueFull) if there is no room; the item comes back.
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
    /// A newcomer may take the item first; the get that was robbed then waits behind everyone.
    ///
    /// # Errors
    ///
    /// [`QueueShutDown`](crate::QueueShutDown) if the queue is shut down and empty.
    ///
    /// # Cancel safety
    ///
    /// A get that is dropped loses nothing, and lets the next in line try.
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
    /// If there is none, [`QueueShutDown`](GetNowaitError::QueueShutDown) if the queue is shut down
    /// and [`QueueEmpty`](GetNowaitError::QueueEmpty) if not.
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

    /// Says that one item that was put has been dealt with.
    ///
    /// # Errors
    ///
    /// [`ValueError`](crate::ValueError) if it is called more often than items were put.
    ///
    /// ```
    /// let queue = queue_compat::local::Queue::<u8>::new(0);
    /// let error = queue.task_done().unwrap_err();
    /// assert_eq!(error.to_string(), "task_done() called too many times");
    /// ```
    #[inline]
    pub fn task_done(&self) -> Result<(), TaskDoneError> {
        self.queue.task_done()
    }

    /// Waits until all items that were put have been dealt with.
    ///
    /// As in asyncio a join that has seen the count touch zero returns, whatever is put before it
    /// runs.
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
    /// assert_eq!(queue.qsize(), 1); // task_done is tied to no get
    /// # });
    /// ```
    pub fn join(&self) -> Join<'_, S, L> {
        self.queue.join()
    }

    /// Shuts the queue down: puts fail from now on, and gets once it is empty.
    ///
    /// `immediate` drops what is queued and counts it as dealt with; joins end only if nothing else
    /// is unfinished.
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

    /// Returns the queue underneath, for what asyncio has no name for: streams, sinks, blocking
    /// calls, the count of unfinished tasks.
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
    /// Writes what asyncio's `_format` does.
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
    /// The items' `Debug` must not call the queue. Of a queue that other threads use meanwhile the
    /// parts may be of different moments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} ", S::NAME)?;
        self.format(f)?;
        f.write_str(">")
    }
}

impl<S: Named + fmt::Debug, L: Lock> fmt::Debug for Queue<S, L> {
    /// Writes `repr(q)`, such as `<Queue at 0x7ffd0a maxsize=2 _queue=[1] tasks=1>`.
    ///
    /// The items' `Debug` must not call the queue. Of a queue that other threads use meanwhile the
    /// parts may be of different moments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} at {:p} ", S::NAME, self)?;
        self.format(f)?;
        f.write_str(">")
    }
}

/// A storage whose queue has a name in asyncio, or is to have one, when it is formatted.
///
/// ```
/// use queue_compat::{LocalLock, Named, Queue, Storage};
///
/// #[derive(Debug, Default)]
/// struct Latest(Option<u8>);
///
/// impl Storage for Latest {
///     type Item = u8;
///     fn push(&mut self, item: u8) { self.0 = Some(item) }
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
