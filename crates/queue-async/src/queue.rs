use core::task::Waker;
use core::{fmt, mem};

use queue_core::{
    Capacity, Fairness, IntoItems, State, Storage, TaskDoneError, TryGetError, TryPutError,
};

#[cfg(feature = "tracing")]
use crate::trace::Trace;
use crate::wait::Wakes;
use crate::{Builder, Drain, Get, ItemSink, ItemStream, Join, Lock, Put};

/// A queue between tasks. Most programs name it by an alias, such as `sync::Queue<T>` or
/// [`local::Queue<T>`](crate::local::Queue).
///
/// `S` is the storage, which decides the order of items, and `L` the lock.
///
/// All methods take `&self`. A queue is not `Clone`: share it as `&Queue`, `Arc<Queue>` or `Rc<Queue>`, or in
/// a `static` with `LazyLock`. For senders and receivers that shut it down see [`into_ends`](Self::into_ends).
///
/// A queue that is dropped drops its items. Its futures borrow it or own a handle of it, so no future can be
/// waiting then.
///
/// ```
/// use queue_async::local::Queue;
///
/// let queue = Queue::bounded(2);
/// queue.try_put('a')?;
/// assert_eq!(queue.try_get(), Ok('a'));
/// # Ok::<(), queue_async::TryPutError<char>>(())
/// ```
#[doc(alias("channel", "mpmc", "mpsc"))]
pub struct Queue<S: Storage, L: Lock> {
    state: L::Cell<State<S, Waker>>,
    #[cfg(feature = "tracing")]
    trace: Trace,
}

impl<S: Storage + Default, L: Lock> Queue<S, L> {
    /// Makes a queue that holds at most `capacity` items.
    ///
    /// # Panics
    ///
    /// Panics if `capacity` is zero. To handle that case as an error, use [`new`](Self::new).
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
        Self::builder().bounded(capacity).build()
    }

    /// Makes a queue without a limit: a put never waits.
    ///
    /// ```
    /// use queue_async::{Capacity, local::Queue};
    ///
    /// let queue = Queue::<u8>::unbounded();
    /// assert_eq!(queue.capacity(), Capacity::Unbounded);
    /// ```
    #[must_use]
    #[cfg_attr(feature = "tracing", track_caller)]
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
    #[cfg_attr(feature = "tracing", track_caller)]
    pub fn new(capacity: Capacity) -> Self {
        Self::with_storage(S::default(), capacity)
    }

    /// Makes a queue that stores no item: a put waits until a get takes its item.
    ///
    /// It is always [fair](Fairness::Fair). `try_put` and `put_all` have no room to put into, even while a get
    /// waits, and no room can be reserved. Puts are served in the order of arrival, whatever the storage. The
    /// capacity of such a queue cannot be changed.
    ///
    /// ```
    /// use futures::FutureExt;
    /// use queue_async::{TryPutError, local::Queue};
    ///
    /// let queue = Queue::rendezvous();
    /// assert_eq!(queue.try_put('a'), Err(TryPutError::Full('a')));
    /// let mut put = queue.put('b');
    /// assert!((&mut put).now_or_never().is_none()); // it waits for a get
    /// assert_eq!(queue.try_get(), Ok('b'));
    /// assert_eq!(put.now_or_never(), Some(Ok(())));
    /// ```
    #[doc(alias("zero", "handoff", "synchronous"))]
    #[must_use]
    #[cfg_attr(feature = "tracing", track_caller)]
    pub fn rendezvous() -> Self {
        Self::new(Capacity::Rendezvous)
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
    /// Makes a queue around a storage. Its items count as unfinished tasks.
    ///
    /// ```
    /// use queue_async::{Capacity, Fifo, local::Queue};
    ///
    /// let queue = Queue::with_storage(Fifo::from_iter([1, 2]), Capacity::Unbounded);
    /// assert_eq!((queue.len(), queue.unfinished()), (2, 2));
    /// ```
    #[must_use]
    #[cfg_attr(feature = "tracing", track_caller)]
    pub fn with_storage(storage: S, capacity: Capacity) -> Self {
        Self::with_fairness(storage, capacity, Fairness::Fair)
    }

    #[cfg_attr(feature = "tracing", track_caller)]
    pub(crate) fn with_fairness(storage: S, capacity: Capacity, fairness: Fairness) -> Self {
        let state = State::with_fairness(storage, capacity, fairness);
        Self {
            #[cfg(feature = "tracing")]
            trace: Trace::new(&state),
            state: L::new(state),
        }
    }

    /// Puts an item, waiting for room if there is none.
    ///
    /// The put waits in the queue's put line from its first poll on. O(1), plus the cost of the storage.
    /// [`Put::new`] makes a put that owns an `Arc` or `Rc` of the queue.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](crate::PutError::ShutDown), which has the item, if the queue was shut down before
    /// the item got in. Fails with [`Refused`](crate::PutError::Refused) if the storage refuses the item, which
    /// none of this crate does.
    ///
    /// # Cancel safety
    ///
    /// A put that is dropped before its item was admitted never puts. The item is dropped with it, unless
    /// [`Put::cancel`] takes it out first.
    ///
    /// Once its item was admitted the put *has* put, even if the future has not been polled since. So a
    /// timeout that fires at that moment has put. On a [barging](Fairness::Barging) queue a put that has not
    /// returned has not put.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::bounded(1);
    /// queue.put("item").await?;
    /// assert_eq!(queue.len(), 1);
    /// # Ok::<(), queue_async::PutError<&str>>(()) }).unwrap();
    /// ```
    #[doc(alias("send", "push", "enqueue"))]
    pub fn put(&self, item: S::Item) -> Put<&Self> {
        Put::new(self, item)
    }

    /// Gets the next item, waiting for one if there is none.
    ///
    /// The get waits in the queue's get line from its first poll on. Any poll takes an item that is there,
    /// whether or not the get was notified. It gets one item; make a new get for the next. O(1), plus
    /// the cost of the storage. [`Get::new`] makes a get that owns an `Arc` or `Rc` of the queue.
    ///
    /// A get that is ready never yields. So a `while let Ok(item) = queue.get().await` on a queue that never
    /// runs empty keeps its thread, and a timeout around that loop never fires. Let the loop yield, for
    /// example with `tokio::task::yield_now` or, for each get, `tokio::task::coop::cooperative`.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](crate::ShutDown) if the queue has been shut down and no item is left.
    ///
    /// # Cancel safety
    ///
    /// A get that is dropped loses nothing. No item belongs to it before it returns. If it had been
    /// notified, the next get in line is notified.
    ///
    /// A get that is notified and then kept without a poll keeps one wake. If no other get is polled, one
    /// item waits with it. So in a `select!` loop make a new get each time round, and do not hold one across
    /// long work.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter(["item"]);
    /// assert_eq!(queue.get().await?, "item");
    /// # Ok::<(), queue_async::ShutDown>(()) }).unwrap();
    /// ```
    #[doc(alias("recv", "receive", "pop", "dequeue"))]
    pub fn get(&self) -> Get<&Self> {
        Get::new(self)
    }

    /// Waits until the count of unfinished tasks reaches zero. At zero it is ready at once.
    ///
    /// The count goes up with each put and down with each [`task_done`](Self::task_done). Once it has
    /// reached zero, a waiting join is ready, whatever is put before it is polled. A shutdown ends a join
    /// only if it brings the count to zero. [`Join::new`] makes a join that owns an `Arc` or `Rc` of the queue.
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
    pub fn join(&self) -> Join<&Self> {
        Join::new(self)
    }

    /// Puts an item if there is room.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](TryPutError::ShutDown) after a shutdown. Otherwise fails with
    /// [`Full`](TryPutError::Full) if there is no room, or if the count of unfinished tasks is `usize::MAX`, and
    /// with [`Refused`](TryPutError::Refused) if the storage refuses the item. Each error has the item.
    ///
    /// ```
    /// use queue_async::{TryPutError, local::Queue};
    ///
    /// let queue = Queue::bounded(1);
    /// assert_eq!(queue.try_put(1), Ok(()));
    /// assert_eq!(queue.try_put(2), Err(TryPutError::Full(2)));
    /// ```
    #[doc(alias("put_nowait", "try_send", "offer"))]
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
    /// If there is no item, fails with [`ShutDown`](TryGetError::ShutDown) after a shutdown, and otherwise
    /// with [`Empty`](TryGetError::Empty).
    ///
    /// ```
    /// use queue_async::{TryGetError, local::Queue};
    ///
    /// let queue = Queue::from_iter([1]);
    /// assert_eq!(queue.try_get(), Ok(1));
    /// assert_eq!(queue.try_get(), Err(TryGetError::Empty));
    /// ```
    #[doc(alias("get_nowait", "try_recv"))]
    #[inline]
    pub fn try_get(&self) -> Result<S::Item, TryGetError> {
        let (mut item, mut wakes) = (None, Wakes::default());
        self.with(|state| state.try_get_into(&mut item, &mut wakes.0))?;
        wakes.wake();
        Ok(item.expect("a get that succeeds fills its slot"))
    }

    /// Counts one item as done. When the count of unfinished tasks reaches zero, all joins are ready.
    ///
    /// Call it once for each item that was got, when the work on it is done. A worker that panics before
    /// that leaves joins waiting: if yours may panic, call this from the `Drop` of a value that lives as long
    /// as the work.
    ///
    /// # Errors
    ///
    /// Fails with [`TaskDoneError`] if it is called more often than items were put. Nothing changes then.
    ///
    /// ```
    /// use queue_async::{TaskDoneError, local::Queue};
    ///
    /// let queue = Queue::from_iter(['a']);
    /// assert_eq!(queue.task_done(), Ok(()));
    /// assert_eq!(queue.task_done(), Err(TaskDoneError));
    /// ```
    #[doc(alias("ack", "done"))]
    #[inline]
    pub fn task_done(&self) -> Result<(), TaskDoneError> {
        let mut wakes = Wakes::default();
        self.with(|state| state.task_done(&mut wakes.0))
    }

    /// Shuts the queue down: puts fail, and gets fail once the queue is empty.
    ///
    /// Waiting puts fail and have their items back. Waiting gets fail, unless a [permit](Self::reserve) is
    /// left: they wait on until it has put or is dropped. The count of unfinished tasks stays,
    /// and joins wait on. A second shutdown changes nothing.
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
    #[doc(alias = "close")]
    pub fn shutdown(&self) {
        let mut wakes = Wakes::default();
        self.with(|state| state.shutdown(&mut wakes.0));
    }

    /// Shuts the queue down and returns the items that are left, as one step.
    ///
    /// These items no longer count as unfinished. If none other does, joins are ready. It may follow a
    /// [`shutdown`](Self::shutdown).
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::from_iter([1, 2]);
    /// assert!(queue.shutdown_now().eq([1, 2]));
    /// assert_eq!(queue.unfinished(), 0);
    /// ```
    #[doc(alias("close", "abort"))]
    pub fn shutdown_now(&self) -> IntoItems<S> {
        let mut wakes = Wakes::default();
        let items = self.with(|state| state.shutdown_now(&mut wakes.0));
        wakes.wake();
        items.into_items()
    }

    /// Returns an iterator that gets items until there is none. It never waits.
    ///
    /// It gets an item each time it is asked for one. Each item that it gets makes room, which the item of a
    /// waiting put takes. So it also gets the items of waiting puts, and those that are put meanwhile. For no
    /// more items than there are now, use `queue.drain().take(queue.len())`.
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
    #[doc(alias("clear", "flush"))]
    pub fn drain(&self) -> Drain<'_, S, L> {
        Drain::new(self)
    }

    /// Gives back memory that the items and the waiting futures do not need.
    ///
    /// A queue keeps the memory of the most items, and of the most waiting futures, that it ever had.
    /// Call this after a burst. A waiting future keeps its slot, and with it the memory of the slots before
    /// it. The items are copied while the queue is held.
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

    /// Consumes the queue and returns its items in the order in which they leave.
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
    /// [`ItemStream::new`] makes one that owns an `Arc` or `Rc` of the queue. A stream of ready items never
    /// yields, as [`get`](Self::get) does not.
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
    /// # Ok::<(), queue_async::PutError<u8>>(()) }).unwrap();
    /// ```
    pub fn sink(&self) -> ItemSink<&Self> {
        ItemSink::new(self)
    }

    /// Calls a closure with the storage, to look at the items.
    ///
    /// The queue is held meanwhile, and the closure must not call it: a local queue panics then, and a sync
    /// queue may deadlock.
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::from_iter([1, 2]);
    /// assert_eq!(queue.inspect(|items| items.peek().copied()), Some(1));
    /// assert_eq!(queue.inspect(|items| items.iter().sum::<i32>()), 3);
    /// ```
    #[doc(alias = "peek")]
    pub fn inspect<R>(&self, look: impl FnOnce(&S) -> R) -> R {
        self.look(|state| look(state.storage()))
    }

    /// Returns the number of items in the queue.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.len(), 2);
    /// ```
    #[doc(alias = "qsize")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.look(State::len)
    }

    /// Returns whether there is no item.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.is_empty(), false);
    /// ```
    #[doc(alias = "empty")]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.look(State::is_empty)
    }

    /// Returns whether there is no room. A shutdown does not change the answer.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.is_full(), false);
    /// ```
    #[doc(alias = "full")]
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.look(State::is_full)
    }

    /// Returns how many items the queue holds at most, not how much room is left.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::<u8>::bounded(8);
    /// assert_eq!(queue.capacity().to_string(), "8");
    /// ```
    #[doc(alias("maxsize", "max_capacity"))]
    #[must_use]
    pub fn capacity(&self) -> Capacity {
        self.look(State::capacity)
    }

    /// Returns the way of waiting.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.fairness(), queue_async::Fairness::Fair);
    /// ```
    #[must_use]
    pub fn fairness(&self) -> Fairness {
        self.look(State::fairness)
    }

    /// Returns the count of unfinished tasks.
    ///
    /// It is the number of puts, plus the items that the queue was made of, minus the calls of
    /// [`task_done`](Self::task_done), minus the items that [`shutdown_now`](Self::shutdown_now) returned. It
    /// is never below zero.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.unfinished(), 2);
    /// ```
    #[must_use]
    pub fn unfinished(&self) -> usize {
        self.look(State::unfinished)
    }

    /// Returns how much the items weigh: in most queues each weighs one.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter(['a', 'b']);
    /// assert_eq!(queue.weight(), 2);
    /// ```
    #[must_use]
    pub fn weight(&self) -> usize {
        self.look(State::weight)
    }

    /// Returns how much room belongs to permits: see [`reserve`](Self::reserve).
    ///
    /// ```
    /// let queue = queue_async::local::Queue::<u8>::bounded(2);
    /// let permit = queue.try_reserve();
    /// assert_eq!((queue.reserved(), queue.len()), (1, 0));
    /// drop(permit);
    /// assert_eq!(queue.reserved(), 0);
    /// ```
    #[must_use]
    pub fn reserved(&self) -> usize {
        self.look(State::reserved)
    }

    /// Returns whether the queue has been shut down.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::from_iter([1, 2]);
    /// assert_eq!(queue.is_shutdown(), false);
    /// ```
    #[doc(alias = "is_closed")]
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
    /// A put of several items counts as one, and a reserve counts too.
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

    /// Lends the state to be read.
    pub(crate) fn look<R>(&self, f: impl FnOnce(&State<S, Waker>) -> R) -> R {
        f(&L::lock(&self.state))
    }

    /// Lends the state to be changed. Of the user's code only what the crate's docs name may run in `f`.
    #[inline]
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut State<S, Waker>) -> R) -> R {
        let state = L::lock(&self.state);
        // Not before the lock: a call from within the same queue panics there, and the outer call recovers.
        let recovery = Recovery(self);
        #[cfg(feature = "tracing")]
        let mut looks = [None; 2];
        let result = {
            let mut state = state;
            #[cfg(feature = "tracing")]
            (looks[0] = self.trace.look(&state));
            let result = f(&mut state);
            #[cfg(feature = "tracing")]
            (looks[1] = self.trace.look(&state));
            result
        };
        mem::forget(recovery);
        #[cfg(feature = "tracing")]
        self.trace.tell(looks);
        result
    }
}

/// Wakes every operation that may have missed a wake, if it is dropped by a panic.
struct Recovery<'a, S: Storage, L: Lock>(&'a Queue<S, L>);

impl<S: Storage, L: Lock> Drop for Recovery<'_, S, L> {
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        let mut wakes = Wakes::default();
        L::lock(&self.0.state).recover(&mut wakes.0);
        #[cfg(feature = "tracing")]
        self.0.trace.tell([None, self.0.look(|state| self.0.trace.look(state))]);
    }
}

impl<S: Storage + Default, L: Lock> Default for Queue<S, L> {
    /// Makes an unbounded queue.
    #[cfg_attr(feature = "tracing", track_caller)]
    fn default() -> Self {
        Self::unbounded()
    }
}

impl<S: Storage + FromIterator<S::Item>, L: Lock> FromIterator<S::Item> for Queue<S, L> {
    /// Makes an unbounded queue of the items.
    #[cfg_attr(feature = "tracing", track_caller)]
    fn from_iter<I: IntoIterator<Item = S::Item>>(items: I) -> Self {
        Self::with_storage(items.into_iter().collect(), Capacity::Unbounded)
    }
}

impl<S: Storage, L: Lock> From<S> for Queue<S, L> {
    /// Makes an unbounded queue around a storage.
    #[cfg_attr(feature = "tracing", track_caller)]
    fn from(storage: S) -> Self {
        Self::with_storage(storage, Capacity::Unbounded)
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Queue<S, L> {
    /// Shows the counts, not the items.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Read first: the formatter may write to something that uses the queue.
        let (capacity, fairness, is_shutdown, counts) = self.look(|state| {
            let waiting = [
                ("waiting_getters", state.waiting_getters()),
                ("waiting_putters", state.waiting_putters()),
                ("waiting_joiners", state.waiting_joiners()),
            ];
            let counts = (state.len(), state.unfinished(), waiting);
            (state.capacity(), state.fairness(), state.is_shutdown(), counts)
        });
        let (len, unfinished, waiting) = counts;
        let mut debug = f.debug_struct("Queue");
        debug.field("len", &len).field("capacity", &capacity).field("fairness", &fairness);
        debug.field("unfinished", &unfinished).field("is_shutdown", &is_shutdown);
        for (name, count) in &waiting {
            debug.field(name, count);
        }
        debug.finish_non_exhaustive()
    }
}
