use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

/// A waker that does nothing. Its clones allocate nothing, and no other waker wakes the same task.
#[must_use]
pub fn idle_waker() -> Waker {
    struct Idle;

    impl Wake for Idle {
        fn wake(self: Arc<Self>) {}
    }

    Waker::from(Arc::new(Idle))
}

/// Polls a future, and panics if it need not wait.
#[track_caller]
pub fn has_to_wait<F: Future + Unpin>(future: &mut F, waker: &Waker) {
    let poll = Pin::new(future).poll(&mut Context::from_waker(waker));
    assert!(poll.is_pending(), "it has to wait");
}
