#[cfg(all(feature = "std", queue_loom))]
pub(crate) mod loom;
#[cfg(all(feature = "std", any(not(queue_loom), test)))]
mod mutex;
#[cfg(all(feature = "std", not(queue_loom)))]
mod patience;
#[cfg(all(feature = "std", any(not(queue_loom), test)))]
mod sleepers;

use alloc::rc::{self, Rc};
#[cfg(feature = "std")]
use alloc::sync::{self, Arc};
use core::cell::{RefCell, RefMut};
use core::panic::{RefUnwindSafe, UnwindSafe};

#[cfg(feature = "std")]
use threads::{Mutex, MutexGuard};

/// The primitives that threads lock and wait with.
#[cfg(all(feature = "std", not(queue_loom)))]
pub(crate) mod threads {
    pub(super) use super::mutex::{Mutex, MutexGuard};
    pub(crate) use super::patience::Patience;
    pub(super) use super::patience::spin;
    pub(super) use spinning_top::{Spinlock, guard::SpinlockGuard};
    pub(crate) use std::sync::atomic::AtomicU8;
    pub(super) use std::sync::atomic::{AtomicBool, fence};
    pub(super) use std::sync::{Condvar, Mutex as Blocking, MutexGuard as BlockingGuard};
    pub(crate) use std::thread::{Thread, current, park, park_timeout};
    pub(crate) use std::thread_local;

    /// Does nothing. A fence would cost as much as the lock: see `Mutex`.
    pub(super) const fn store_before_look() {}
}

#[cfg(all(feature = "std", queue_loom))]
pub(crate) use self::loom as threads;

/// The lock of a queue: [`LocalLock`] or, with the feature `std`, `SyncLock`.
///
/// The trait is sealed: no other type implements it.
///
/// ```
/// use queue_async::{Fifo, Lock, Queue, local};
///
/// fn total<L: Lock>(queue: &Queue<Fifo<u8>, L>) -> u8 {
///     queue.drain().sum()
/// }
///
/// assert_eq!(total(&local::Queue::from_iter([1, 2])), 3);
/// ```
pub trait Lock: cell::Guard {}

/// The lock of queues that stay on one thread: a `RefCell`, no atomics.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalLock;

/// The lock of queues that threads share: a mutex.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SyncLock;

/// The cell of a local queue. That it is a `RefCell` is private.
#[derive(Debug)]
#[expect(unnameable_types, reason = "nothing can be done with one")]
pub struct LocalCell<T>(RefCell<T>);

/// The cell of a sync queue. Which mutex it has is private.
///
/// It begins at a cache line, of 64 bytes, so that writes to what lies before it do not slow the queue down.
#[cfg(feature = "std")]
#[derive(Debug)]
#[repr(align(64))]
#[expect(unnameable_types, reason = "nothing can be done with one")]
pub struct SyncCell<T>(Mutex<T>);

impl<T> UnwindSafe for LocalCell<T> {}

/// The state is consistent after a panic.
impl<T> RefUnwindSafe for LocalCell<T> {}

#[cfg(feature = "std")]
impl<T> UnwindSafe for SyncCell<T> {}

/// The state is consistent after a panic.
#[cfg(feature = "std")]
impl<T> RefUnwindSafe for SyncCell<T> {}

impl Lock for LocalLock {}

#[cfg(feature = "std")]
impl Lock for SyncLock {}

pub(crate) mod cell {
    use core::ops::{Deref, DerefMut};

    /// A lock, as a constructor of cells and of pointers that share them.
    #[expect(unnameable_types, reason = "a trait that cannot be named seals `Lock`")]
    pub trait Guard {
        /// Owns a value.
        type Cell<T>;

        /// Lends the value until it is dropped.
        type Lent<'a, T: 'a>: DerefMut<Target = T>;

        /// Makes a cell of a value.
        fn new<T>(value: T) -> Self::Cell<T>;

        /// Lends the value.
        fn lock<T>(cell: &Self::Cell<T>) -> Self::Lent<'_, T>;

        /// Returns the value.
        fn into_inner<T>(cell: Self::Cell<T>) -> T;

        /// Shares a value, and drops it with the last clone.
        type Shared<T>: Clone + Deref<Target = T> + Unpin;

        /// Refers to a shared value, and does not keep it.
        type Weak<T>: Clone + Unpin;

        /// Shares a value.
        fn share<T>(value: T) -> Self::Shared<T>;

        /// Shares a value that is made of a weak pointer to itself.
        fn share_cyclic<T>(make: impl FnOnce(&Self::Weak<T>) -> T) -> Self::Shared<T>;

        /// Returns a weak pointer to the value.
        fn downgrade<T>(shared: &Self::Shared<T>) -> Self::Weak<T>;

        /// Returns a pointer that keeps the value, unless it has been dropped.
        fn upgrade<T>(weak: &Self::Weak<T>) -> Option<Self::Shared<T>>;

        /// Returns the number of clones.
        fn count<T>(shared: &Self::Shared<T>) -> usize;

        /// Returns the number of clones that keep the value.
        fn count_weak<T>(weak: &Self::Weak<T>) -> usize;
    }
}

impl cell::Guard for LocalLock {
    type Cell<T> = LocalCell<T>;
    type Lent<'a, T: 'a> = RefMut<'a, T>;

    fn new<T>(value: T) -> LocalCell<T> {
        LocalCell(RefCell::new(value))
    }

    #[inline]
    fn lock<T>(cell: &LocalCell<T>) -> RefMut<'_, T> {
        cell.0.try_borrow_mut().unwrap_or_else(|_| called_from_within())
    }

    fn into_inner<T>(cell: LocalCell<T>) -> T {
        cell.0.into_inner()
    }

    type Shared<T> = Rc<T>;
    type Weak<T> = rc::Weak<T>;

    fn share<T>(value: T) -> Rc<T> {
        Rc::new(value)
    }

    fn share_cyclic<T>(make: impl FnOnce(&rc::Weak<T>) -> T) -> Rc<T> {
        Rc::new_cyclic(make)
    }

    fn downgrade<T>(shared: &Rc<T>) -> rc::Weak<T> {
        Rc::downgrade(shared)
    }

    fn upgrade<T>(weak: &rc::Weak<T>) -> Option<Rc<T>> {
        weak.upgrade()
    }

    fn count<T>(shared: &Rc<T>) -> usize {
        Rc::strong_count(shared)
    }

    fn count_weak<T>(weak: &rc::Weak<T>) -> usize {
        weak.strong_count()
    }
}

#[cold]
#[inline(never)]
fn called_from_within() -> ! {
    panic!(
        "a queue was called while it was in use: by an item's Ord or Debug, by its Storage, by the \
         closure of inspect, or by a predicate"
    )
}

#[cfg(feature = "std")]
impl cell::Guard for SyncLock {
    type Cell<T> = SyncCell<T>;
    type Lent<'a, T: 'a> = MutexGuard<'a, T>;

    fn new<T>(value: T) -> SyncCell<T> {
        SyncCell(Mutex::new(value))
    }

    #[inline]
    fn lock<T>(cell: &SyncCell<T>) -> MutexGuard<'_, T> {
        cell.0.lock()
    }

    fn into_inner<T>(cell: SyncCell<T>) -> T {
        cell.0.into_inner()
    }

    type Shared<T> = Arc<T>;
    type Weak<T> = sync::Weak<T>;

    fn share<T>(value: T) -> Arc<T> {
        Arc::new(value)
    }

    fn share_cyclic<T>(make: impl FnOnce(&sync::Weak<T>) -> T) -> Arc<T> {
        Arc::new_cyclic(make)
    }

    fn downgrade<T>(shared: &Arc<T>) -> sync::Weak<T> {
        Arc::downgrade(shared)
    }

    fn upgrade<T>(weak: &sync::Weak<T>) -> Option<Arc<T>> {
        weak.upgrade()
    }

    fn count<T>(shared: &Arc<T>) -> usize {
        Arc::strong_count(shared)
    }

    fn count_weak<T>(weak: &sync::Weak<T>) -> usize {
        weak.strong_count()
    }
}
