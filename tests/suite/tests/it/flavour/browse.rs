//! Getting an item if it is wanted, and removing items out of turn.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use queue_async::{
    Builder, Capacity, Fairness, Fifo, Priority, PutError, TryGetError, TryPutError, Weighed,
};

use super::super::Flavour;
use super::WAYS;
use queue_support::Task;

type Queue<T> = super::Queue<Fifo<T>>;

fn queue<T>(capacity: usize, way: Fairness) -> Queue<T> {
    super::queue(capacity, way)
}

/// A queue that is full of the items 1, 2 and so on.
fn full(capacity: u8, way: Fairness) -> Queue<u8> {
    let queue = queue(capacity.into(), way);
    (1..=capacity).for_each(|item| queue.try_put(item).unwrap());
    queue
}

#[test]
fn an_item_is_got_only_if_it_is_wanted() {
    for way in WAYS {
        let queue = full(2, way);
        assert_eq!(queue.try_get_if(|item| *item == 2), Ok(None), "1 is the next");
        assert_eq!((queue.len(), queue.unfinished()), (2, 2));
        assert_eq!(queue.try_get_if(|item| *item == 1), Ok(Some(1)));
        assert_eq!((queue.len(), queue.unfinished()), (1, 2), "it counts until it is done");
        queue.shutdown();
        assert_eq!(queue.try_get_if(|_| false), Ok(None));
        assert_eq!(queue.try_get_if(|_| true), Ok(Some(2)));
        assert_eq!(queue.try_get_if(|_| true), Err(TryGetError::ShutDown));
    }
    assert_eq!(Queue::<u8>::unbounded().try_get_if(|_| true), Err(TryGetError::Empty));
}

#[test]
fn an_item_that_is_got_or_removed_gives_its_room_to_a_put_that_waits() {
    type Call = fn(&Queue<u8>);
    let calls: [Call; 3] = [
        |queue| assert_eq!(queue.try_get_if(|item| *item == 1), Ok(Some(1))),
        |queue| assert_eq!(queue.remove(|item| *item == 2), Some(2)),
        |queue| assert_eq!(queue.remove_all(|item| *item == 2), [2]),
    ];
    for way in WAYS {
        for call in calls {
            let queue = full(2, way);
            let (a, b) = (Task::new(), Task::new());
            let (mut first, mut second) = (queue.put(3), queue.put(4));
            assert!(a.poll(&mut first).is_pending() && b.poll(&mut second).is_pending());
            call(&queue);
            assert_eq!((a.wakes(), b.wakes()), (1, 0));
            assert_eq!(queue.len(), if way == Fairness::Fair { 2 } else { 1 });
            assert_eq!(a.poll(&mut first), Poll::Ready(Ok(())));
            assert!(b.poll(&mut second).is_pending());
        }
    }
}

#[test]
fn a_call_that_finds_nothing_wakes_no_future() {
    for way in WAYS {
        let queue = full(2, way);
        let (task, mut put, mut join) = (Task::new(), queue.put(3), queue.join());
        assert!(task.poll(&mut put).is_pending() && task.poll(&mut join).is_pending());
        assert_eq!(queue.try_get_if(|_| false), Ok(None));
        assert_eq!(queue.remove(|_| false), None);
        assert_eq!(queue.remove_all(|_| false), []);
        assert_eq!((task.wakes(), queue.len(), queue.waiting_putters()), (0, 2, 1));
    }
}

#[test]
fn all_items_that_are_removed_give_their_room_to_as_many_puts() {
    let queue = full(3, Fairness::Fair);
    let tasks = [(); 3].map(|()| Task::new());
    let mut puts = [4, 5, 6].map(|item| queue.put(item));
    for (task, put) in tasks.iter().zip(&mut puts) {
        assert!(task.poll(put).is_pending());
    }
    assert_eq!(queue.remove_all(|item| item % 2 == 1), [1, 3]);
    assert_eq!(tasks.each_ref().map(Task::wakes), [1, 1, 0]);
    assert!(queue.inspect(|items| items.iter().eq(&[2, 4, 5])));
}

#[test]
fn items_of_puts_that_wait_are_not_looked_at() {
    let queue = full(1, Fairness::Fair);
    let (task, mut put) = (Task::new(), queue.put(2));
    assert!(task.poll(&mut put).is_pending());
    assert_eq!(queue.remove(|item| *item == 2), None);
    assert_eq!(put.cancel(), Some(2));
}

#[test]
fn items_that_are_removed_end_joins_and_those_in_flight_do_not() {
    for way in WAYS {
        let queue = full(3, way);
        let (task, mut join) = (Task::new(), queue.join());
        assert_eq!(queue.try_get(), Ok(1));
        assert!(task.poll(&mut join).is_pending());
        assert_eq!(queue.remove_all(|_| true), [2, 3]);
        assert_eq!((queue.unfinished(), task.wakes()), (1, 0));
        queue.task_done().unwrap();
        assert_eq!((task.wakes(), task.poll(&mut join)), (1, Poll::Ready(())));

        let queue = full(1, way);
        let mut join = queue.join();
        assert!(task.poll(&mut join).is_pending());
        assert_eq!(queue.remove(|_| true), Some(1));
        assert_eq!((task.wakes(), task.poll(&mut join)), (1, Poll::Ready(())));
    }
}

#[test]
fn items_are_removed_after_a_shutdown_too() {
    let queue = full(2, Fairness::Fair);
    let (task, mut put) = (Task::new(), queue.put(3));
    assert!(task.poll(&mut put).is_pending());
    queue.shutdown();
    assert_eq!(queue.remove(|_| true), Some(1));
    assert_eq!(task.poll(&mut put), Poll::Ready(Err(PutError::ShutDown(3))));
    assert_eq!((queue.remove_all(|_| true), queue.unfinished()), (vec![2], 0));
}

#[test]
fn the_smallest_of_a_priority_queue_is_got_if_it_is_wanted() {
    let queue = super::Queue::<Priority<u8>>::from_iter([3, 1, 2]);
    assert_eq!(queue.try_get_if(|item| *item == 1), Ok(Some(1)));
    assert_eq!(queue.remove(|item| *item == 3), Some(3));
    assert!(queue.drain().eq([2]));
}

/// The items are dropped by the caller, when the queue is free.
#[test]
fn an_item_that_is_removed_may_call_the_queue_when_it_is_dropped() {
    struct Caller(Rc<Queue<Self>>);

    impl Drop for Caller {
        fn drop(&mut self) {
            assert!(self.0.is_empty());
        }
    }

    let queue = Rc::new(queue(4, Fairness::Fair));
    let put = || (0..3).for_each(|_| queue.try_put(Caller(Rc::clone(&queue))).ok().unwrap());
    put();
    assert_eq!(queue.remove_all(|_| true).len(), 3);
    queue.try_put(Caller(Rc::clone(&queue))).ok().unwrap();
    drop(queue.remove(|_| true));
    assert_eq!(Rc::strong_count(&queue), 1);
}

/// Every future may have missed a wake, so all are woken.
#[test]
fn a_predicate_that_panics_loses_no_item_and_strands_no_future() {
    type Call = fn(&Queue<u8>);
    let calls: [Call; 3] = [
        |queue| _ = queue.try_get_if(|_| panic!("bomb")),
        |queue| _ = queue.remove(|item| if *item == 2 { panic!("bomb") } else { false }),
        |queue| _ = queue.remove_all(|item| if *item == 2 { panic!("bomb") } else { true }),
    ];
    for way in WAYS {
        for call in calls {
            let queue = full(2, way);
            let (task, mut put) = (Task::new(), queue.put(3));
            assert!(task.poll(&mut put).is_pending());
            assert!(catch_unwind(AssertUnwindSafe(|| call(&queue))).is_err());
            assert_eq!((task.wakes(), queue.len(), queue.unfinished()), (1, 2, 2));
            assert!(task.poll(&mut put).is_pending(), "it waits on");
            assert_eq!(queue.try_get(), Ok(1));
            assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
            assert!(queue.drain().eq([2, 3]));
        }
    }
}

/// Returns whether the queue is sync. A sync queue deadlocks where a local one panics, as its docs say.
fn is_sync() -> bool {
    std::any::type_name::<Flavour>() != std::any::type_name::<queue_async::LocalLock>()
}

#[test]
fn a_predicate_that_calls_its_local_queue_panics() {
    if is_sync() {
        return;
    }
    type Call = fn(&Queue<u8>);
    let calls: [Call; 3] = [
        |queue| _ = queue.try_get_if(|_| queue.is_empty()),
        |queue| _ = queue.remove(|_| queue.try_get().is_ok()),
        |queue| _ = queue.remove_all(|_| queue.try_put(9).is_ok()),
    ];
    for call in calls {
        let queue = full(2, Fairness::Fair);
        let panic = catch_unwind(AssertUnwindSafe(|| call(&queue))).unwrap_err();
        let message = panic.downcast_ref::<&str>().unwrap();
        assert!(message.contains("a queue was called while it was in use"), "{message}");
        assert!(message.contains("by a predicate"), "{message}");
        assert!(queue.drain().eq([1, 2]));
    }
}

/// Strings that count by their bytes.
fn words(
    capacity: usize,
    way: Fairness,
) -> queue_async::Queue<Weighed<Fifo<&'static str>>, Flavour> {
    let storage = Weighed::new(Fifo::default(), str_len as fn(&&'static str) -> usize);
    Builder::new(storage).capacity(Capacity::try_from(capacity).unwrap()).fairness(way).build()
}

fn str_len(word: &&'static str) -> usize {
    assert_ne!(*word, "bomb");
    word.len()
}

#[test]
fn the_bytes_of_the_items_are_bounded() {
    for way in WAYS {
        let queue = words(6, way);
        queue.try_put("four").unwrap();
        assert_eq!(queue.try_put("put"), Err(TryPutError::Full("put")));
        queue.try_put("in").unwrap();
        assert!(queue.is_full() && queue.len() == 2);
        assert_eq!(queue.remove(|word| *word == "four"), Some("four"));
        queue.try_put("four").unwrap();
        assert!(queue.drain().eq(["in", "four"]));
    }
}

#[test]
fn an_item_that_weighs_more_than_the_capacity_is_put_in_its_turn() {
    let queue = words(4, Fairness::Fair);
    queue.try_put("ab").unwrap();
    let (a, b) = (Task::new(), Task::new());
    let (mut heavy, mut light) = (queue.put("heavy"), queue.put("l"));
    assert!(a.poll(&mut heavy).is_pending() && b.poll(&mut light).is_pending());
    assert_eq!(queue.try_put("x"), Err(TryPutError::Full("x")), "nothing overtakes it");
    assert_eq!(queue.try_get(), Ok("ab"));
    assert_eq!((a.wakes(), b.wakes(), queue.len()), (1, 0, 1));
    assert_eq!(a.poll(&mut heavy), Poll::Ready(Ok(())));
    assert_eq!(queue.try_get(), Ok("heavy"));
    assert_eq!((b.wakes(), b.poll(&mut light)), (1, Poll::Ready(Ok(()))));
}

#[test]
fn a_light_put_overtakes_a_heavy_one_only_in_a_barging_queue() {
    for way in WAYS {
        let queue = words(4, way);
        queue.try_put("abc").unwrap();
        let (task, mut heavy) = (Task::new(), queue.put("de"));
        assert!(task.poll(&mut heavy).is_pending());
        assert_eq!(queue.try_put("f").is_ok(), way == Fairness::Barging);
        queue.shutdown();
        assert_eq!(task.poll(&mut heavy), Poll::Ready(Err(PutError::ShutDown("de"))));
    }
}

#[test]
fn a_heavy_item_that_is_got_makes_room_for_several() {
    let queue = words(4, Fairness::Fair);
    queue.try_put("abcd").unwrap();
    let tasks = [(); 3].map(|()| Task::new());
    let mut puts = ["e", "fg", "hi"].map(|word| queue.put(word));
    for (task, put) in tasks.iter().zip(&mut puts) {
        assert!(task.poll(put).is_pending());
    }
    assert_eq!(queue.try_get(), Ok("abcd"));
    assert_eq!((tasks.each_ref().map(Task::wakes), queue.len()), ([1, 1, 0], 2));
    assert!(queue.shutdown_now().eq(["e", "fg"]));
    assert_eq!(queue.unfinished(), 1);
}

/// A future that has its item still gives it back.
#[test]
fn a_weigher_that_panics_loses_one_item_and_strands_no_future() {
    for way in WAYS {
        let queue = words(4, way);
        let panics = |f: &mut dyn FnMut()| catch_unwind(AssertUnwindSafe(f)).is_err();
        assert!(panics(&mut || _ = queue.try_put("bomb")));
        let (task, mut put) = (Task::new(), queue.put("bomb"));
        assert!(panics(&mut || _ = task.poll(&mut put)));
        assert_eq!((put.cancel(), queue.len(), queue.unfinished()), (Some("bomb"), 0, 0));
        queue.try_put("abcd").unwrap();
        assert_eq!(queue.try_get(), Ok("abcd"));
        assert_eq!((queue.unfinished(), queue.is_empty()), (1, true));
    }
}
