use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Poll;

use futures::FutureExt;
use queue_async::{Fairness, Get, Put, PutError};

use super::hooked::{Event, Hooked, disarm, on_event};
use super::{Queue, WAYS, queue};
use queue_support::{Task, poll_with};

#[test]
fn a_waker_may_call_the_queue_from_wake_clone_and_drop() {
    for way in WAYS {
        for event in [Event::Wake, Event::Clone, Event::Drop] {
            let queue = Rc::new(queue::<u32>(1, way));
            let fired = Rc::new(Cell::new(0));
            let (inner, count) = (Rc::clone(&queue), Rc::clone(&fired));
            on_event(move |seen| {
                if seen == event {
                    count.set(count.get() + 1);
                    let taken = inner.try_get();
                    let _ = inner.try_put(7);
                    if taken.is_err() {
                        let _ = inner.try_get();
                    }
                    let _ = (inner.len(), inner.task_done(), format!("{inner:?}"));
                }
            });
            touch_wakers_in_every_way(&queue);
            disarm();
            assert!(fired.get() >= 3, "{event:?} was seen {} times", fired.get());
            let waiting =
                [queue.waiting_getters(), queue.waiting_putters(), queue.waiting_joiners()];
            assert_eq!((queue.len(), waiting), (0, [0; 3]), "nothing is left behind");
        }
    }
}

#[test]
fn the_last_sender_may_be_dropped_inside_a_waker() {
    for way in WAYS {
        let (sender, receiver) = queue::<u32>(1, way).into_ends();
        let (weak, mut get) = (sender.downgrade(), receiver.get());
        assert!(poll_with(&Hooked::waker(), &mut get).is_pending());
        let last = Cell::new(Some(sender));
        on_event(move |seen| {
            if seen == Event::Wake {
                drop(last.take());
            }
        });
        assert_eq!(receiver.try_put(1), Ok(()));
        disarm();
        assert!(receiver.is_shutdown() && weak.upgrade().is_none());
        assert_eq!(get.now_or_never(), Some(Ok(1)));
    }
}

fn touch_wakers_in_every_way(queue: &Queue<u32>) {
    let (one, two) = (Hooked::waker(), Hooked::waker());
    let (mut get, mut other) = (queue.get(), queue.get());
    let _ = poll_with(&one, &mut get);
    let _ = poll_with(&two, &mut get);
    let _ = poll_with(&two, &mut other);
    let _ = queue.try_put(1);
    let _ = poll_with(&one, &mut get);
    let _ = queue.drain().count();
    let _ = poll_with(&one, &mut other);
    drop((get, other));

    let _ = queue.try_put(2);
    let (mut put, mut other, mut join) = (queue.put(3), queue.put(4), queue.join());
    let _ = poll_with(&one, &mut put);
    let _ = poll_with(&two, &mut put);
    let _ = poll_with(&two, &mut other);
    let _ = poll_with(&one, &mut join);
    let _ = poll_with(&two, &mut join);
    let _ = queue.try_get();
    let _ = poll_with(&one, &mut put);
    let _ = other.cancel();
    while queue.task_done().is_ok() {}
    let _ = poll_with(&one, &mut join);

    let mut get = queue.get();
    let _ = poll_with(&one, &mut get);
    queue.shutdown();
    let _ = poll_with(&one, &mut get);
    let _ = queue.shutdown_now().count();
}

/// As with an executor that runs a task inside the call that wakes it.
#[test]
fn a_waker_may_poll_its_own_future_from_wake() {
    for way in WAYS {
        let queue: &'static Queue<u8> = Box::leak(Box::new(queue(1, way)));
        let (waker, task) = (Hooked::waker(), Task::new());
        let get = Rc::new(RefCell::new(queue.get()));
        let got = Rc::new(Cell::new(Poll::Pending));
        assert!(poll_with(&waker, &mut *get.borrow_mut()).is_pending());
        let (future, result) = (Rc::clone(&get), Rc::clone(&got));
        on_event(move |event| {
            if event == Event::Wake {
                result.set(task.poll(&mut *future.borrow_mut()));
            }
        });
        queue.try_put(1).unwrap();
        disarm();
        assert_eq!((got.get(), queue.len()), (Poll::Ready(Ok(1)), 0));
    }
}

/// As with an executor that drops a task inside the call that wakes it. The next get receives the item.
#[test]
fn a_waker_may_drop_its_own_get_from_wake() {
    for way in WAYS {
        let queue: &'static Queue<u8> = Box::leak(Box::new(queue(1, way)));
        let (waker, task) = (Hooked::waker(), Task::new());
        let dropped = Rc::new(Cell::new(None::<Get<&Queue<u8>>>));
        let (mut get, mut next) = (queue.get(), queue.get());
        assert!(poll_with(&waker, &mut get).is_pending());
        assert!(task.poll(&mut next).is_pending());
        dropped.set(Some(get));
        on_event(move |event| {
            if event == Event::Wake {
                drop(dropped.take());
            }
        });
        queue.try_put(1).unwrap();
        disarm();
        assert_eq!((task.wakes(), task.poll(&mut next)), (1, Poll::Ready(Ok(1))));
    }
}

/// On a barging queue, the next put gets the room. On a fair queue, the dropped put has put.
#[test]
fn a_waker_may_drop_its_own_put_from_wake() {
    for way in WAYS {
        let queue: &'static Queue<u8> = Box::leak(Box::new(queue(1, way)));
        let (waker, task) = (Hooked::waker(), Task::new());
        queue.try_put(1).unwrap();
        let dropped = Rc::new(Cell::new(None::<Put<&Queue<u8>>>));
        let (mut put, mut next) = (queue.put(2), queue.put(3));
        assert!(poll_with(&waker, &mut put).is_pending());
        assert!(task.poll(&mut next).is_pending());
        dropped.set(Some(put));
        on_event(move |event| {
            if event == Event::Wake {
                drop(dropped.take());
            }
        });
        assert_eq!(queue.try_get(), Ok(1));
        disarm();
        if task.wakes() == 0 {
            assert_eq!((way, queue.try_get()), (Fairness::Fair, Ok(2)));
            assert_eq!(task.wakes(), 1);
        }
        assert_eq!((task.poll(&mut next), queue.try_get()), (Poll::Ready(Ok(())), Ok(3)));
    }
}

#[test]
fn a_waker_may_shut_the_queue_down_from_wake_clone_and_drop() {
    for way in WAYS {
        for event in [Event::Wake, Event::Clone, Event::Drop] {
            let queue = Rc::new(queue::<u32>(1, way));
            let inner = Rc::clone(&queue);
            on_event(move |seen| {
                if seen == event {
                    assert!(inner.shutdown_now().count() < 2);
                }
            });
            let (one, two) = (Hooked::waker(), Hooked::waker());
            let (mut get, mut put) = (queue.get(), queue.put(2));
            let _ = poll_with(&one, &mut get);
            let _ = poll_with(&two, &mut get);
            let _ = queue.try_put(1);
            let _ = poll_with(&one, &mut put);
            let _ = poll_with(&two, &mut put);
            let _ = queue.try_get();
            drop((get, put, one, two));
            disarm();
            assert!(queue.is_shutdown(), "{event:?} was seen");
            let waiting = [queue.waiting_getters(), queue.waiting_putters()];
            assert_eq!((queue.len(), waiting), (0, [0; 2]));
        }
    }
}

/// The put finds the queue full, and finds it shut down when it looks again.
#[test]
fn a_put_whose_waker_shuts_the_queue_down_when_cloned_gets_its_item_back() {
    for way in WAYS {
        let queue = Rc::new(queue::<u32>(1, way));
        queue.try_put(1).unwrap();
        let (inner, waker) = (Rc::clone(&queue), Hooked::waker());
        on_event(move |seen| {
            if seen == Event::Clone {
                inner.shutdown();
            }
        });
        let put = poll_with(&waker, &mut queue.put(2));
        disarm();
        assert!(matches!(put, Poll::Ready(Err(PutError::ShutDown(2)))), "{put:?}");
    }
}
