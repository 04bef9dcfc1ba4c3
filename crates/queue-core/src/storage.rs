mod aging;
mod fifo;
mod heap_order;
mod lifo;
mod priority;
mod round_robin;
#[cfg(feature = "serde")]
mod serialize;
mod weighed;

use crate::Pushed;
#[cfg(doc)]
use crate::State;

pub use aging::Aging;
pub use fifo::Fifo;
pub use heap_order::HeapOrder;
pub use lifo::Lifo;
pub use priority::Priority;
pub use round_robin::RoundRobin;
pub use weighed::Weighed;

/// What keeps the items of a queue and decides in which order they leave.
///
/// In asyncio a subclass does this with `_init`, `_put` and `_get`. Implement it for an order of your own.
///
/// # What becomes of an item
///
/// - A `push` says what became of its item, and the count of unfinished tasks follows: see [`Pushed`].
/// - A `pop` that returns an item may take more or fewer than one off `len`.
/// - A `pop` that returns `None` means that the queue is empty, whatever `len` is. It must not change
///   `len`: the queue notifies no put of that room.
/// - In a barging queue, room beyond that of one item is passed on when notified operations are polled. Until
///   then a newcomer may take it.
///
/// # Weight
///
/// The capacity bounds the [`weight`](Self::weight) of the items, which by default is their number. See
/// [`Weighed`](crate::Weighed) for items that count by their bytes.
///
/// # Calls and panics
///
/// The methods run while the queue is held. They must not call their own queue, and what they drop is
/// dropped there. `len` must not panic. If another method panics, the item that it was given may be lost,
/// and nothing else is. In a fair queue a get that makes room pushes the item of the oldest waiting put;
/// a panic of that `push` comes out of the get.
///
/// ```
/// use queue_core::{Pushed, State, Storage, Waiters};
///
/// /// Holds the newest item only.
/// #[derive(Default)]
/// struct Latest(Option<u32>);
///
/// impl Storage for Latest {
///     type Item = u32;
///     fn push(&mut self, item: u32) -> Pushed<u32> {
///         self.0.replace(item).map_or(Pushed::Stored, Pushed::Displaced)
///     }
///     fn pop(&mut self) -> Option<u32> {
///         self.0.take()
///     }
///     fn len(&self) -> usize {
///         self.0.iter().len()
///     }
///     fn take(&mut self) -> Self {
///         std::mem::take(self)
///     }
/// }
///
/// let mut state = State::<Latest, ()>::default();
/// let mut notified = Waiters::default();
/// state.try_put(1, &mut notified)?;
/// state.try_put(2, &mut notified)?;
/// assert_eq!((state.len(), state.unfinished()), (1, 1));
/// # Ok::<(), queue_core::TryPutError<u32>>(())
/// ```
pub trait Storage {
    /// The type of the items.
    type Item;

    /// Stores an item, and says what became of it.
    fn push(&mut self, item: Self::Item) -> Pushed<Self::Item>;

    /// Removes and returns the item that leaves next, or `None` if there is none.
    fn pop(&mut self) -> Option<Self::Item>;

    /// Returns how many items there are.
    fn len(&self) -> usize;

    /// Returns whether there is no item.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how much room an item takes. By default one.
    ///
    /// Zero counts as one. It must not depend on anything but the item.
    fn weigh(&self, item: &Self::Item) -> usize {
        let _ = item;
        1
    }

    /// Returns how much room all items take. By default their number.
    fn weight(&self) -> usize {
        self.len()
    }

    /// Returns whether the storage keeps its items from their put to their end. By default it does not.
    ///
    /// If it does not, an item that has been got is out of sight, and stays unfinished until
    /// [`task_done`](State::task_done) is called. If it does, [`tasks`](Self::tasks) is the count of unfinished
    /// tasks, and `task_done` fails.
    #[inline]
    fn keeps_tasks(&self) -> bool {
        false
    }

    /// Returns how many tasks the storage has that are unfinished. By default each item is one.
    ///
    /// While it is greater than `len`, more items may come without a put: after a shutdown gets wait for them.
    #[inline]
    fn tasks(&self) -> usize {
        self.len()
    }

    /// Notes a new capacity. If the storage has items that wait for room, it lets them in, before any put is admitted.
    #[inline]
    fn fill(&mut self, _capacity: usize) {}

    /// Removes and returns the item that is to leave when a full queue is forced to take another.
    ///
    /// The new item is stored already and may be the one. By default it is the item that leaves next.
    fn evict(&mut self) -> Option<Self::Item> {
        self.pop()
    }

    /// Takes all items out, as a storage, and leaves an empty storage of the same kind.
    #[must_use]
    fn take(&mut self) -> Self
    where
        Self: Sized;

    /// Gives back memory that the items do not need. By default it does nothing.
    fn shrink_to_fit(&mut self) {}

    /// Returns an iterator that pops items until there is none.
    fn into_items(self) -> IntoItems<Self>
    where
        Self: Sized,
    {
        IntoItems(self)
    }
}

/// The items of a storage in the order in which they leave.
///
/// ```
/// use queue_core::{HeapOrder, Storage};
///
/// let storage = HeapOrder::from_iter([3, 1, 2]);
/// assert!(storage.into_items().eq([1, 2, 3]));
/// ```
#[derive(Clone, Debug)]
pub struct IntoItems<S>(S);

impl<S: Storage> Iterator for IntoItems<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        self.0.pop()
    }
}
