use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

/// A waker that wakes nobody. Its clones allocate nothing, and no other wakes the same nobody.
#[must_use]
pub fn nobody() -> Waker {
    struct Nobody;

    impl Wake for Nobody {
        fn wake(self: Arc<Self>) {}
    }

    Waker::from(Arc::new(Nobody))
}

/// Polls a future that has to wait, and panics if it need not.
#[track_caller]
pub fn has_to_wait<F: Future + Unpin>(future: &mut F, waker: &Waker) {
    let poll = Pin::new(future).poll(&mut Context::from_waker(waker));
    assert!(poll.is_pending(), "it has to wait");
}
