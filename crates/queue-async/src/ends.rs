use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::{fmt, ptr};

use queue_core::Storage;

use crate::{Lock, Queue};

/// An end of a queue that puts. The last one that is dropped shuts the queue down.
///
/// [`Queue::into_ends`] makes the first one, and clones are the others. It has all methods of the [`Queue`].
///
/// After the last sender is gone, gets take the items that are left, and then fail:
///
/// ```
/// use queue_async::local::Queue;
///
/// let (sender, receiver) = Queue::bounded(4).into_ends();
/// sender.try_put('a')?;
/// drop(sender);
/// assert_eq!(receiver.try_get(), Ok('a'));
/// assert_eq!(receiver.try_get(), Err(queue_async::TryGetError::ShutDown));
/// # Ok::<(), queue_async::TryPutError<char>>(())
/// ```
#[doc(alias = "producer")]
pub struct Sender<S: Storage, L: Lock> {
    // Beside the side, which has it too: each call goes through it.
    queue: L::Shared<Queue<S, L>>,
    side: L::Shared<SenderSide<S, L>>,
}

/// An end of a queue that gets. The last one that is dropped shuts the queue down at once.
///
/// [`Queue::into_ends`] makes the first one, and clones are the others. It has all methods of the [`Queue`].
///
/// After the last receiver is gone, puts fail, waiting puts too. The items that are left are dropped, and no
/// longer count as unfinished. To have them instead, call [`shutdown_now`](Queue::shutdown_now) first.
///
/// ```
/// use queue_async::{TryPutError, local::Queue};
///
/// let (sender, receiver) = Queue::bounded(4).into_ends();
/// drop(receiver);
/// assert_eq!(sender.try_put('a'), Err(TryPutError::ShutDown('a')));
/// ```
#[doc(alias = "consumer")]
pub struct Receiver<S: Storage, L: Lock> {
    queue: L::Shared<Queue<S, L>>,
    side: L::Shared<ReceiverSide<S, L>>,
}

/// A reference to a [`Sender`] that does not keep the queue open.
///
/// ```
/// use queue_async::local::Queue;
///
/// let (sender, _receiver) = Queue::<u8>::bounded(4).into_ends();
/// let weak = sender.downgrade();
/// assert!(weak.upgrade().is_some());
/// drop(sender);
/// assert!(weak.upgrade().is_none());
/// ```
pub struct WeakSender<S: Storage, L: Lock>(L::Weak<SenderSide<S, L>>);

/// A reference to a [`Receiver`] that does not keep the queue open.
///
/// ```
/// use queue_async::local::Queue;
///
/// let (_sender, receiver) = Queue::<u8>::bounded(4).into_ends();
/// let weak = receiver.downgrade();
/// drop(receiver);
/// assert!(weak.upgrade().is_none());
/// ```
pub struct WeakReceiver<S: Storage, L: Lock>(L::Weak<ReceiverSide<S, L>>);

/// What the senders of a queue share: the queue, and the other side to count it.
struct SenderSide<S: Storage, L: Lock>(L::Shared<Queue<S, L>>, L::Weak<ReceiverSide<S, L>>);

/// What the receivers of a queue share: the queue, and the other side to count it.
struct ReceiverSide<S: Storage, L: Lock>(L::Shared<Queue<S, L>>, L::Weak<SenderSide<S, L>>);

impl<S: Storage, L: Lock> Drop for SenderSide<S, L> {
    fn drop(&mut self) {
        self.0.shutdown();
    }
}

impl<S: Storage, L: Lock> Drop for ReceiverSide<S, L> {
    fn drop(&mut self) {
        // Taking the items out may panic in a storage: the queue has ended all the same.
        let _end = End(&self.0);
        drop(self.0.shutdown_now());
    }
}

/// Shuts its queue down when it is dropped.
struct End<'a, S: Storage, L: Lock>(&'a Queue<S, L>);

impl<S: Storage, L: Lock> Drop for End<'_, S, L> {
    fn drop(&mut self) {
        self.0.shutdown();
    }
}

/// A queue is consistent after a panic.
impl<S: Storage, L: Lock> RefUnwindSafe for SenderSide<S, L> {}

/// A queue is consistent after a panic.
impl<S: Storage, L: Lock> RefUnwindSafe for ReceiverSide<S, L> {}

impl<S: Storage, L: Lock> UnwindSafe for WeakSender<S, L> {}

/// A queue is consistent after a panic.
impl<S: Storage, L: Lock> RefUnwindSafe for WeakSender<S, L> {}

impl<S: Storage, L: Lock> UnwindSafe for WeakReceiver<S, L> {}

/// A queue is consistent after a panic.
impl<S: Storage, L: Lock> RefUnwindSafe for WeakReceiver<S, L> {}

impl<S: Storage, L: Lock> Sender<S, L> {
    fn new(side: L::Shared<SenderSide<S, L>>) -> Self {
        Self { queue: side.0.clone(), side }
    }

    /// Returns a reference that does not keep the queue open.
    #[must_use]
    pub fn downgrade(&self) -> WeakSender<S, L> {
        WeakSender(L::downgrade(&self.side))
    }

    /// Returns the number of senders.
    ///
    /// ```
    /// let (sender, _receiver) = queue_async::local::Queue::<u8>::bounded(4).into_ends();
    /// let other = sender.clone();
    /// assert_eq!(other.senders(), 2);
    /// ```
    #[doc(alias = "strong_count")]
    #[must_use]
    pub fn senders(&self) -> usize {
        L::count(&self.side)
    }

    /// Returns the number of receivers. At zero the queue has been shut down, or is about to be.
    ///
    /// To wait for that, use [`until_shutdown`](Queue::until_shutdown).
    ///
    /// ```
    /// let (sender, receiver) = queue_async::local::Queue::<u8>::bounded(4).into_ends();
    /// assert_eq!(sender.receivers(), 1);
    /// drop(receiver);
    /// assert_eq!(sender.receivers(), 0);
    /// ```
    #[must_use]
    pub fn receivers(&self) -> usize {
        L::count_weak(&self.side.1)
    }

    /// Returns whether the two are ends of the same queue.
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let (one, _one) = Queue::<u8>::bounded(4).into_ends();
    /// let (other, _other) = Queue::<u8>::bounded(4).into_ends();
    /// assert!(one.same_queue(&one.clone()) && !one.same_queue(&other));
    /// ```
    #[doc(alias = "same_channel")]
    #[must_use]
    pub fn same_queue(&self, other: &Self) -> bool {
        ptr::eq::<Queue<S, L>>(&**self, &**other)
    }
}

impl<S: Storage, L: Lock> Receiver<S, L> {
    fn new(side: L::Shared<ReceiverSide<S, L>>) -> Self {
        Self { queue: side.0.clone(), side }
    }

    /// Returns a reference that does not keep the queue open.
    #[must_use]
    pub fn downgrade(&self) -> WeakReceiver<S, L> {
        WeakReceiver(L::downgrade(&self.side))
    }

    /// Returns the number of receivers.
    ///
    /// ```
    /// let (_sender, receiver) = queue_async::local::Queue::<u8>::bounded(4).into_ends();
    /// let other = receiver.clone();
    /// assert_eq!(other.receivers(), 2);
    /// ```
    #[must_use]
    pub fn receivers(&self) -> usize {
        L::count(&self.side)
    }

    /// Returns the number of senders. At zero the queue has been shut down, or is about to be.
    ///
    /// ```
    /// let (sender, receiver) = queue_async::local::Queue::<u8>::bounded(4).into_ends();
    /// let other = sender.clone();
    /// assert_eq!(receiver.senders(), 2);
    /// drop((sender, other));
    /// assert_eq!(receiver.senders(), 0);
    /// ```
    #[doc(alias = "sender_strong_count")]
    #[must_use]
    pub fn senders(&self) -> usize {
        L::count_weak(&self.side.1)
    }

    /// Returns whether the two are ends of the same queue; see [`Sender::same_queue`].
    #[doc(alias = "same_channel")]
    #[must_use]
    pub fn same_queue(&self, other: &Self) -> bool {
        ptr::eq::<Queue<S, L>>(&**self, &**other)
    }
}

impl<S: Storage, L: Lock> WeakSender<S, L> {
    /// Returns a sender, or `None` if the last one is gone.
    ///
    /// `None` may come a moment before the queue is shut down, if another thread is just dropping the last one.
    #[must_use]
    pub fn upgrade(&self) -> Option<Sender<S, L>> {
        L::upgrade(&self.0).map(Sender::new)
    }
}

impl<S: Storage, L: Lock> WeakReceiver<S, L> {
    /// Returns a receiver, or `None` if the last one is gone.
    ///
    /// `None` may come a moment before the queue is shut down, if another thread is just dropping the last one.
    #[must_use]
    pub fn upgrade(&self) -> Option<Receiver<S, L>> {
        L::upgrade(&self.0).map(Receiver::new)
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Gives the queue two ends, which shut it down when they are gone.
    ///
    /// - When the last [`Sender`] is dropped, the queue is [shut down](Self::shutdown).
    /// - When the last [`Receiver`] is dropped, it is [shut down at once](Self::shutdown_now), and the items that
    ///   are left are dropped.
    ///
    /// Any queue can have ends: of any order, bounded or not, fair or barging. Keep both: in
    /// `let (sender, _) = ...` the receiver is dropped at once.
    ///
    /// Either end learns that the other side is gone by [`until_shutdown`](Self::until_shutdown), as a channel's
    /// `closed`. It also ends by a [`shutdown`](Self::shutdown) of either end.
    ///
    /// To drop a last end is to call the queue. So do not drop one while the queue is held, as in the closure of
    /// [`inspect`](Self::inspect) or with an item that a [`Storage`] drops. An item that owns a receiver of its
    /// own queue is a cycle, which lives until another receiver gets the item.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// use queue_async::local::Queue;
    ///
    /// let (sender, receiver) = Queue::bounded(4).into_ends();
    /// let send = async move {
    ///     for n in 0..10 {
    ///         sender.put(n).await?;
    ///     }
    ///     Ok::<(), queue_async::PutError<u32>>(()) // the sender is dropped here
    /// };
    /// let receive = async {
    ///     let mut sum = 0;
    ///     while let Ok(n) = receiver.get().await {
    ///         sum += n;
    ///     }
    ///     sum
    /// };
    /// assert_eq!(futures::join!(send, receive), (Ok(()), 45));
    /// # });
    /// ```
    #[doc(alias("channel", "split", "into_split"))]
    #[must_use = "the ends shut the queue down when they are dropped"]
    pub fn into_ends(self) -> (Sender<S, L>, Receiver<S, L>) {
        let queue = L::share(self);
        let mut receivers = None;
        let senders = L::share_cyclic(|senders| {
            let side = L::share(ReceiverSide(queue.clone(), senders.clone()));
            let others = L::downgrade(&side);
            receivers = Some(side);
            SenderSide(queue, others)
        });
        let receivers = receivers.expect("the other side has been made");
        (Sender::new(senders), Receiver::new(receivers))
    }
}

impl<S: Storage, L: Lock> Deref for Sender<S, L> {
    type Target = Queue<S, L>;

    #[inline]
    fn deref(&self) -> &Queue<S, L> {
        &self.queue
    }
}

impl<S: Storage, L: Lock> Deref for Receiver<S, L> {
    type Target = Queue<S, L>;

    #[inline]
    fn deref(&self) -> &Queue<S, L> {
        &self.queue
    }
}

impl<S: Storage, L: Lock> Clone for Sender<S, L> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), side: self.side.clone() }
    }
}

impl<S: Storage, L: Lock> Clone for Receiver<S, L> {
    fn clone(&self) -> Self {
        Self { queue: self.queue.clone(), side: self.side.clone() }
    }
}

impl<S: Storage, L: Lock> Clone for WeakSender<S, L> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S: Storage, L: Lock> Clone for WeakReceiver<S, L> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Sender<S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("queue", &**self).finish_non_exhaustive()
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Receiver<S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("queue", &**self).finish_non_exhaustive()
    }
}

impl<S: Storage, L: Lock> fmt::Debug for WeakSender<S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakSender").finish_non_exhaustive()
    }
}

impl<S: Storage, L: Lock> fmt::Debug for WeakReceiver<S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakReceiver").finish_non_exhaustive()
    }
}
