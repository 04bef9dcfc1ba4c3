use std::cell::RefCell;
use std::rc::Rc;
use std::task::Poll;
use std::thread::panicking;

use futures::future::FusedFuture;
use queue_async::{Fairness, PutError, Select};

use super::hooked::{Event, Hooked, bomb, disarm, on_event};
use super::{Queue, WAYS, panics, queue};
use queue_support::{Task, poll_with};

#[test]
fn a_wake_that_panics_keeps_no_other_from_being_woken() {
    for way in WAYS {
        let queue = queue::<u8>(1, way);
        let (waker, a, b) = (Hooked::waker(), Task::new(), Task::new());
        let (mut first, mut second, mut third) = (queue.get(), queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(poll_with(&waker, &mut second).is_pending());
        assert!(b.poll(&mut third).is_pending());
        bomb(Event::Wake);
        assert!(panics(|| queue.shutdown()));
        assert_eq!((a.wakes(), b.wakes(), queue.is_shutdown()), (1, 1, true));
        assert!(b.poll(&mut third).is_ready());
    }
}

/// A get that admits a put notifies both that put and a get.
#[test]
fn a_putter_whose_wake_panics_keeps_no_getter_from_being_woken() {
    let queue = queue::<u8>(1, Fairness::Fair);
    let (waker, a, b) = (Hooked::waker(), Task::new(), Task::new());
    let mut gets = [queue.get(), queue.get()];
    gets.iter_mut().zip([&a, &b]).for_each(|(get, task)| assert!(task.poll(get).is_pending()));
    queue.try_put(1).unwrap();
    let mut put = queue.put(2);
    assert!(poll_with(&waker, &mut put).is_pending());
    bomb(Event::Wake);
    assert!(panics(|| queue.try_get()));
    assert_eq!((a.wakes(), b.wakes()), (1, 1));
}

/// Its get has finished without an item.
#[test]
fn a_select_goes_on_after_a_wake_that_panics() {
    let queue = queue::<u8>(1, Fairness::Fair);
    let (waker, task) = (Hooked::waker(), Task::new());
    let mut select = Select::new([&queue]);
    assert!(task.poll_next(&mut select).is_pending());
    queue.try_put(1).unwrap();
    let mut put = queue.put(2);
    assert!(poll_with(&waker, &mut put).is_pending());
    bomb(Event::Wake);
    assert!(panics(|| task.poll_next(&mut select)));
    assert_eq!(task.poll_next(&mut select), Poll::Ready(Some((0, 2))));
    assert!(task.poll_next(&mut select).is_pending());
    assert_eq!(queue.waiting_getters(), 1);
}

#[test]
fn a_stream_goes_on_after_a_wake_that_panics() {
    for way in WAYS {
        let queue = queue::<u8>(1, way);
        let (waker, task) = (Hooked::waker(), Task::new());
        queue.try_put(1).unwrap();
        let mut put = queue.put(2);
        assert!(poll_with(&waker, &mut put).is_pending());
        let mut stream = queue.stream();
        bomb(Event::Wake);
        assert!(panics(|| task.poll_next(&mut stream)));
        assert!(task.poll(&mut put).is_ready());
        assert_eq!(task.poll_next(&mut stream), Poll::Ready(Some(2)));
    }
}

/// The item has left the queue. It counts as unfinished until `task_done`.
#[test]
fn an_item_got_by_a_call_whose_wake_panics_is_lost() {
    for way in WAYS {
        let queue = queue(1, way);
        let (waker, task, item) = (Hooked::waker(), Task::new(), Rc::new(()));
        queue.try_put(Rc::clone(&item)).unwrap();
        let (mut put, mut get) = (queue.put(Rc::clone(&item)), queue.get());
        assert!(poll_with(&waker, &mut put).is_pending());
        bomb(Event::Wake);
        assert!(panics(|| task.poll(&mut get)));
        assert!(get.is_terminated());
        assert!(task.poll(&mut put).is_ready());
        assert_eq!((queue.len(), queue.unfinished(), Rc::strong_count(&item)), (1, 2, 2));

        let mut put = queue.put(Rc::clone(&item));
        assert!(poll_with(&waker, &mut put).is_pending());
        bomb(Event::Wake);
        assert!(panics(|| queue.try_get()));
        assert!(task.poll(&mut put).is_ready());
        assert_eq!((queue.len(), queue.unfinished(), Rc::strong_count(&item)), (1, 3, 2));

        let mut put = queue.put(Rc::clone(&item));
        assert!(poll_with(&waker, &mut put).is_pending());
        bomb(Event::Wake);
        assert!(panics(|| queue.shutdown_now()));
        assert!(matches!(task.poll(&mut put), Poll::Ready(Err(PutError::ShutDown(_)))));
        assert_eq!((queue.len(), queue.unfinished(), Rc::strong_count(&item)), (0, 2, 1));
    }
}

#[test]
fn a_put_whose_wake_panics_has_put() {
    for way in WAYS {
        let queue = queue(2, way);
        let (waker, task) = (Hooked::waker(), Task::new());
        let (mut one, mut two) = (queue.get(), queue.get());
        assert!(poll_with(&waker, &mut one).is_pending());
        assert!(poll_with(&waker, &mut two).is_pending());
        let mut put = queue.put(1);
        bomb(Event::Wake);
        assert!(panics(|| task.poll(&mut put)));
        assert!(put.is_terminated());
        assert_eq!((put.cancel(), queue.len(), queue.unfinished()), (None, 1, 1));
        bomb(Event::Wake);
        assert!(panics(|| queue.try_put(2)));
        assert_eq!(task.poll(&mut one), Poll::Ready(Ok(1)));
        assert_eq!(task.poll(&mut two), Poll::Ready(Ok(2)));
    }
}

#[test]
fn a_future_dropped_with_a_wake_that_panics_has_left_its_line() {
    for way in WAYS {
        let queue = queue(1, way);
        let (waker, task) = (Hooked::waker(), Task::new());
        let (mut first, mut second, mut third) = (queue.get(), queue.get(), queue.get());
        assert!(task.poll(&mut first).is_pending());
        assert!(poll_with(&waker, &mut second).is_pending());
        assert!(task.poll(&mut third).is_pending());
        queue.try_put(1).unwrap();
        bomb(Event::Wake);
        assert!(panics(|| drop(first)));
        assert_eq!((queue.waiting_getters(), queue.len()), (1, 1));
        assert_eq!(task.poll(&mut second), Poll::Ready(Ok(1)));
        queue.try_put(2).unwrap();
        assert_eq!(task.poll(&mut third), Poll::Ready(Ok(2)));
    }
}

/// The future keeps the item that `cancel` would have returned.
#[test]
fn a_cancel_whose_wake_panics_has_not_put() {
    let queue = queue(1, Fairness::Barging);
    let (waker, task, item) = (Hooked::waker(), Task::new(), Rc::new(()));
    queue.try_put(Rc::clone(&item)).unwrap();
    let (mut put, mut next) = (queue.put(Rc::clone(&item)), queue.put(Rc::clone(&item)));
    assert!(task.poll(&mut put).is_pending());
    assert!(poll_with(&waker, &mut next).is_pending());
    queue.try_get().unwrap();
    bomb(Event::Wake);
    assert!(panics(|| put.cancel()));
    assert!(put.is_terminated());
    assert_eq!((queue.len(), queue.unfinished(), Rc::strong_count(&item)), (0, 1, 3));
    assert!(put.cancel().is_some());
    assert!(task.poll(&mut next).is_ready());
}

/// Its `clone` puts an item, so the get that asked for the clone drops it unused.
#[test]
fn a_waker_that_panics_when_dropped_keeps_no_other_from_being_woken() {
    for way in WAYS {
        let queue: &'static Queue<u8> = Box::leak(Box::new(queue(1, way)));
        let (waker, task) = (Hooked::waker(), Rc::new(Task::new()));
        let (mut get, put) = (queue.get(), Rc::new(RefCell::new(queue.put(2))));
        let (putter, waiting) = (Rc::clone(&task), Rc::clone(&put));
        on_event(move |event| match event {
            Event::Clone => {
                queue.try_put(1).unwrap();
                assert!(putter.poll(&mut *waiting.borrow_mut()).is_pending());
            }
            Event::Wake => {}
            Event::Drop => assert!(panicking(), "bomb"),
        });
        assert!(panics(|| poll_with(&waker, &mut get)));
        disarm();
        assert_eq!(task.wakes(), 1);
        assert!(task.poll(&mut *put.borrow_mut()).is_ready());
    }
}

#[test]
fn a_waker_that_panics_when_replaced_has_been_replaced() {
    for way in WAYS {
        let queue = queue::<u8>(1, way);
        let (waker, task) = (Hooked::waker(), Task::new());
        let mut get = queue.get();
        assert!(poll_with(&waker, &mut get).is_pending());
        bomb(Event::Drop);
        assert!(panics(|| task.poll(&mut get)));
        queue.try_put(1).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut get)), (1, Poll::Ready(Ok(1))));
        queue.try_put(1).unwrap();
        let (mut put, mut join) = (queue.put(2), queue.join());
        assert!(poll_with(&waker, &mut put).is_pending());
        assert!(poll_with(&waker, &mut join).is_pending());
        bomb(Event::Drop);
        assert!(panics(|| task.poll(&mut put)));
        bomb(Event::Drop);
        assert!(panics(|| task.poll(&mut join)));
        assert_eq!((queue.try_get(), task.wakes()), (Ok(1), 1));
        assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
    }
}

#[test]
fn a_waker_that_panics_when_dropped_with_its_future_has_left_the_line() {
    for way in WAYS {
        let queue = queue(1, way);
        let (waker, task, item) = (Hooked::waker(), Task::new(), Rc::new(()));
        let (mut get, mut other) = (queue.get(), queue.get());
        assert!(poll_with(&waker, &mut get).is_pending());
        assert!(task.poll(&mut other).is_pending());
        bomb(Event::Drop);
        assert!(panics(|| drop(get)));
        assert_eq!(queue.waiting_getters(), 1);
        queue.try_put(Rc::clone(&item)).unwrap();
        assert!(task.poll(&mut other).is_ready());

        queue.try_put(Rc::clone(&item)).unwrap();
        let (mut put, mut join) = (queue.put(Rc::clone(&item)), queue.join());
        assert!(poll_with(&waker, &mut put).is_pending());
        assert!(poll_with(&waker, &mut join).is_pending());
        bomb(Event::Drop);
        assert!(panics(|| put.cancel()));
        bomb(Event::Drop);
        assert!(panics(|| drop(join)));
        assert_eq!((queue.waiting_putters(), queue.waiting_joiners()), (0, 0));
        assert!(put.cancel().is_some(), "the future keeps its item");
    }
}

/// The `clone` puts an item or shuts the queue down, so the poll finishes and drops the waker unused.
/// That drop panics. The item of a get is lost, and a put keeps its item.
#[test]
fn an_item_got_beside_a_waker_that_panics_is_lost_and_a_put_keeps_its_item() {
    for way in WAYS {
        for waits in [false, true] {
            let item = Rc::new(());
            let queue: &'static Queue<_> = Box::leak(Box::new(queue(1, way)));
            let (waker, task) = (Hooked::waker(), Task::new());
            let on_clone = |act: fn(&Queue<Rc<()>>, Rc<()>), item: Rc<()>| {
                on_event(move |event| match event {
                    Event::Clone => act(queue, Rc::clone(&item)),
                    Event::Wake => {}
                    Event::Drop => assert!(panicking(), "bomb"),
                });
            };
            let mut get = queue.get();
            assert!(!waits || task.poll(&mut get).is_pending());
            on_clone(|queue, item| queue.try_put(item).unwrap(), Rc::clone(&item));
            assert!(panics(|| poll_with(&waker, &mut get)));
            disarm();
            assert_eq!((queue.len(), Rc::strong_count(&item)), (0, 1));

            queue.try_put(Rc::clone(&item)).unwrap();
            let mut put = queue.put(Rc::clone(&item));
            assert!(!waits || task.poll(&mut put).is_pending());
            on_clone(|queue, _| queue.shutdown(), Rc::clone(&item));
            assert!(panics(|| poll_with(&waker, &mut put)));
            disarm();
            assert!(put.is_terminated() && put.cancel().is_some());
            assert_eq!((queue.len(), Rc::strong_count(&item)), (1, 2));
        }
    }
}

/// The items have been dropped, and the join is done.
#[test]
fn a_wake_that_panics_with_the_last_receiver_keeps_no_join_waiting() {
    for way in WAYS {
        let (sender, receiver) = queue::<u8>(1, way).into_ends();
        sender.try_put(1).unwrap();
        let (waker, task, mut put, mut join) =
            (Hooked::waker(), Task::new(), sender.put(2), sender.join());
        assert!(poll_with(&waker, &mut put).is_pending());
        assert!(task.poll(&mut join).is_pending());
        bomb(Event::Wake);
        assert!(panics(|| drop(receiver)));
        assert_eq!((task.wakes(), sender.len(), sender.unfinished()), (1, 0, 0));
        assert!(task.poll(&mut join).is_ready());
        assert_eq!(task.poll(&mut put), Poll::Ready(Err(PutError::ShutDown(2))));
    }
}
