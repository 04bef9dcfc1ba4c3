use core::task::Waker;
use core::{fmt, mem};

use queue_core::{
    Capacity, Fairness, IntoItems, State, Storage, TaskDoneError, TryGetError, TryPutError,
};

use crate::wait::Wakes;
use crate::{Builder, Drain, Get, ItemSink, ItemStream, Join, Lock, Put};

/// A queue between tasks: `S` is the order in which items leave, `L` the lock.
///
/// Most programs name it by an alias, such as [`local::Queue`](crate::local::Queue) or
/// `sync::PriorityQueue`. All methods take `&self`; share it by reference, `Arc` or `Rc`, or put it
/// into a `static` with `LazyLock`.
///
/// A queue that is dropped drops its items; futures borrow it, so none can be waiting then.
///
/// ```
/// use queue_async::{Fifo, LocalLock, Queue, local};
///
/// let queue: Queue<Fifo<u8>, LocalLock> = local::Queue::bounded(2);
/// assert!(queue.is_empty());
/// ```
pub struct Queue<S: Storage, L: Lock> {
    state: L::Cell<State<S, Waker>>,
}

impl<S: Storage + Default, L: Lock> Queue<S, L> {
    /// Makes a queue that holds at most `capacity` items.
    ///
    /// # Panics
    ///
    /// If `capacity` is zero. [`new`](Self::new) takes a [`Capacity`], which cannot be.
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::bounded(1);
    /// queue.try_put('a')?;
    /// assert!(queue.is_full());
    /// # Ok::<(), queue_async::TryPutError<char>>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn bounded(capacity: usize) -> Self {
        match Capacity::try_from(capacity) {
            Ok(capacity) => Self::new(capacity),
            Err(zero) => panic!("{zero}"),
        }
    }

    /// Makes a queue that holds as many items as memory does, so that a put never waits.
    ///
    /// ```
    /// use queue_async::{Capacity, local::Queue};
    ///
    /// let queue = Queue::<u8>::unbounded();
    /// assert_eq!(queue.capacity(), Capacity::Unbounded);
    /// ```
    #[must_use]
    pub fn unbounded() -> Self {
        Self::new(Capacity::Unbounded)
    }

    /// Makes a queue of the given capacity.
    ///
    /// ```
    /// use queue_async::{Capacity, ZeroCapacity, local::Queue};
    ///
    /// let queue = Queue::<u8>::new(Capacity::try_from(64)?);
    /// assert_eq!(queue.capacity().to_string(), "64");
    /// # Ok::<(), ZeroCapacity>(())
    /// ```
    #[must_use]
    pub fn new(capacity: Capacity) -> Self {
        Self::with_storage(S::default(), capacity)
    }

    /// Returns a builder of a queue, for what the other constructors do not choose.
    ///
    /// ```
    /// use queue_async::{Fairness, local::Queue};
    ///
    /// let queue = Queue::<u8>::builder().bounded(4).fairness(Fairness::Barging).build();
    /// assert_eq!(queue.capacity().to_string(), "4");
    /// ```
    pub fn builder() -> Builder<S, L> {
        Builder::new(S::default())
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Makes a queue around a storage, whose items count as unfinished tasks.
    ///
    /// ```
    /// use queue_async::{Capacity, Fifo, local::Queue};
    ///
    /// let queue = Queue::with_storage(Fifo::from_iter([1, 2]), Capacity::Unbounded);
    /// assert_eq!((queue.len(), queue.unfinished()), (2, 2));
    /// ```
    #[must_use]
    pub fn with_storage(storage: S, capacity: Capacity) -> Self {
        Self::with_fairness(storage, capacity, Fairness::Fair)
    }

    pub(crate) fn with_fairness(storage: S, capacity: Capacity, fairness: Fairness) -> Self {
        Self { state: L::new(State::with_fairness(storage, capacity, fairness)) }
    }

    /// Puts an item, waiting for room if there is none.
    ///
    /// The put waits in line from the first poll on. O(1) beside the storage.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](crate::ShutDown) with the item if the queue was shut down before it got in.
    ///
    /// # Cancel safety
    ///
    /// A put that is dropped before its item was admitted never puts; the item is dropped with it,
    /// unless [`Put::cancel`] takes it out first. Once admitted it *has* put, even if the future was
    /// not polled since: so a timeout that fires at that moment has put. On a
    /// [barging](Fairness::Barging) queue a put that has not returned has not put.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::bounded(1);
    /// queue.put("item").await?;
    /// assert_eq!(queue.len(), 1);
    /// # Ok::<(), queue_async::ShutDown<&str>>(()) }).unwrap();
    /// ```
    pub fn put(&self, item: S::Item) -> Put<'_, S, L> {
        Put::new(self, item)
    }

    /// Gets the next item, waiting for one if there is none.
    ///
    /// The get waits in the queue's get line from the first poll on. A poll takes an item that is there,
    /// whether or not the get was notified. O(1) beside the storage. It gets one item; polled again
    /// after that it is pending for good, so make a new one for the next.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](crate::ShutDown) if the queue has been shut down and no item is left.
    ///
    /// # Cancel safety
    ///
    /// A get that is dropped loses nothing: no item is given to it before it returns, and if it had
    /// been notified the next get in line is.
    ///
    /// A get that is *kept*, notified and never polled keeps one wake: if no other get is polled, one
    /// item waits with it. So in a `select!` loop make the get anew each time round, as below, rather
    /// than hold one across long work.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// use futures::{future::FutureExt, pin_mut, select};
    ///
    /// let (jobs, ticks) = (queue_async::local::Queue::from_iter(["job"]), async {}.fuse());
    /// pin_mut!(ticks);
    /// let mut done = Vec::new();
    /// while done.is_empty() {
    ///     select! {
    ///         job = jobs.get().fuse() => done.push(job?), // a new get each time round
    ///         () = ticks => {}
    ///     }
    /// }
    /// assert_eq!(done, ["job"]);
    /// # Ok::<(), queue_async::ShutDown>(()) }).unwrap();
    /// ```
    pub fn get(&self) -> Get<'_, S, L> {
        Get::new(self)
    }

    /// Waits until the count of unfinished tasks touches zero; at zero it is ready at once.
    ///
    /// The count goes up with each put and down with each [`task_done`](Self::task_done). A join
    /// that has seen it touch zero is done, whatever is put afterwards. A shutdown ends a join only
    /// if it brings the count to zero.
    ///
    /// # Cancel safety
    ///
    /// A join that is dropped leaves nothing behind.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter(["item"]);
    /// queue.get().await?;
    /// queue.task_done().unwrap();
    /// queue.join().await;
    /// # Ok::<(), queue_async::ShutDown>(()) }).unwrap();
    /// ```
    pub fn join(&self) -> Join<'_, S, L> {
        Join::new(self)
    }

    /// Puts an item if there is room.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](TryPutError::ShutDown) after a shutdown, else [`Full`](TryPutError::Full) if
    /// there is no room or the count of unfinished tasks is at its limit. The item comes back.
    ///
    /// ```
    /// use queue_async::{TryPutError, local::Queue};
    ///
    /// let queue = Queue::bounded(1);
    /// assert_eq!(queue.try_put(1), Ok(()));
    /// assert_eq!(queue.try_put(2), Err(TryPutError::Full(2)));
    /// ```
    #[inline]
    pub fn try_put(&self, item: S::Item) -> Result<(), TryPutError<S::Item>> {
        let (mut put, mut wakes) = (queue_core::Put::new(item), Wakes::default());
        let tried = self.with(|state| state.try_put_from(&mut put, &mut wakes.0));
        tried.map_err(|error| error.with_item(put.take_item().expect("a refused put has its item")))
    }

    /// Gets the next item if there is one.
    ///
    /// # Errors
    ///
    /// [`Empty`](TryGetError::Empty) if there is none, [`ShutDown`](TryGetError::ShutDown) if there
    /// is none and the queue has been shut down.
    ///
    /// ```
    /// use queue_async::{TryGetError, local::Queue};
    ///
    /// let queue = Queue::from_iter([1]);
    /// assert_eq!(queue.try_get(), Ok(1));
    /// assert_eq!(queue.try_get(), Err(TryGetError::Empty));
    /// ```
    #[inline]
    pub fn try_get(&self) -> Result<S::Item, TryGetError> {
        let (mut item, mut wakes) = (None, Wakes::default());
        self.with(|state| state.try_get_into(&mut item, &mut wakes.0))?;
        wakes.wake();
        Ok(item.expect("a get that succeeds fills its slot"))
    }

    /// Says that one item that was put has been dealt with; at zero all joins are done.
    ///
    /// A worker that panics before it says so leaves joins waiting; if yours may, call this from the
    /// `Drop` of a value that lives as long as the work.
    ///
    /// # Errors
    ///
    /// [`TaskDoneError`] if it is called more often than items were put; nothing changes.
    ///
    /// ```
    /// use queue_async::{TaskDoneError, local::Queue};
    ///
    /// let queue = Queue::from_iter(['a']);
    /// assert_eq!(queue.task_done(), Ok(()));
    /// assert_eq!(queue.task_done(), Err(TaskDoneError));
    /// ```
    #[inline]
    pub fn task_done(&self) -> Result<(), TaskDoneError> {
        let mut wakes = Wakes::default();
        self.with(|state| state.task_done(&mut wakes.0))
    }

    /// Shuts the queue down: no more puts, and gets only until it is empty.
    ///
    /// Puts that wait get their items back, gets that wait learn of it. The count of unfinished
    /// tasks stays. To shut down again changes nothing.
    ///
    /// ```
    /// use queue_async::{TryGetError, TryPutError, local::Queue};
    ///
    /// let queue = Queue::from_iter([1]);
    /// queue.shutdown();
    /// assert_eq!(queue.try_put(2), Err(TryPutError::ShutDown(2)));
    /// assert_eq!(queue.try_get(), Ok(1));
    /// assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
    /// ```
    pub fn shutdown(&self) {
        let mut wakes = Wakes::default();
        self.with(|state| state.shutdown(&mut wakes.0));
    }

    /// Shuts the queue down and takes out what is left, as one step.
    ///
    /// What is taken out no longer counts as unfinished; if nothing else does, joins are done. It
    /// may follow [`shutdown`](Self::shutdown).
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::from_iter([1, 2]);
    /// assert!(queue.shutdown_now().eq([1, 2]));
    /// assert_eq!(queue.unfinished(), 0);
    /// ```
    pub fn shutdown_now(&self) -> IntoItems<S> {
        let mut wakes = Wakes::default();
        let items = self.with(|state| state.shutdown_now(&mut wakes.0));
        wakes.wake();
        items.into_items()
    }

    /// Returns an iterator that gets items until there is none, and never waits; it gets what it is
    /// asked for.
    ///
    /// Each item it gets makes room, and the item of a put that waits takes it. So it gets those items
    /// too, and any that are put meanwhile. For the items of this moment, take
    /// [`len`](Self::len) of them: `queue.drain().take(queue.len())`.
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::from_iter([1, 2]);
    /// assert!(queue.drain().eq([1, 2]));
    /// assert!(queue.is_empty());
    /// ```
    ///
    /// ```
    /// use futures::FutureExt;
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::bounded(1);
    /// queue.try_put(1)?;
    /// let mut put = queue.put(2);
    /// assert!((&mut put).now_or_never().is_none()); // it waits
    /// assert!(queue.drain().eq([1, 2]));
    /// assert_eq!(put.now_or_never(), Some(Ok(())));
    /// # Ok::<(), queue_async::TryPutError<u8>>(())
    /// ```
    pub fn drain(&self) -> Drain<'_, S, L> {
        Drain::new(self)
    }

    /// Gives back memory that the items and the waiting futures do not need.
    ///
    /// A queue keeps the memory of the most items, and of the most waiting futures, that it ever had.
    /// Call this after a burst. A future that waits stays where it is, and keeps the memory of those
    /// before it. The queue is held while what is left is copied.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter(0..1_000_000);
    /// queue.drain().for_each(drop);
    /// queue.shrink_to_fit();
    /// assert!(queue.is_empty());
    /// ```
    pub fn shrink_to_fit(&self) {
        self.with(State::shrink_to_fit);
    }

    /// Ends the queue and returns its items in the order in which they would have left.
    ///
    /// ```
    /// use queue_async::local::PriorityQueue;
    ///
    /// assert!(PriorityQueue::from_iter([2, 1]).into_items().eq([1, 2]));
    /// ```
    pub fn into_items(self) -> IntoItems<S> {
        L::into_inner(self.state).into_storage().into_items()
    }

    /// Returns a stream of the items that ends when the queue is shut down and empty.
    ///
    /// [`ItemStream::new`] makes one that owns an `Arc` or `Rc` of the queue.
    ///
    /// ```
    /// use futures::StreamExt;
    ///
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// queue.shutdown();
    /// assert_eq!(queue.stream().collect::<Vec<_>>().await, [1, 2]);
    /// # });
    /// ```
    pub fn stream(&self) -> ItemStream<&Self> {
        ItemStream::new(self)
    }

    /// Returns a sink for items.
    ///
    /// [`ItemSink::new`] makes one that owns an `Arc` or `Rc` of the queue.
    ///
    /// ```
    /// use futures::SinkExt;
    ///
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::unbounded();
    /// queue.sink().send_all(&mut futures::stream::iter([Ok(1), Ok(2)])).await?;
    /// assert_eq!(queue.len(), 2);
    /// # Ok::<(), queue_async::ShutDown<u8>>(()) }).unwrap();
    /// ```
    pub fn sink(&self) -> ItemSink<&Self> {
        ItemSink::new(self)
    }

    /// Shows the storage to a closure, which must not call the queue.
    ///
    /// The queue is held meanwhile: a local queue panics if it is called, a thread-safe one may
    /// deadlock.
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::from_iter([1, 2]);
    /// assert_eq!(queue.inspect(|items| items.peek().copied()), Some(1));
    /// assert_eq!(queue.inspect(|items| items.iter().sum::<i32>()), 3);
    /// ```
    pub fn inspect<R>(&self, look: impl FnOnce(&S) -> R) -> R {
        self.look(|state| look(state.storage()))
    }

    /// Returns how many items can be got.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.len(), 2);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.look(State::len)
    }

    /// Tells whether there is no item.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.is_empty(), false);
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.look(State::is_empty)
    }

    /// Tells whether a put would have to wait, were the queue not shut down.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.is_full(), false);
    /// ```
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.look(State::is_full)
    }

    /// Returns how many items the queue holds at most.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::<u8>::bounded(8);
    /// assert_eq!(queue.capacity().to_string(), "8");
    /// ```
    #[must_use]
    pub fn capacity(&self) -> Capacity {
        self.look(State::capacity)
    }

    /// Returns which way waiters wait.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.fairness(), queue_async::Fairness::Fair);
    /// ```
    #[must_use]
    pub fn fairness(&self) -> Fairness {
        self.look(State::fairness)
    }

    /// Returns the count of unfinished tasks: puts, less calls of [`task_done`](Self::task_done),
    /// less items taken out by [`shutdown_now`](Self::shutdown_now), and never below zero.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.unfinished(), 2);
    /// ```
    #[must_use]
    pub fn unfinished(&self) -> usize {
        self.look(State::unfinished)
    }

    /// Tells whether the queue has been shut down.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.is_shutdown(), false);
    /// ```
    #[must_use]
    pub fn is_shutdown(&self) -> bool {
        self.look(State::is_shutdown)
    }

    /// Returns the number of gets that wait and have not been notified.
    ///
    /// ```
    /// use futures::FutureExt;
    ///
    /// let queue = queue_async::local::Queue::<u8>::unbounded();
    /// let mut get = queue.get();
    /// assert!((&mut get).now_or_never().is_none());
    /// assert_eq!(queue.waiting_getters(), 1);
    /// ```
    #[must_use]
    pub fn waiting_getters(&self) -> usize {
        self.look(State::waiting_getters)
    }

    /// Returns the number of puts that wait and have not been notified.
    ///
    /// ```
    /// use futures::FutureExt;
    ///
    /// let queue = queue_async::local::Queue::bounded(1);
    /// queue.try_put('a').unwrap();
    /// let mut put = queue.put('b');
    /// assert!((&mut put).now_or_never().is_none());
    /// assert_eq!(queue.waiting_putters(), 1);
    /// ```
    #[must_use]
    pub fn waiting_putters(&self) -> usize {
        self.look(State::waiting_putters)
    }

    /// Returns the number of joins that wait and have not been notified.
    ///
    /// ```
    /// use futures::FutureExt;
    ///
    /// let queue = queue_async::local::Queue::from_iter([1]);
    /// let mut join = queue.join();
    /// assert!((&mut join).now_or_never().is_none());
    /// assert_eq!(queue.waiting_joiners(), 1);
    /// ```
    #[must_use]
    pub fn waiting_joiners(&self) -> usize {
        self.look(State::waiting_joiners)
    }

    /// Shows the state. A panic in `f` leaves it as it was.
    fn look<R>(&self, f: impl FnOnce(&State<S, Waker>) -> R) -> R {
        f(&L::lock(&self.state))
    }

    /// Lends the state. Nothing of the user's may run in `f` but what the crate's docs name.
    #[inline]
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut State<S, Waker>) -> R) -> R {
        let state = L::lock(&self.state);
        // Not before: a call from within the same queue panics there, and the outer one recovers.
        let recovery = Recovery(self);
        let result = {
            let mut state = state;
            f(&mut state)
        };
        mem::forget(recovery);
        result
    }
}

/// Wakes all that may have missed a wake, should a panic come out of the state.
struct Recovery<'a, S: Storage, L: Lock>(&'a Queue<S, L>);

impl<S: Storage, L: Lock> Drop for Recovery<'_, S, L> {
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        let mut wakes = Wakes::default();
        L::lock(&self.0.state).recover(&mut wakes.0);
    }
}

impl<S: Storage + Default, L: Lock> Default for Queue<S, L> {
    /// Makes an unbounded queue.
    fn default() -> Self {
        Self::unbounded()
    }
}

impl<S: Storage + FromIterator<S::Item>, L: Lock> FromIterator<S::Item> for Queue<S, L> {
    /// Makes an unbounded queue of the items.
    fn from_iter<I: IntoIterator<Item = S::Item>>(items: I) -> Self {
        Self::with_storage(items.into_iter().collect(), Capacity::Unbounded)
    }
}

impl<S: Storage, L: Lock> From<S> for Queue<S, L> {
    /// Makes an unbounded queue around a storage.
    fn from(storage: S) -> Self {
        Self::with_storage(storage, Capacity::Unbounded)
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Queue<S, L> {
    /// Shows the counts, not the items.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (len, capacity, unfinished, is_shutdown) = self
            .look(|state| (state.len(), state.capacity(), state.unfinished(), state.is_shutdown()));
        f.debug_struct("Queue")
            .field("len", &len)
            .field("capacity", &capacity)
            .field("unfinished", &unfinished)
            .field("is_shutdown", &is_shutdown)
            .finish_non_exhaustive()
    }
}
