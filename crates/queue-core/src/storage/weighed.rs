use alloc::vec::Vec;
use core::fmt;

use crate::{Browse, IntoItems, Pushed, Storage};

/// A storage whose capacity counts how much its items weigh, such as their bytes, and not how many there are.
///
/// It keeps the order of the storage that it is made of. The *weigher* returns the weight of an item. Zero
/// counts as one, so the capacity also bounds the number of items.
///
/// An item that weighs more than the capacity gets in once the queue is empty, in its turn. While it waits, no
/// other put overtakes it in a fair queue. If the items weigh `usize::MAX` or more together, an unbounded queue
/// is full, too.
///
/// # The weigher
///
/// It runs while the queue is held, and must not call its own queue. It is called for an item that is put, once
/// or more often while the put waits, and once for an item that leaves. It is `Clone`, for
/// [`take`](Storage::take).
///
/// - If it panics in a put, the item that is put is lost. But a [`Put`](crate::Put) still has its item if the
///   panic came before the item was in.
/// - If it panics in a get, the item that it was called for is lost, and no other. That is the item that leaves,
///   or the one of a waiting put that the get admits.
/// - If it panics in [`remove_at`](Browse::remove_at), nothing has changed.
/// - If it returns two weights for one item, or panics in a get, the sum of the weights may be wrong. It is
///   never less than the number of items, and right again once the storage is empty.
///
/// ```
/// use queue_core::{Fifo, State, TryPutError, Waiters, Weighed};
///
/// let packets = Weighed::new(Fifo::default(), |packet: &Vec<u8>| packet.len());
/// let mut state = State::<_, u32>::new(packets, 1000.try_into()?); // bytes
/// let mut notified = Waiters::default();
/// state.try_put(vec![0; 600], &mut notified)?;
/// let tried = state.try_put(vec![0; 600], &mut notified);
/// assert_eq!(tried, Err(TryPutError::Full(vec![0; 600])));
/// state.try_put(vec![0; 400], &mut notified)?;
/// assert_eq!((state.len(), state.weight()), (2, 1000));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A function pointer gives the type a short name:
///
/// ```
/// use queue_core::{Fifo, Storage, Weighed};
///
/// type Packets = Weighed<Fifo<Vec<u8>>>;
///
/// let packets: Packets = Weighed::new(Fifo::from_iter([vec![1, 2]]), |packet| packet.len());
/// assert_eq!(packets.weight(), 2);
/// ```
#[derive(Clone)]
pub struct Weighed<S: Storage, F = fn(&<S as Storage>::Item) -> usize> {
    storage: S,
    weigher: F,
    /// The sum of the weights. So many items that it overflows do not exist.
    total: u128,
}

impl<S: Browse, F: Fn(&S::Item) -> usize> Weighed<S, F> {
    /// Makes a storage around another one, whose items it weighs. O(n).
    ///
    /// ```
    /// use queue_core::{Lifo, Storage, Weighed};
    ///
    /// let words = Weighed::new(Lifo::from_iter(["one", "three"]), |word| word.len());
    /// assert_eq!(words.weight(), 8);
    /// ```
    #[must_use]
    pub fn new(storage: S, weigher: F) -> Self {
        let total = storage.iter().map(|item| heavy(weigher(item))).sum();
        Self { storage, weigher, total }
    }
}

impl<S: Storage, F> Weighed<S, F> {
    /// Returns the storage inside.
    ///
    /// ```
    /// use queue_core::{Fifo, Weighed};
    ///
    /// let words = Weighed::new(Fifo::from_iter(["one", "three"]), |word| word.len());
    /// assert_eq!(words.storage().peek(), Some(&"one"));
    /// ```
    #[must_use]
    pub const fn storage(&self) -> &S {
        &self.storage
    }

    /// Returns the storage inside, without the weigher.
    ///
    /// ```
    /// use queue_core::{Fifo, Weighed};
    ///
    /// let words = Weighed::new(Fifo::from_iter(["one", "three"]), |word| word.len());
    /// assert_eq!(words.into_storage(), Fifo::from_iter(["one", "three"]));
    /// ```
    #[must_use]
    pub fn into_storage(self) -> S {
        self.storage
    }

    fn remove_weight(&mut self, weight: u128) {
        self.total = if self.storage.is_empty() { 0 } else { self.total.saturating_sub(weight) };
    }
}

impl<S: Storage, F: Fn(&S::Item) -> usize> Weighed<S, F> {
    fn weight_of(&self, item: &S::Item) -> u128 {
        heavy((self.weigher)(item))
    }
}

/// A weight in a sum of many. Zero counts as one.
fn heavy(weight: usize) -> u128 {
    weight.max(1) as u128
}

impl<S: Storage, F: Fn(&S::Item) -> usize + Clone> Storage for Weighed<S, F> {
    type Item = S::Item;

    fn push(&mut self, item: S::Item) -> Pushed<S::Item> {
        let weight = self.weight_of(&item);
        // A panic may have kept the sum from following the last item that left.
        self.remove_weight(0);
        let pushed = self.storage.push(item);
        match &pushed {
            Pushed::Stored | Pushed::Deferred => self.total += weight,
            Pushed::Displaced(other) => {
                self.total += weight;
                let other = self.weight_of(other);
                self.remove_weight(other);
            }
            Pushed::Merged | Pushed::Refused(_) => {}
        }
        pushed
    }

    fn pop(&mut self) -> Option<S::Item> {
        let item = self.storage.pop()?;
        let weight = self.weight_of(&item);
        self.remove_weight(weight);
        Some(item)
    }

    fn len(&self) -> usize {
        self.storage.len()
    }

    fn is_empty(&self) -> bool {
        self.storage.is_empty()
    }

    /// Asks the weigher. O(1) beside that.
    fn weigh(&self, item: &S::Item) -> usize {
        (self.weigher)(item).max(1)
    }

    /// Returns the sum of the weights, or `usize::MAX` if it is greater. O(1).
    fn weight(&self) -> usize {
        let items = self.storage.len();
        if items == 0 { 0 } else { usize::try_from(self.total).unwrap_or(usize::MAX).max(items) }
    }

    fn keeps_tasks(&self) -> bool {
        self.storage.keeps_tasks()
    }

    fn tasks(&self) -> usize {
        self.storage.tasks()
    }

    fn evict(&mut self) -> Option<S::Item> {
        let item = self.storage.evict()?;
        let weight = self.weight_of(&item);
        self.remove_weight(weight);
        Some(item)
    }

    fn take(&mut self) -> Self {
        let weigher = self.weigher.clone();
        let storage = self.storage.take();
        Self { storage, weigher, total: core::mem::take(&mut self.total) }
    }

    fn shrink_to_fit(&mut self) {
        self.storage.shrink_to_fit();
    }
}

impl<S: Browse, F: Fn(&S::Item) -> usize + Clone> Browse for Weighed<S, F> {
    fn peek(&self) -> Option<&S::Item> {
        self.storage.peek()
    }

    fn iter(&self) -> impl Iterator<Item = &S::Item> {
        self.storage.iter()
    }

    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<S::Item>) {
        let mut positions_left = positions.iter().peekable();
        let items = self.storage.iter().enumerate();
        let found = items.filter(|(at, _)| positions_left.next_if_eq(&at).is_some());
        let weight = found.map(|(_, item)| self.weight_of(item)).sum();
        // First, since a panic of the storage comes when the items are out.
        self.total = self.total.saturating_sub(weight);
        self.storage.remove_at(positions, removed);
    }
}

impl<S: Storage, F: Fn(&S::Item) -> usize + Clone> IntoIterator for Weighed<S, F> {
    type Item = S::Item;
    type IntoIter = IntoItems<Self>;

    fn into_iter(self) -> IntoItems<Self> {
        self.into_items()
    }
}

impl<S: Storage, F: Fn(&S::Item) -> usize + Clone> Extend<S::Item> for Weighed<S, F> {
    /// Pushes one item after the other.
    fn extend<I: IntoIterator<Item = S::Item>>(&mut self, items: I) {
        items.into_iter().for_each(|item| _ = self.push(item));
    }
}

impl<S: Storage + PartialEq, F: Fn(&S::Item) -> usize + Clone> PartialEq for Weighed<S, F> {
    /// Compares the storages and the sums of the weights, and not the weighers.
    fn eq(&self, other: &Self) -> bool {
        self.storage == other.storage && self.weight() == other.weight()
    }
}

impl<S: Storage + Eq, F: Fn(&S::Item) -> usize + Clone> Eq for Weighed<S, F> {}

impl<S: Storage + fmt::Debug, F> fmt::Debug for Weighed<S, F> {
    /// Shows the storage inside, and the sum of the weights.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Weighed")
            .field("storage", &self.storage)
            .field("weight", &self.total)
            .finish_non_exhaustive()
    }
}
