use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use futures::FutureExt;
use futures::future::FusedFuture;
use queue_async::{Fairness, GetAtLeast, Pushed, ShutDown, Storage};

use super::{Queue, WAYS, at_rest, full, queue};
use queue_support::Task;

#[test]
fn a_get_of_at_least_so_many_waits_for_them() {
    for way in WAYS {
        let (queue, task) = (Rc::new(queue(8, way)), Task::new());
        let mut get = GetAtLeast::new(Rc::clone(&queue), 2, 3);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((task.wakes(), task.wakers(), queue.waiting_getters()), (0, 1, 0));
        assert!(!get.is_terminated());
        queue.try_put_many([2, 3, 4]).unwrap();
        assert_eq!((task.wakes(), task.wakers()), (1, 0));
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(vec![1, 2, 3])));
        assert!(task.poll(&mut get).is_pending() && get.is_terminated());
        assert_eq!((queue.try_get(), task.wakers()), (Ok(4), 0));
    }
}

#[test]
fn while_it_waits_it_holds_no_item_and_waits_again_if_another_get_was_faster() {
    for way in WAYS {
        let (queue, task, other) = (queue(8, way), Task::new(), Task::new());
        let mut get = queue.get_at_least(2, 8);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!(queue.get().now_or_never(), Some(Ok(1)));
        for round in 0..2 {
            queue.try_put_many([2, 3]).unwrap();
            assert_eq!((task.wakes(), queue.try_get()), (1, Ok(2)), "round {round}");
            let poller = if round == 0 { &task } else { &other };
            assert!(poller.poll(&mut get).is_pending());
            assert_eq!((task.wakers(), other.wakers()), if round == 0 { (1, 0) } else { (0, 1) });
            assert_eq!(queue.try_get(), Ok(3));
            if round == 1 {
                queue.try_put_many([4, 5]).unwrap();
                assert_eq!(other.wakes(), 1);
            }
        }
        assert_eq!(get.now_or_never(), Some(Ok(vec![4, 5])));
        at_rest(&queue);
    }
}

#[test]
fn a_get_of_at_least_so_many_that_is_dropped_loses_nothing() {
    for way in WAYS {
        let (queue, task) = (queue(8, way), Task::new());
        drop(queue.get_at_least(2, 8));
        let mut waits = queue.get_at_least(2, 8);
        assert!(task.poll(&mut waits).is_pending());
        drop(waits);
        assert_eq!(task.wakers(), 0);
        let mut notified = queue.get_at_least(2, 8);
        assert!(task.poll(&mut notified).is_pending());
        queue.try_put_many([1, 2]).unwrap();
        assert_eq!(task.wakes(), 1);
        drop(notified);
        assert_eq!((queue.len(), task.wakers()), (2, 0));
        let mut returned = queue.get_at_least(2, 8);
        assert!(task.poll(&mut returned).is_ready());
        drop(returned);
        at_rest(&queue);
    }
}

#[test]
fn after_a_shutdown_it_takes_what_is_left() {
    for way in WAYS {
        for left in [vec![], vec![1]] {
            let (queue, task) = (queue(8, way), Task::new());
            let mut get = queue.get_at_least(2, 8);
            assert!(task.poll(&mut get).is_pending());
            queue.try_put_many(left.clone()).unwrap();
            queue.shutdown();
            assert_eq!(task.wakes(), 1);
            let got = if left.is_empty() { Err(ShutDown) } else { Ok(left) };
            assert_eq!(task.poll(&mut get), Poll::Ready(got));
            assert_eq!(queue.get_at_least(2, 8).now_or_never(), Some(Err(ShutDown)));
        }
    }
}

/// It waits for the item in the get line then.
#[test]
fn after_a_shutdown_it_waits_for_the_item_of_a_permit() {
    for way in WAYS {
        for puts in [false, true] {
            let (queue, task) = (queue(8, way), Task::new());
            let permit = queue.try_reserve().unwrap();
            let mut get = queue.get_at_least(2, 8);
            assert!(task.poll(&mut get).is_pending());
            queue.shutdown();
            assert_eq!(task.wakes(), 1);
            assert!(task.poll(&mut get).is_pending());
            assert_eq!((task.wakers(), queue.waiting_getters()), (1, 1));
            let got = if puts { Ok(vec![1]) } else { Err(ShutDown) };
            if puts {
                permit.put(1).unwrap();
            } else {
                drop(permit);
            }
            assert_eq!((task.wakes(), task.poll(&mut get)), (1, Poll::Ready(got)));
            at_rest(&queue);
        }
    }
}

#[test]
fn after_a_shutdown_it_passes_its_wake_on_when_dropped() {
    for way in WAYS {
        let (queue, task, behind) = (queue(8, way), Task::new(), Task::new());
        let mut permits = queue.try_reserve_many(2).unwrap();
        queue.shutdown();
        let (mut least, mut get) = (queue.get_at_least(2, 8), queue.get());
        assert!(task.poll(&mut least).is_pending());
        assert!(behind.poll(&mut get).is_pending());
        permits.next().unwrap().put(1).unwrap();
        assert_eq!((task.wakes(), behind.wakes()), (1, 0));
        drop(least);
        assert_eq!((behind.wakes(), behind.poll(&mut get)), (1, Poll::Ready(Ok(1))));
        drop(permits);
        at_rest(&queue);
    }
}

#[test]
fn a_least_above_the_capacity_or_the_limit_counts_as_that() {
    for way in WAYS {
        let full_of_two = full([1, 2], way);
        assert_eq!(full_of_two.get_at_least(9, 9).now_or_never(), Some(Ok(vec![1, 2])));
        let (queue, task) = (queue(2, way), Task::new());
        let mut get = queue.get_at_least(9, 9);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put_many([1, 2]).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut get)), (1, Poll::Ready(Ok(vec![1, 2]))));
        queue.try_put(3).unwrap();
        assert_eq!(queue.get_at_least(2, 1).now_or_never(), Some(Ok(vec![3])));
    }
}

#[test]
fn a_capacity_that_shrinks_counts_from_the_next_poll_on() {
    for way in WAYS {
        let (queue, task) = (queue(4, way), Task::new());
        let mut get = queue.get_at_least(4, 4);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put_many([1, 2]).unwrap();
        queue.set_capacity(2.try_into().unwrap()).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut get)), (0, Poll::Ready(Ok(vec![1, 2]))));
        assert_eq!(task.wakers(), 0, "it waits for the event no more");
    }
}

#[test]
fn a_least_of_zero_counts_as_one() {
    for way in WAYS {
        let (queue, task) = (queue(2, way), Task::new());
        let mut get = queue.get_at_least(0, 9);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut get)), (1, Poll::Ready(Ok(vec![1]))));
    }
}

#[test]
fn on_a_rendezvous_it_meets_the_puts_that_wait() {
    let (queue, task) = (Queue::rendezvous(), Task::new());
    let mut get = queue.get_at_least(5, 9);
    assert!(task.poll(&mut get).is_pending());
    let mut puts = [1, 2].map(|item| queue.put(item));
    puts.iter_mut().for_each(|put| assert!(task.poll(put).is_pending()));
    assert_eq!(task.poll(&mut get), Poll::Ready(Ok(vec![1, 2])));
    puts.iter_mut().for_each(|put| assert!(task.poll(put).is_ready()));
}

/// Has no item, and says how many it has.
#[derive(Default)]
struct Boasts(Cell<usize>);

impl Storage for Boasts {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        Pushed::Refused(item)
    }

    fn pop(&mut self) -> Option<u8> {
        None
    }

    fn len(&self) -> usize {
        self.0.get()
    }

    fn take(&mut self) -> Self {
        Self::default()
    }
}

#[test]
fn beside_a_storage_that_lies_it_waits_in_one_line() {
    let (queue, task) = (super::super::queue::<Boasts>(9, Fairness::Fair), Task::new());
    queue.inspect(|items| items.0.set(2));
    let mut get = queue.get_at_least(2, 9);
    assert!(task.poll(&mut get).is_pending());
    queue.inspect(|items| items.0.set(0));
    assert!(task.poll(&mut get).is_pending());
    assert_eq!((task.wakers(), queue.waiting_getters()), (1, 1));
    drop(get);
    assert_eq!((task.wakers(), queue.waiting_getters()), (0, 0));
}

#[test]
fn gets_of_several_show_how_far_they_have_come() {
    let queue = Queue::<()>::bounded(1);
    let shown = format!("{:?}", queue.get_at_least(2, 3));
    assert!(shown.ends_with("get: Get(New), least: 2, limit: 3, .. }"), "{shown}");
    let shown = format!("{:?}", queue.get_many(3));
    assert_eq!(shown, "GetMany { get: Get(New), limit: 3, .. }");
    let shown = format!("{:?}", queue.get_many_into(&mut Vec::new(), 3));
    assert_eq!(shown, "GetManyInto { get: Get(New), limit: 3, .. }");
    let shown = format!("{:?}", queue.put_many([(), ()]));
    assert_eq!(shown, "PutMany { puts: PutMany(New), .. }");
}
