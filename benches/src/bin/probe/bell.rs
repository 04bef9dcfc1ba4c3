use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Wake, Waker};

thread_local! {
    /// How many wakes there have been, of any bell.
    static WAKES: Cell<usize> = const { Cell::new(0) };

    /// What the next wake of a bell that has a hook calls.
    static HOOK: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// Counts how often it is woken, and knows when that was last.
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

    /// Returns one that calls what was given to [`set_hook`] when it is woken.
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

    /// Returns when it was last woken, as a number that grows with each wake of any.
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

/// Says what the next wake of a bell with a hook calls.
pub(crate) fn set_hook(hook: impl FnOnce() + 'static) {
    HOOK.set(Some(Box::new(hook)));
}
