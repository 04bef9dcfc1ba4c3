use std::mem;
use std::rc::Rc;
use std::task::Poll;

use futures::FutureExt;
use futures::future::FusedFuture;
use queue_async::{Event, Until};

use super::{Queue, WAYS, full, queue};
use queue_support::Task;

#[test]
fn a_wait_for_an_event_that_is_there_is_over_at_once() {
    for way in WAYS {
        let empty = queue::<u8>(1, way);
        for mut until in [empty.until_empty(), empty.until_room(), empty.until_len(0)] {
            assert!(!until.is_terminated());
            assert_eq!((&mut until).now_or_never(), Some(()));
            assert!(until.is_terminated());
        }
        assert_eq!(full([1], way).until_len(1).now_or_never(), Some(()));
        empty.shutdown();
        assert_eq!(empty.until_shutdown().now_or_never(), Some(()));
    }
}

#[test]
fn each_event_notifies_the_waits_for_it_and_no_other() {
    for way in WAYS {
        let (queue, task) = (full([1, 2], way), Task::new());
        let mut untils = [Event::Empty, Event::Room, Event::Len(3), Event::ShutDown];
        let mut untils = untils.each_mut().map(|event| (Task::new(), queue.until(*event)));
        for (task, until) in &mut untils {
            assert!(task.poll(until).is_pending());
        }
        let mut woken = || untils.each_mut().map(|(task, _)| task.wakes());
        assert_eq!((queue.try_get(), woken()), (Ok(1), [0, 1, 0, 0]));
        assert_eq!((queue.try_get(), woken()), (Ok(2), [1, 0, 0, 0]));
        queue.try_put(3).unwrap();
        assert_eq!(woken(), [0; 4], "each is notified once");
        queue.shutdown();
        assert_eq!(woken(), [0, 0, 1, 1]);
        for (task, until) in &mut untils {
            assert_eq!((task.wakers(), task.poll(until)), (0, Poll::Ready(())));
            assert!(task.poll(until).is_pending() && until.is_terminated());
        }
        assert_eq!(task.wakes(), 0);
    }
}

#[test]
fn a_shutdown_ends_all_waits_but_that_for_an_empty_queue() {
    for way in WAYS {
        for now in [false, true] {
            let (queue, task, empty) = (full([1], way), Task::new(), Task::new());
            let mut until_empty = queue.until_empty();
            let mut untils = [queue.until_room(), queue.until_len(2), queue.until_shutdown()];
            assert!(empty.poll(&mut until_empty).is_pending());
            untils.iter_mut().for_each(|until| assert!(task.poll(until).is_pending()));
            if now {
                drop(queue.shutdown_now());
            } else {
                queue.shutdown();
            }
            assert_eq!((task.wakes(), empty.wakes()), (3, usize::from(now)));
            untils.iter_mut().for_each(|until| assert!(task.poll(until).is_ready()));
            queue.drain().for_each(drop);
            assert_eq!(empty.poll(&mut until_empty), Poll::Ready(()));
        }
    }
}

#[test]
fn an_event_that_has_passed_has_come_all_the_same() {
    for way in WAYS {
        let (queue, task) = (full([1], way), Task::new());
        let mut until = queue.until_empty();
        assert!(task.poll(&mut until).is_pending());
        queue.try_get().unwrap();
        queue.try_put(2).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut until)), (1, Poll::Ready(())));
        assert_eq!(queue.len(), 1);
    }
}

#[test]
fn a_wait_for_an_event_that_is_dropped_leaves_nothing() {
    for way in WAYS {
        let (queue, task, other) = (Rc::new(full([1], way)), Task::new(), Task::new());
        drop(queue.until_empty());
        let mut waits = Until::new(Rc::clone(&queue), Event::Empty);
        let (mut notified, mut stays) = (queue.until_empty(), queue.until_empty());
        assert!(task.poll(&mut waits).is_pending());
        assert!(task.poll(&mut notified).is_pending());
        assert!(other.poll(&mut stays).is_pending());
        assert_eq!(task.wakers(), 2);
        drop(waits);
        assert_eq!(task.wakers(), 1);
        queue.try_get().unwrap();
        assert_eq!((task.wakes(), task.wakers(), other.wakes()), (1, 0, 1));
        drop(notified);
        assert!(other.poll(&mut stays).is_ready());
        drop(stays);
        assert_eq!(Rc::strong_count(&queue), 1);
    }
}

#[test]
fn a_wait_for_an_event_polled_with_a_new_waker_wakes_the_new_one() {
    for way in WAYS {
        let (queue, old, new) = (full([1], way), Task::new(), Task::new());
        let mut until = queue.until_room();
        assert!(old.poll(&mut until).is_pending());
        assert!(new.poll(&mut until).is_pending());
        assert_eq!((old.wakers(), new.wakers()), (0, 1));
        queue.try_get().unwrap();
        assert_eq!((old.wakes(), new.wakes()), (0, 1));
    }
}

#[test]
fn a_wait_for_an_event_that_is_forgotten_costs_one_slot() {
    for way in WAYS {
        let (queue, lost, task) = (full([1], way), Task::new(), Task::new());
        let (mut forgotten, mut until) = (queue.until_empty(), queue.until_empty());
        assert!(lost.poll(&mut forgotten).is_pending());
        mem::forget(forgotten);
        assert!(task.poll(&mut until).is_pending());
        queue.try_get().unwrap();
        assert_eq!((lost.wakes(), task.wakes(), lost.wakers()), (1, 1, 0));
    }
}

/// So does room that a permit gives back, or that a change of the capacity makes.
#[test]
fn permits_and_the_capacity_make_events_too() {
    for way in WAYS {
        let (queue, task) = (queue::<u8>(1, way), Task::new());
        let permit = queue.try_reserve().unwrap();
        let mut until = queue.until_room();
        assert!(task.poll(&mut until).is_pending());
        drop(permit);
        assert_eq!((task.wakes(), task.poll(&mut until)), (1, Poll::Ready(())));

        let permit = queue.try_reserve().unwrap();
        let mut len = queue.until_len(1);
        let mut room = queue.until_room();
        assert!(task.poll(&mut len).is_pending() && task.poll(&mut room).is_pending());
        permit.put(1).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut len)), (1, Poll::Ready(())));
        queue.set_capacity(2.try_into().unwrap()).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut room)), (1, Poll::Ready(())));
    }
}

#[test]
fn an_end_learns_that_the_other_side_is_gone() {
    for way in WAYS {
        let (sender, receiver) = queue::<u8>(1, way).into_ends();
        let (task, other) = (Task::new(), receiver.clone());
        let mut closed = sender.until_shutdown();
        assert!(task.poll(&mut closed).is_pending());
        drop(receiver);
        assert_eq!((task.wakes(), sender.receivers()), (0, 1));
        drop(other);
        assert_eq!((task.wakes(), sender.receivers()), (1, 0));
        assert!(task.poll(&mut closed).is_ready());
    }
}

#[test]
fn a_wait_for_an_event_shows_the_event() {
    let queue = Queue::<()>::bounded(1);
    let shown = format!("{:?}", queue.until_len(3));
    assert_eq!(shown, "Until { until: Until(Len(3), New), .. }");
}

/// A forced put has one item too many inside until the storage evicts one.
#[test]
fn a_length_that_a_queue_can_not_have_never_comes() {
    for way in WAYS {
        let (queue, task) = (queue(2, way), Task::new());
        queue.try_put_many([1, 2]).unwrap();
        let mut until = queue.until_len(3);
        assert!(task.poll(&mut until).is_pending());
        assert!(queue.force_put(3).unwrap().eq([1]));
        assert_eq!(task.wakes(), 0);
        assert!(task.poll(&mut until).is_pending());
    }
}
