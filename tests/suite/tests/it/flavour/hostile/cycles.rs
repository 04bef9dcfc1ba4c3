//! Queues that are owned by what they hold.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Wake, Waker};

use queue_async::ItemStream;

use super::{Queue, WAYS, queue};
use queue_support::{Task, poll_with};

static NEXT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static OWNED: RefCell<Vec<(usize, Rc<dyn Any>)>> = const { RefCell::new(Vec::new()) };
}

/// A waker that owns a value of its thread until its last clone is dropped. A wake drops the clone that
/// it consumes.
struct Owner(usize);

impl Owner {
    fn of(owned: Rc<dyn Any>) -> Waker {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        OWNED.with_borrow_mut(|all| all.push((id, owned)));
        Waker::from(Arc::new(Self(id)))
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let own = OWNED.with_borrow_mut(|all| all.extract_if(.., |(id, _)| *id == self.0).last());
        drop(own.expect("it is dropped once"));
    }
}

impl Wake for Owner {
    fn wake(self: Arc<Self>) {}
}

#[test]
fn a_queue_owned_by_a_waker_in_its_line_is_dropped_with_the_waiting_stream() {
    for way in WAYS {
        let queue = Rc::new(queue::<u8>(1, way));
        let waker = Owner::of(Rc::<Queue<u8>>::clone(&queue));
        let mut stream = ItemStream::new(Rc::clone(&queue));
        let weak = Rc::downgrade(&queue);
        assert!(poll_with(&waker, &mut futures::StreamExt::next(&mut stream)).is_pending());
        drop((queue, waker));
        assert_eq!(weak.strong_count(), 2, "the stream's and the waker's");
        drop(stream);
        assert_eq!(weak.strong_count(), 0);
    }
}

/// The shutdown wakes the get. That drops the waker, and with it what the waker owns.
#[test]
fn a_queue_owned_by_the_waker_of_a_forgotten_get_is_dropped_when_shut_down() {
    for way in WAYS {
        let queue = Rc::new(queue::<u8>(1, way));
        let waker = Owner::of(Rc::<Queue<u8>>::clone(&queue));
        let mut get = queue.get();
        assert!(poll_with(&waker, &mut get).is_pending());
        std::mem::forget(get);
        let weak = Rc::downgrade(&queue);
        drop((queue, waker));
        assert_eq!(weak.strong_count(), 1, "a cycle");
        weak.upgrade().unwrap().shutdown();
        assert_eq!(weak.strong_count(), 0);
    }
}

/// The last handle of the inner queue is dropped with a waker that waits in the outer one.
#[test]
fn a_queue_may_be_dropped_by_the_drop_of_a_waker() {
    for way in WAYS {
        let (outer, inner) = (queue::<u8>(1, way), Rc::new(queue(1, way)));
        let (task, item) = (Task::new(), Rc::new(()));
        inner.try_put(Rc::clone(&item)).unwrap();
        let mut join = inner.join();
        assert!(task.poll(&mut join).is_pending());
        std::mem::forget(join);
        let waker = Owner::of(inner);
        let mut get = outer.get();
        assert!(poll_with(&waker, &mut get).is_pending());
        drop(waker);
        assert_eq!((Rc::strong_count(&item), task.wakers()), (2, 1));
        drop(get);
        assert_eq!((Rc::strong_count(&item), task.wakers()), (1, 0));
    }
}

/// An item that owns the queue in which it is stored.
struct Owns(#[expect(dead_code, reason = "it is there to be dropped")] Rc<Queue<Self>>);

#[test]
fn a_queue_owned_by_its_item_is_dropped_when_the_item_is_taken_out() {
    for way in WAYS {
        let queue = Rc::new(queue::<Owns>(2, way));
        for _ in 0..2 {
            assert!(queue.try_put(Owns(Rc::clone(&queue))).is_ok());
        }
        let weak = Rc::downgrade(&queue);
        drop(queue);
        assert_eq!(weak.strong_count(), 2, "a cycle");
        drop(weak.upgrade().unwrap().try_get());
        assert_eq!(weak.strong_count(), 1);
        drop(weak.upgrade().unwrap().shutdown_now());
        assert_eq!(weak.strong_count(), 0);
    }
}

#[test]
fn an_item_dropped_with_its_queue_finds_the_queue_gone() {
    struct Looks(Weak<Queue<Self>>, Rc<Cell<u8>>);

    impl Drop for Looks {
        fn drop(&mut self) {
            assert!(self.0.upgrade().is_none());
            self.1.set(self.1.get() + 1);
        }
    }

    for way in WAYS {
        let dropped = Rc::default();
        let queue = Rc::new(queue::<Looks>(2, way));
        for _ in 0..2 {
            assert!(queue.try_put(Looks(Rc::downgrade(&queue), Rc::clone(&dropped))).is_ok());
        }
        drop(queue);
        assert_eq!(dropped.get(), 2);
    }
}
