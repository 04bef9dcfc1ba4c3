use core::ops::Deref;

use queue_core::Storage;

use crate::{Lock, Queue};

/// A pointer to a queue, for a future, a stream or a sink: `&Queue`, `Rc<Queue>`, `Arc<Queue>`, a
/// [`Receiver`](crate::Receiver), a [`Sender`](crate::Sender), or any other type that derefs to a [`Queue`].
///
/// A future, stream or sink keeps its handle until it is dropped. Let gets and streams own a receiver, and
/// puts and sinks a sender: each end keeps its own side of the queue open.
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
///
/// # A queue inside a struct
///
/// The trait is implemented for every pointer to a queue. To make a handle of your own, implement [`Deref`].
/// This one owns a struct that has two queues, and points to one of them:
///
/// ```
/// use futures::{StreamExt, executor::block_on};
/// use queue_async::{Get, ItemStream, local::Queue};
/// use std::{ops::Deref, rc::Rc};
///
/// struct App {
///     jobs: Queue<u32>,
///     results: Queue<String>,
/// }
///
/// #[derive(Clone)]
/// struct Jobs(Rc<App>);
///
/// impl Deref for Jobs {
///     type Target = Queue<u32>;
///
///     fn deref(&self) -> &Queue<u32> {
///         &self.0.jobs
///     }
/// }
///
/// let app = App { jobs: Queue::from_iter([1, 2]), results: Queue::unbounded() };
/// let jobs = Jobs(Rc::new(app));
/// assert_eq!(block_on(Get::new(jobs.clone())), Ok(1));
/// jobs.shutdown(); // it has all methods of the queue
/// assert_eq!(block_on(ItemStream::new(jobs).collect::<Vec<_>>()), [2]);
/// ```
///
/// `deref` must return the same queue each time. If it does not, a poll or a drop of the future, stream or
/// sink may panic, or act on an operation of the other queue.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handle of a queue",
    label = "not `&Queue`, `Rc<Queue>`, `Arc<Queue>`, an end of a queue, or another pointer to a queue",
    note = "if the queue is a part of a struct, wrap the pointer to the struct in a type that implements `Deref<Target = Queue<..>>`"
)]
pub trait Handle: Deref<Target = Queue<<Self as Handle>::Storage, <Self as Handle>::Lock>> {
    /// The storage of the queue.
    type Storage: Storage<Item = Self::Item>;
    /// The lock of the queue.
    type Lock: Lock;
    /// The items of the queue.
    type Item;
}

// It covers all types that meet the bound of the trait, so no other type can implement the trait.
#[diagnostic::do_not_recommend]
impl<P: Deref<Target = Queue<S, L>>, S: Storage, L: Lock> Handle for P {
    type Storage = S;
    type Lock = L;
    type Item = S::Item;
}
