//! The primitives that the models lock and wait with, in place of those in `lock.rs`.
//!
//! The models of a queue use `loom`'s mutex: ours would make them too large. Our mutex has models of its own, on
//! the primitives at the end of this file.

pub(super) use loom::sync::MutexGuard;
pub(crate) use loom::sync::atomic::AtomicU8;
use loom::sync::{self, Notify};
use loom::thread::yield_now;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// `loom`'s mutex, with the interface of ours.
#[derive(Debug)]
pub(super) struct Mutex<T>(sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(super) fn new(value: T) -> Self {
        Self(sync::Mutex::new(value))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn into_inner(self) -> T {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread that can be parked.
///
/// Not `loom`'s own, which forgets a wake that comes while the thread waits for something else.
#[derive(Clone)]
pub(crate) struct Thread(Arc<Notify>);

impl Thread {
    pub(crate) fn unpark(&self) {
        self.0.notify();
    }
}

loom::thread_local! {
    static CURRENT: Thread = Thread(Arc::new(Notify::new()));
}

pub(crate) fn current() -> Thread {
    CURRENT.with(Thread::clone)
}

pub(crate) fn park() {
    current().0.wait();
}

/// A model has no clock: a time limit has passed from the start, or never passes.
pub(crate) fn park_timeout(_: Duration) {
    park();
}

/// One look before the thread is parked stands for all of them.
#[derive(Default)]
pub(crate) struct Patience {}

impl Patience {
    #[expect(clippy::unused_self, reason = "the real one learns from each look")]
    pub(crate) fn look(&mut self, _: Option<Duration>, is_woken: impl Fn() -> bool) -> bool {
        yield_now();
        is_woken()
    }
}

/// `loom::thread_local` does not know the form with `const`.
macro_rules! local {
    ($(#[$attribute:meta])* static $name:ident: $type:ty = const $value:block;) => {
        loom::thread_local! {
            $(#[$attribute])*
            static $name: $type = $value;
        }
    };
}
pub(crate) use local as thread_local;

#[cfg(test)]
pub(super) use primitives::{
    AtomicBool, Blocking, BlockingGuard, Condvar, Spinlock, SpinlockGuard, fence, spin,
    store_before_look,
};

/// The primitives of our mutex. `loom` has no clock: a wait with a time limit lasts until it is notified.
#[cfg(test)]
mod primitives {
    use core::ops::{Deref, DerefMut};
    use core::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};

    pub(crate) use loom::sync::atomic::{AtomicBool, fence};
    pub(crate) use loom::sync::{Condvar, Mutex as Blocking, MutexGuard as BlockingGuard};
    use loom::thread::yield_now;

    /// Keeps a store and the load after it in order. The real mutex sleeps for a limited time instead.
    pub(crate) fn store_before_look() {
        fence(SeqCst);
    }

    /// A spinlock with the interface of `spinning_top`'s. `loom`'s mutex inside panics if two threads hold it.
    #[derive(Debug)]
    pub(crate) struct Spinlock<T> {
        is_locked: AtomicBool,
        value: Blocking<T>,
    }

    pub(crate) struct SpinlockGuard<'a, T> {
        lock: &'a Spinlock<T>,
        value: Option<BlockingGuard<'a, T>>,
    }

    impl<T> Spinlock<T> {
        pub(crate) fn new(value: T) -> Self {
            Self { is_locked: AtomicBool::new(false), value: Blocking::new(value) }
        }

        pub(crate) fn is_locked(&self) -> bool {
            self.is_locked.load(Relaxed)
        }

        pub(crate) fn try_lock(&self) -> Option<SpinlockGuard<'_, T>> {
            self.is_locked.compare_exchange(false, true, Acquire, Relaxed).ok()?;
            let value = self.value.try_lock().expect("one thread holds it at a time");
            Some(SpinlockGuard { lock: self, value: Some(value) })
        }

        pub(crate) fn into_inner(self) -> T {
            self.value.into_inner().expect("no holder panics")
        }
    }

    impl<T> Drop for SpinlockGuard<'_, T> {
        fn drop(&mut self) {
            self.value = None;
            self.lock.is_locked.store(false, Release);
        }
    }

    impl<T> Deref for SpinlockGuard<'_, T> {
        type Target = T;

        fn deref(&self) -> &T {
            self.value.as_ref().expect("it is held")
        }
    }

    impl<T> DerefMut for SpinlockGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            self.value.as_mut().expect("it is held")
        }
    }

    /// One look stands for all of them.
    pub(crate) fn spin<R>(_: &[u32], look: impl FnOnce() -> Option<R>) -> Option<R> {
        yield_now();
        look()
    }
}
