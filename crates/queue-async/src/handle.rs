use alloc::rc::Rc;
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;

use queue_core::Storage;

use crate::{Lock, Queue, Receiver, Sender};

/// A handle of a queue, for a stream or a sink: `&Queue`, `Rc<Queue>`, `Arc<Queue>`, a [`Receiver`] or a
/// [`Sender`].
///
/// Give a receiver to a stream and a sender to a sink: each keeps its own side of the queue open.
///
/// The trait is sealed: no other type implements it. For a queue in a struct behind an `Arc`, let the task own
/// that `Arc` and call `queue.stream()` inside.
///
/// ```
/// use queue_async::{Handle, ItemStream, local::Queue};
/// use std::rc::Rc;
///
/// fn stream_of<H: Handle<Item = u8>>(queue: H) -> ItemStream<H> {
///     ItemStream::new(queue)
/// }
///
/// let queue = Rc::new(Queue::from_iter([1]));
/// let _ = (stream_of(&*queue), stream_of(Rc::clone(&queue)));
/// assert_eq!(queue.len(), 1);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handle of a queue",
    label = "not `&Queue`, `Rc<Queue>`, `Arc<Queue>` or an end of a queue",
    note = "if the queue is a part of a struct, own the struct in the task and call `stream()` or `sink()` of the queue"
)]
pub trait Handle: sealed::Sealed {
    /// The storage of the queue.
    type Storage: Storage<Item = Self::Item>;
    /// The lock of the queue.
    type Lock: Lock;
    /// The items of the queue.
    type Item;

    /// Returns the queue.
    fn queue(&self) -> &Queue<Self::Storage, Self::Lock>;
}

mod sealed {
    #[expect(unnameable_types, reason = "a trait that cannot be named cannot be implemented")]
    pub trait Sealed {}
}

impl<S: Storage, L: Lock> sealed::Sealed for &Queue<S, L> {}

impl<S: Storage, L: Lock> Handle for &Queue<S, L> {
    type Storage = S;
    type Lock = L;
    type Item = S::Item;

    fn queue(&self) -> &Queue<S, L> {
        self
    }
}

impl<S: Storage, L: Lock> sealed::Sealed for Rc<Queue<S, L>> {}

impl<S: Storage, L: Lock> Handle for Rc<Queue<S, L>> {
    type Storage = S;
    type Lock = L;
    type Item = S::Item;

    fn queue(&self) -> &Queue<S, L> {
        self
    }
}

#[cfg(target_has_atomic = "ptr")]
impl<S: Storage, L: Lock> sealed::Sealed for Arc<Queue<S, L>> {}

#[cfg(target_has_atomic = "ptr")]
impl<S: Storage, L: Lock> Handle for Arc<Queue<S, L>> {
    type Storage = S;
    type Lock = L;
    type Item = S::Item;

    fn queue(&self) -> &Queue<S, L> {
        self
    }
}

impl<S: Storage, L: Lock> sealed::Sealed for Sender<S, L> {}

impl<S: Storage, L: Lock> Handle for Sender<S, L> {
    type Storage = S;
    type Lock = L;
    type Item = S::Item;

    fn queue(&self) -> &Queue<S, L> {
        self
    }
}

impl<S: Storage, L: Lock> sealed::Sealed for Receiver<S, L> {}

impl<S: Storage, L: Lock> Handle for Receiver<S, L> {
    type Storage = S;
    type Lock = L;
    type Item = S::Item;

    fn queue(&self) -> &Queue<S, L> {
        self
    }
}
