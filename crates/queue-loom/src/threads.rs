//! What the models lock and wait with, in place of what `lock.rs` of `queue-async` has.

pub(super) use loom::sync::MutexGuard;
pub(crate) use loom::sync::atomic::AtomicU8;
use loom::sync::{self, Notify};
use loom::thread::yield_now;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// `loom`'s mutex with the face of the one that it stands in for.
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

/// There is no clock in a model: a time limit has run out from the start, or never does.
pub(crate) fn park_timeout(_: Duration) {
    park();
}

/// One look before the thread is parked stands for all of them.
#[derive(Default)]
pub(crate) struct Patience;

impl Patience {
    #[expect(clippy::unused_self, reason = "the one that it stands in for learns from each look")]
    pub(crate) fn look(&mut self, _: Option<Duration>, is_woken: impl Fn() -> bool) -> bool {
        yield_now();
        is_woken()
    }
}

/// `loom`'s does not know the form with `const`.
macro_rules! local {
    ($(#[$attribute:meta])* static $name:ident: $type:ty = const $value:block;) => {
        loom::thread_local! {
            $(#[$attribute])*
            static $name: $type = $value;
        }
    };
}
pub(crate) use local as thread_local;
