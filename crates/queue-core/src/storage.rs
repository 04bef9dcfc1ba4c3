mod fifo;
mod heap_order;
mod lifo;
mod priority;

pub use fifo::Fifo;
pub use heap_order::HeapOrder;
pub use lifo::Lifo;
pub use priority::Priority;

/// The order in which items leave a queue: what asyncio calls `_init`, `_put` and `_get`.
///
/// Implement it for an order of your own. A storage may drop or merge items: a put counts as one
/// unfinished task all the same, as in asyncio. `push` need not add one to `len`, nor a `pop` that
/// gives an item take exactly one off. A `pop` that gives nothing means that the queue is empty,
/// whatever `len` says; it must leave `len` as it is, since no put is notified of the room it would make.
/// Room that a `pop` makes beyond one item, or a put that is merged leaves, is passed on when notified
/// operations are polled; until then a newcomer may take it.
///
/// The methods run while the queue is held: they must not call the queue they belong to, and what
/// they drop is dropped there. If one panics, the item in its hands may be lost, and nothing else is;
/// `len` must not panic. In a fair queue, a get that makes room pushes the item of the oldest put that
/// waits: if that `push` panics, the panic comes out of the get.
///
/// ```
/// use queue_core::{State, Storage, Waiters};
///
/// /// Holds the newest item only.
/// #[derive(Default)]
/// struct Latest(Option<u32>);
///
/// impl Storage for Latest {
///     type Item = u32;
///     fn push(&mut self, item: u32) {
///         self.0 = Some(item);
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
/// assert_eq!((state.len(), state.unfinished()), (1, 2));
/// # Ok::<(), queue_core::TryPutError<u32>>(())
/// ```
pub trait Storage {
    /// What is stored.
    type Item;

    /// Takes an item in.
    fn push(&mut self, item: Self::Item);

    /// Gives the next item out, or `None` if there is none.
    fn pop(&mut self) -> Option<Self::Item>;

    /// Returns how many items there are.
    fn len(&self) -> usize;

    /// Tells whether there is no item.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes the whole content out and leaves an empty storage of the same kind.
    #[must_use]
    fn take(&mut self) -> Self
    where
        Self: Sized;

    /// Gives back memory that the items do not need, and leaves the items as they are. Does nothing unless
    /// implemented.
    fn shrink_to_fit(&mut self) {}

    /// Turns the storage into an iterator that pops until there is nothing left.
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
