use core::cell::RefCell;

/// How a queue is held while it decides: [`Local`] or [`Shared`].
///
/// It is sealed: what runs under a lock, and what never does, is this crate's to promise.
///
/// ```
/// use queue_async::{Fifo, Lock, Queue, local, sync};
///
/// fn total<L: Lock>(queue: &Queue<Fifo<u8>, L>) -> u8 {
///     queue.drain().sum()
/// }
///
/// assert_eq!(total(&local::Queue::from_iter([1, 2])), 3);
/// assert_eq!(total(&sync::Queue::from_iter([1, 2])), 3);
/// ```
pub trait Lock: cell::Guard {}

/// The lock of queues that stay on one thread: a `RefCell`, no atomics.
#[derive(Clone, Copy, Debug, Default)]
pub struct Local;

/// The lock of queues that threads share: a mutex.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Shared;

impl Lock for Local {}

#[cfg(feature = "std")]
impl Lock for Shared {}

pub(crate) mod cell {
    /// Owns values that only one at a time may use.
    #[expect(unnameable_types, reason = "that nobody can name it is what seals `Lock`")]
    pub trait Guard {
        /// What owns a value.
        type Cell<T>;

        /// Makes the owner of a value.
        fn new<T>(value: T) -> Self::Cell<T>;

        /// Lends the value.
        fn with<T, R>(cell: &Self::Cell<T>, f: impl FnOnce(&mut T) -> R) -> R;

        /// Gives the value up.
        fn into_inner<T>(cell: Self::Cell<T>) -> T;
    }
}

impl cell::Guard for Local {
    type Cell<T> = RefCell<T>;

    fn new<T>(value: T) -> RefCell<T> {
        RefCell::new(value)
    }

    #[inline]
    fn with<T, R>(cell: &RefCell<T>, f: impl FnOnce(&mut T) -> R) -> R {
        match cell.try_borrow_mut() {
            Ok(mut value) => f(&mut value),
            Err(_) => called_from_within(),
        }
    }

    fn into_inner<T>(cell: RefCell<T>) -> T {
        cell.into_inner()
    }
}

#[cold]
#[inline(never)]
fn called_from_within() -> ! {
    panic!("an item's Ord or Debug, or the queue's Storage, called the queue that was using it")
}

#[cfg(feature = "std")]
impl cell::Guard for Shared {
    type Cell<T> = parking_lot::Mutex<T>;

    fn new<T>(value: T) -> Self::Cell<T> {
        parking_lot::Mutex::new(value)
    }

    #[inline]
    fn with<T, R>(cell: &Self::Cell<T>, f: impl FnOnce(&mut T) -> R) -> R {
        f(&mut cell.lock())
    }

    fn into_inner<T>(cell: Self::Cell<T>) -> T {
        cell.into_inner()
    }
}
