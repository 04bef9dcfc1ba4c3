//! Which public types may be sent, shared and moved after they were pinned, down to the weakest
//! items that allow it. What is *not* so is in `tests/ui`.

use std::cell::Cell;
use std::marker::PhantomPinned;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;
use std::sync::Arc;
use std::task::Waker;
use std::thread;

use queue_async::work::{Lease, LeaseStream, PutJob, Take, TakeMany};
use queue_async::{
    BatchStream, BlockingItems, Displaced, Drain, Get, GetAtLeast, GetMany, GetManyInto, ItemSink,
    ItemStream, Join, Lock, Next, NextOfAny, Permit, Permits, Put, PutMany, Receiver, Reserve,
    ReserveMany, Select, Sender, Until, WeakReceiver, WeakSender, local, sync,
};
use queue_core::{Aging, Fifo, HeapOrder, IntoItems, Lifo, Priority, RoundRobin, State, Weighed};

/// An item that may be sent, and no more: it may be neither shared, nor moved once pinned.
type Sent = (Cell<u8>, PhantomPinned);

/// An item that may be neither sent, nor shared, nor moved once pinned.
type Kept = (Rc<u8>, PhantomPinned);

fn send<T: Send>() {}
fn sync<T: Sync>() {}
fn unpin<T: Unpin>() {}

fn send_sync<T: Send + Sync>() {}
fn send_unpin<T: Send + Unpin>() {}
fn all<T: Send + Sync + Unpin>() {}

#[test]
fn the_core_is_a_value_like_its_items_and_waiters() {
    send::<State<Fifo<Sent>, Cell<u8>>>();
    send::<State<Lifo<Sent>, Waker>>();
    all::<State<Fifo<u8>, Waker>>();
    all::<State<Lifo<u8>, u32>>();
    all::<State<Priority<u8>, u32>>();
    all::<State<HeapOrder<u8>, u32>>();
    all::<State<RoundRobin<u8, u8>, u32>>();
    all::<State<Aging<u8>, u32>>();
    all::<State<Weighed<Fifo<u8>>, u32>>();
    send::<State<Weighed<Fifo<Sent>>, u32>>();
    all::<IntoItems<Fifo<u8>>>();
    send::<IntoItems<Fifo<Sent>>>();
    all::<queue_core::Exchange<Waker>>();
    send::<queue_core::Exchange<Cell<u8>>>();
    all::<queue_core::Waiters<Waker>>();
    all::<queue_core::IntoWaiters<Waker>>();
    all::<queue_core::Get>();
    all::<queue_core::Join>();
    all::<queue_core::Put<u8>>();
    send::<queue_core::Put<Sent>>();
    all::<queue_core::Reserve>();
    all::<queue_core::Permit>();
    all::<queue_core::Until>();
    all::<queue_core::PutMany<u8>>();
    send::<queue_core::PutMany<Sent>>();
    all::<queue_core::Event>();
    all::<queue_core::Polled<u8>>();
    all::<queue_core::Capacity>();
    all::<queue_core::Fairness>();
}

#[test]
fn errors_are_values_like_their_items() {
    all::<queue_core::ShutDown>();
    all::<queue_core::PutError<u8>>();
    all::<queue_core::TryPutError<u8>>();
    all::<queue_core::TryGetError>();
    all::<queue_core::TaskDoneError>();
    all::<queue_core::Violation>();
    all::<queue_core::ZeroCapacity>();
    all::<queue_core::FixedCapacity>();
    all::<Displaced<u8>>();
    send::<Displaced<Sent>>();
    all::<queue_async::PutTimeoutError<u8>>();
    all::<queue_async::GetTimeoutError>();
    all::<queue_async::TimedOut>();
    all::<queue_compat::PutNowaitError<u8>>();
    all::<queue_compat::GetNowaitError>();
}

#[test]
fn a_sync_queue_may_be_shared_if_its_items_may_be_sent() {
    send_sync::<sync::Queue<Sent>>();
    send_sync::<sync::LifoQueue<Sent>>();
    send_sync::<sync::PriorityQueue<Cell<u8>>>();
    send_sync::<sync::HeapQueue<Cell<u8>>>();
    send_sync::<queue_compat::sync::Queue<Sent>>();
    send_sync::<queue_compat::sync::LifoQueue<Sent>>();
    send_sync::<queue_compat::sync::PriorityQueue<Cell<u8>>>();
    all::<sync::Queue<u8>>();
    all::<queue_compat::sync::Queue<u8>>();
}

/// A queue keeps its promises after a panic.
#[test]
fn queues_may_be_used_after_a_panic_that_was_caught() {
    fn unwind_safe<T: UnwindSafe + RefUnwindSafe>() {}
    unwind_safe::<sync::Queue<Sent>>();
    unwind_safe::<local::Queue<Rc<u8>>>();
    unwind_safe::<Sender<Fifo<Rc<u8>>, queue_async::LocalLock>>();
    unwind_safe::<WeakSender<Fifo<Rc<u8>>, queue_async::LocalLock>>();
    unwind_safe::<WeakReceiver<Fifo<Rc<u8>>, queue_async::LocalLock>>();
    unwind_safe::<Receiver<Fifo<Rc<u8>>, queue_async::LocalLock>>();
    unwind_safe::<Sender<Fifo<Sent>, queue_async::SyncLock>>();
    unwind_safe::<queue_compat::sync::Queue<Sent>>();
}

#[test]
fn what_borrows_or_owns_a_sync_queue_may_be_sent_if_its_items_may() {
    type Shared = sync::Queue<Sent>;
    send_unpin::<Get<&Shared>>();
    send_unpin::<Get<Arc<Shared>>>();
    send_unpin::<Put<&Shared>>();
    send_unpin::<Put<Arc<Shared>>>();
    send_unpin::<Join<&Shared>>();
    send_unpin::<Join<Arc<Shared>>>();
    send_unpin::<ItemStream<&Shared>>();
    send_unpin::<ItemStream<Arc<Shared>>>();
    send_unpin::<Next<'_, &Shared>>();
    send_unpin::<Next<'_, Arc<Shared>>>();
    send_unpin::<Select<&Shared>>();
    send_unpin::<Select<Arc<Shared>>>();
    send_unpin::<NextOfAny<'_, &Shared>>();
    send_unpin::<NextOfAny<'_, Arc<Shared>>>();
    send_unpin::<ItemSink<&Shared>>();
    send_unpin::<ItemSink<Arc<Shared>>>();
    send_unpin::<Reserve<&Shared>>();
    send_unpin::<Reserve<Arc<Shared>>>();
    send_unpin::<ReserveMany<&Shared>>();
    send_unpin::<ReserveMany<Arc<Shared>>>();
    send_unpin::<Permit<&Shared>>();
    send_unpin::<Permit<Arc<Shared>>>();
    send_unpin::<Permits<&Shared>>();
    send_unpin::<Permits<Arc<Shared>>>();
    send_unpin::<PutMany<&Shared>>();
    send_unpin::<PutMany<Arc<Shared>>>();
    send_unpin::<GetMany<&Shared>>();
    send_unpin::<GetMany<Arc<Shared>>>();
    send_unpin::<GetManyInto<'_, &Shared>>();
    send_unpin::<GetManyInto<'_, Arc<Shared>>>();
    send_unpin::<GetAtLeast<&Shared>>();
    send_unpin::<GetAtLeast<Arc<Shared>>>();
    send_unpin::<BatchStream<&Shared>>();
    send_unpin::<BatchStream<Arc<Shared>>>();
    send_unpin::<Until<&Shared>>();
    send_unpin::<Until<Arc<Shared>>>();
    send_unpin::<Drain<'_, Fifo<Sent>, queue_async::SyncLock>>();
    send_unpin::<BlockingItems<'_, Fifo<Sent>>>();
    send_sync::<Sender<Fifo<Sent>, queue_async::SyncLock>>();
    send_sync::<Receiver<Fifo<Sent>, queue_async::SyncLock>>();
    send_sync::<WeakSender<Fifo<Sent>, queue_async::SyncLock>>();
    send_sync::<WeakReceiver<Fifo<Sent>, queue_async::SyncLock>>();
    sync::<Get<&Shared>>();
    sync::<Get<Arc<Shared>>>();
    sync::<Join<&Shared>>();
    sync::<Join<Arc<Shared>>>();
    sync::<Reserve<&Shared>>();
    sync::<Permits<&Shared>>();
    sync::<GetMany<&Shared>>();
    sync::<Until<&Shared>>();
}

/// The compiler must see it also through the `async` block of a task, and for items that borrow.
#[test]
fn a_task_that_waits_may_be_sent() {
    fn sent<F: Future + Send>(_: F) {}

    fn of<'a>(queue: Arc<sync::Queue<&'a str>>, item: &'a str) {
        sent(async move {
            queue.put(item).await?;
            Put::new(Arc::clone(&queue), item).await?;
            let got = (queue.get().await, Get::new(Arc::clone(&queue)).await);
            queue.join().await;
            Join::new(Arc::clone(&queue)).await;
            let next = queue.stream().next().await;
            if let Ok(permit) = queue.reserve().await {
                let _ = permit.put(item);
            }
            let _ = (queue.put_many([item]).await, queue.get_at_least(1, 2).await);
            queue.until_shutdown().await;
            Ok::<_, queue_async::PutError<&str>>((got, next))
        });
    }

    let item = String::from("item");
    of(Arc::new(sync::Queue::bounded(2)), &item);
}

#[test]
fn ends_may_be_moved_whatever_the_lock() {
    fn of<L: Lock>() {
        unpin::<Sender<Fifo<Kept>, L>>();
        unpin::<Receiver<Fifo<Kept>, L>>();
        unpin::<WeakSender<Fifo<Kept>, L>>();
        unpin::<WeakReceiver<Fifo<Kept>, L>>();
    }
    of::<queue_async::LocalLock>();
    of::<queue_async::SyncLock>();
}

/// What a future owns beside its handle and its operation would be paid for by each task that waits.
#[test]
fn futures_are_no_larger_than_what_they_own() {
    type Shared = sync::Queue<u64>;
    let pointer = size_of::<&Shared>();
    assert_eq!(size_of::<Get<&Shared>>(), pointer + size_of::<queue_core::Get>());
    assert_eq!(size_of::<Put<&Shared>>(), pointer + size_of::<queue_core::Put<u64>>());
    assert_eq!(size_of::<Join<&Shared>>(), pointer + size_of::<queue_core::Join>());
    assert_eq!(size_of::<Until<&Shared>>(), pointer + size_of::<queue_core::Until>());
    assert_eq!(size_of::<PutMany<&Shared>>(), pointer + size_of::<queue_core::PutMany<u64>>());
    assert_eq!(size_of::<Sender<Fifo<u64>, queue_async::SyncLock>>(), 2 * pointer);
    assert_eq!(size_of::<Receiver<Fifo<u64>, queue_async::SyncLock>>(), 2 * pointer);
}

#[test]
fn a_local_queue_may_be_sent_if_its_items_may() {
    send::<local::Queue<Sent>>();
    send::<local::LifoQueue<Sent>>();
    send::<local::PriorityQueue<Cell<u8>>>();
    send::<local::HeapQueue<Cell<u8>>>();
    send::<queue_compat::local::Queue<Sent>>();
    send::<queue_compat::local::LifoQueue<Sent>>();
    send::<queue_compat::local::PriorityQueue<Cell<u8>>>();

    let queue = local::Queue::from_iter([1]);
    let got = thread::spawn(move || queue.try_get()).join();
    assert_eq!(got.expect("it does not panic"), Ok(1));
}

#[test]
fn what_borrows_or_owns_a_local_queue_may_be_moved_whatever_its_items() {
    type Local = local::Queue<Kept>;
    unpin::<Get<&Local>>();
    unpin::<Get<Rc<Local>>>();
    unpin::<Put<&Local>>();
    unpin::<Put<Rc<Local>>>();
    unpin::<Join<&Local>>();
    unpin::<Join<Rc<Local>>>();
    unpin::<ItemStream<&Local>>();
    unpin::<ItemStream<Rc<Local>>>();
    unpin::<Next<'_, &Local>>();
    unpin::<Next<'_, Rc<Local>>>();
    unpin::<ItemSink<&Local>>();
    unpin::<ItemSink<Rc<Local>>>();
    unpin::<Reserve<&Local>>();
    unpin::<Reserve<Rc<Local>>>();
    unpin::<ReserveMany<&Local>>();
    unpin::<ReserveMany<Rc<Local>>>();
    unpin::<Permit<&Local>>();
    unpin::<Permit<Rc<Local>>>();
    unpin::<Permits<&Local>>();
    unpin::<Permits<Rc<Local>>>();
    unpin::<PutMany<&Local>>();
    unpin::<PutMany<Rc<Local>>>();
    unpin::<GetMany<&Local>>();
    unpin::<GetMany<Rc<Local>>>();
    unpin::<GetManyInto<'_, &Local>>();
    unpin::<GetManyInto<'_, Rc<Local>>>();
    unpin::<GetAtLeast<&Local>>();
    unpin::<GetAtLeast<Rc<Local>>>();
    unpin::<BatchStream<&Local>>();
    unpin::<BatchStream<Rc<Local>>>();
    unpin::<Until<&Local>>();
    unpin::<Until<Rc<Local>>>();
    unpin::<Drain<'_, Fifo<Kept>, queue_async::LocalLock>>();
}

#[test]
fn a_work_queue_and_its_leases_go_where_their_items_may() {
    type Local<T> = local::WorkQueue<T>;
    type Shared<T> = sync::WorkQueue<T>;

    send_sync::<Shared<Sent>>();
    send::<Local<Sent>>();
    send_unpin::<Lease<Arc<Shared<Cell<u8>>>>>();
    send_unpin::<Lease<&Shared<Cell<u8>>>>();
    send_unpin::<Take<Arc<Shared<Sent>>>>();
    send_unpin::<TakeMany<Arc<Shared<Sent>>>>();
    send_unpin::<LeaseStream<Arc<Shared<Sent>>>>();
    send_unpin::<PutJob<Arc<Shared<Sent>>>>();
    unpin::<Take<Rc<Local<Kept>>>>();
    unpin::<PutJob<&Local<Kept>>>();
    all::<queue_core::work::Jobs<queue_core::work::Plain<u8>>>();
    all::<queue_core::work::Effects<u8, Waker>>();
}

#[test]
fn a_driver_may_be_spawned() {
    fn sent<T: Send>(_: T) {}

    let queue = Arc::new(sync::WorkQueue::<Cell<u8>>::unbounded());
    sent(async move { queue.drive(|_| std::future::ready(())).await });
}
