use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use futures::FutureExt;
use queue_async::{
    Fairness, Fifo, HeapOrder, Lifo, Priority, Pushed, ShutDown, Storage, TryPutError,
};

use super::{Queue, WAYS, at_rest, full, queue};
use queue_support::Task;

/// Forces an item into a full queue of two and returns what left, and then what is in.
fn forced<S: Storage<Item = u8> + Default>(way: Fairness, item: u8) -> (Vec<u8>, Vec<u8>) {
    let queue = super::super::queue::<S>(2, way);
    queue.try_put_all([2, 1]).unwrap();
    let displaced = queue.force_put(item).unwrap().collect();
    assert_eq!((queue.len(), queue.unfinished()), (2, 2));
    (displaced, queue.drain().collect())
}

#[test]
fn the_storage_says_which_item_is_displaced() {
    for way in WAYS {
        assert_eq!(forced::<Fifo<u8>>(way, 3), (vec![2], vec![1, 3]), "the oldest");
        assert_eq!(forced::<Lifo<u8>>(way, 3), (vec![2], vec![3, 1]), "the oldest");
        assert_eq!(forced::<Priority<u8>>(way, 0), (vec![2], vec![0, 1]), "the worst");
        assert_eq!(forced::<Priority<u8>>(way, 3), (vec![3], vec![1, 2]), "itself");
        assert_eq!(forced::<HeapOrder<u8>>(way, 0), (vec![2], vec![0, 1]), "the worst");
    }
}

#[test]
fn a_forced_put_beside_room_displaces_nothing() {
    for way in WAYS {
        let (queue, task) = (queue(1, way), Task::new());
        let mut get = queue.get();
        assert!(task.poll(&mut get).is_pending());
        let displaced = queue.force_put(1).unwrap();
        assert_eq!((displaced.len(), task.wakes()), (0, 1));
        assert_eq!(get.now_or_never(), Some(Ok(1)));
    }
}

#[test]
fn a_forced_put_overtakes_puts_that_wait() {
    for way in WAYS {
        let (queue, task) = (full([0], way), Task::new());
        let mut put = queue.put(1);
        assert!(task.poll(&mut put).is_pending());
        assert!(queue.force_put(2).unwrap().eq([0]));
        assert_eq!((task.wakes(), queue.waiting_putters()), (0, 1));
        assert_eq!((queue.try_get(), task.wakes()), (Ok(2), 1));
        assert_eq!((task.poll(&mut put), queue.try_get()), (Poll::Ready(Ok(())), Ok(1)));
        at_rest(&queue);
    }
}

#[test]
fn a_forced_put_takes_no_room_from_permits() {
    for way in WAYS {
        let (queue, task) = (queue(2, way), Task::new());
        let mut permits = queue.try_reserve_many(2).unwrap();
        let (mut join, mut get) = (queue.join(), queue.get());
        assert!(task.poll(&mut get).is_pending());
        assert!(queue.force_put(1).unwrap().eq([1]), "itself");
        assert_eq!((queue.len(), queue.unfinished(), queue.reserved()), (0, 0, 2));
        assert!(task.poll(&mut get).is_pending(), "it was notified in vain at most");
        assert!(task.poll(&mut join).is_ready());
        drop(get);
        drop(permits.next());
        assert_eq!(queue.force_put(2).unwrap().next(), None);
        assert!(queue.force_put(3).unwrap().eq([2]));
        permits.next().unwrap().put(4).unwrap();
        assert!(queue.drain().eq([3, 4]));
        at_rest(&queue);
    }
}

#[test]
fn a_forced_put_into_a_queue_with_too_many_items_displaces_them_all() {
    for way in WAYS {
        let queue = full(0..5, way);
        queue.set_capacity(2.try_into().unwrap()).unwrap();
        let mut displaced = queue.force_put(5).unwrap();
        assert_eq!((displaced.len(), displaced.size_hint()), (4, (4, Some(4))));
        assert_eq!(format!("{displaced:?}"), "Displaced { len: 4, .. }");
        assert!(displaced.by_ref().eq(0..4));
        assert_eq!(displaced.next(), None);
        assert!(queue.drain().eq([4, 5]));
    }
}

#[test]
fn a_forced_put_after_a_shutdown_gives_its_item_back() {
    for way in WAYS {
        let queue = full([0], way);
        queue.shutdown();
        assert_eq!(queue.force_put(1).map(|_| ()), Err(TryPutError::ShutDown(1)));
        assert!(queue.drain().eq([0]));
    }
}

#[test]
fn on_a_rendezvous_a_forced_put_displaces_its_own_item() {
    let (queue, task) = (Queue::rendezvous(), Task::new());
    let mut get = queue.get();
    assert!(task.poll(&mut get).is_pending());
    assert!(queue.force_put(1).unwrap().eq([1]));
    assert_eq!((queue.len(), queue.unfinished()), (0, 0));
    assert!(task.poll(&mut get).is_pending());
    queue.shutdown();
    assert_eq!(get.now_or_never(), Some(Err(ShutDown)));
}

#[test]
fn a_join_that_waits_for_the_displaced_item_alone_is_done() {
    let (queue, task) = (super::super::queue::<Priority<u8>>(1, Fairness::Fair), Task::new());
    let permit = queue.try_reserve().unwrap();
    permit.put(1).unwrap();
    queue.try_get().unwrap();
    let permit = queue.try_reserve().unwrap();
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    queue.task_done().unwrap();
    assert!(queue.force_put(2).unwrap().eq([2]));
    assert_eq!((task.wakes(), task.poll(&mut join)), (1, Poll::Ready(())));
    drop(permit);
}

thread_local! {
    static DROPPED_WITH: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Asks its queue for its length when it is dropped.
struct Asks(Rc<Queue<Self>>);

impl Drop for Asks {
    fn drop(&mut self) {
        DROPPED_WITH.set(Some(self.0.len()));
    }
}

#[test]
fn a_displaced_item_is_dropped_by_the_caller_and_may_call_the_queue() {
    for way in WAYS {
        let queue = Rc::new(queue(1, way));
        assert!(queue.try_put(Asks(Rc::clone(&queue))).is_ok());
        let displaced = queue.force_put(Asks(Rc::clone(&queue))).unwrap();
        assert_eq!(DROPPED_WITH.take(), None);
        drop(displaced);
        assert_eq!(DROPPED_WITH.take(), Some(1));
        drop(queue.try_get());
        DROPPED_WITH.set(None);
    }
}

/// Holds the newest item only.
#[derive(Default)]
struct Latest(Option<u8>);

impl Storage for Latest {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        if item == 9 {
            return Pushed::Refused(item);
        }
        self.0.replace(item).map_or(Pushed::Stored, Pushed::Displaced)
    }

    fn pop(&mut self) -> Option<u8> {
        self.0.take()
    }

    fn len(&self) -> usize {
        usize::from(self.0.is_some())
    }

    fn take(&mut self) -> Self {
        Self(self.0.take())
    }
}

#[test]
fn an_item_that_a_storage_displaces_or_refuses_comes_back_from_a_forced_put() {
    for way in WAYS {
        let queue = super::super::queue::<Latest>(2, way);
        assert_eq!(queue.force_put(1).unwrap().next(), None);
        assert!(queue.force_put(2).unwrap().eq([1]));
        assert_eq!(queue.force_put(9).map(|_| ()), Err(TryPutError::Refused(9)));
        assert_eq!((queue.unfinished(), queue.try_get()), (1, Ok(2)));
    }
}

/// The storage displaces one when it takes the new item, and then evicts that one for want of room.
#[test]
fn items_that_leave_twice_come_in_the_order_in_which_they_left() {
    for way in WAYS {
        let queue = super::super::queue::<Latest>(2, way);
        let permit = queue.try_reserve().unwrap();
        queue.try_put(1).unwrap();
        queue.set_capacity(1.try_into().unwrap()).unwrap();
        assert!(queue.force_put(2).unwrap().eq([1, 2]));
        assert_eq!((queue.unfinished(), permit.put(3)), (0, Ok(())));
    }
}
