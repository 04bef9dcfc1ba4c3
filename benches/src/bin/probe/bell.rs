use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Wake, Waker};

thread_local! {
    /// The number of wakes of all bells so far.
    static WAKES: Cell<usize> = const { Cell::new(0) };

    /// The function that the next wake of a bell with a hook calls.
    static HOOK: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// A waker that counts its wakes and keeps the time of the last one.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    wakes: AtomicUsize,
    last: AtomicUsize,
    calls_hook: bool,
}

impl Bell {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Returns a bell that, when it is woken, calls the function given to [`set_hook`].
    pub(crate) fn with_hook() -> Arc<Self> {
        Arc::new(Self { calls_hook: true, ..Self::default() })
    }

    pub(crate) fn waker(self: &Arc<Self>) -> Waker {
        Waker::from(Arc::clone(self))
    }

    pub(crate) fn wakes(&self) -> usize {
        self.wakes.load(Ordering::Relaxed)
    }

    pub(crate) fn rang(&self) -> bool {
        self.wakes() > 0
    }

    /// Returns the time of the last wake, as a number that grows with each wake of any bell.
    pub(crate) fn last(&self) -> usize {
        self.last.load(Ordering::Relaxed)
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let now = WAKES.get() + 1;
        WAKES.set(now);
        self.last.store(now, Ordering::Relaxed);
        self.wakes.fetch_add(1, Ordering::Relaxed);
        if self.calls_hook
            && let Some(hook) = HOOK.take()
        {
            hook();
        }
    }
}

/// Sets the function that the next wake of a bell with a hook calls.
pub(crate) fn set_hook(hook: impl FnOnce() + 'static) {
    HOOK.set(Some(Box::new(hook)));
}
