use core::ops::Deref;

use queue_core::work::Rules;

use super::WorkQueue;
use crate::Lock;

/// A pointer to a work queue, which its futures and leases keep: `&WorkQueue`, `Rc<WorkQueue>`, `Arc<WorkQueue>`, or any
/// other type that derefs to one.
///
/// It must always deref to the same queue. All such types implement it; you need not.
///
/// ```
/// use std::rc::Rc;
///
/// use queue_async::local::WorkQueue;
/// use queue_async::work::Take;
///
/// let queue = Rc::new(WorkQueue::<u8>::unbounded());
/// queue.try_put(7).unwrap();
/// // The lease owns a pointer to the queue, so that it can be sent to wherever the work is done.
/// let take = Take::new(Rc::clone(&queue));
/// let lease = futures::executor::block_on(take)?;
/// assert_eq!(*lease, 7);
/// # Ok::<(), queue_async::ShutDown>(())
/// ```
pub trait WorkHandle:
    Deref<Target = WorkQueue<<Self as WorkHandle>::Rules, <Self as WorkHandle>::Lock>>
{
    /// The rules of the queue.
    type Rules: Rules<Item = Self::Item>;
    /// The lock of the queue.
    type Lock: Lock;
    /// The type of the items.
    type Item;
}

#[diagnostic::do_not_recommend]
impl<P: Deref<Target = WorkQueue<R, L>>, R: Rules, L: Lock> WorkHandle for P {
    type Rules = R;
    type Lock = L;
    type Item = R::Item;
}
