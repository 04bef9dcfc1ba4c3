//! Items that call the queue when they are dropped, or panic.

use std::cell::Cell;
use std::rc::{Rc, Weak};
use std::task::Poll;

use futures::SinkExt;
use queue_async::{Fairness, PutError};

use super::{Queue, WAYS, panics, queue};
use queue_support::Task;

/// An item that calls back when it is dropped.
struct Calls(Rc<dyn Fn()>);

impl Drop for Calls {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn an_items_drop_may_call_the_queue() {
    for way in WAYS {
        let queue = Rc::new(queue::<Calls>(1, way));
        let dropped = Rc::new(Cell::new(0));
        let call: Rc<dyn Fn()> = {
            let (queue, dropped) = (Rc::downgrade(&queue), Rc::clone(&dropped));
            Rc::new(move || {
                dropped.set(dropped.get() + 1);
                if let Some(queue) = Weak::upgrade(&queue) {
                    let _ = (queue.len(), queue.is_full(), queue.task_done());
                }
            })
        };
        drop_in_every_place(&queue, || Calls(Rc::clone(&call)));
        assert_eq!(dropped.get(), 11);
    }
}

/// The drop puts no item, or it would never end.
#[test]
fn an_items_drop_may_get_and_shut_down() {
    for way in WAYS {
        let queue = Rc::new(queue::<Calls>(1, way));
        let dropped = Rc::new(Cell::new(0));
        let call: Rc<dyn Fn()> = {
            let (queue, dropped) = (Rc::downgrade(&queue), Rc::clone(&dropped));
            Rc::new(move || {
                dropped.set(dropped.get() + 1);
                if let Some(queue) = Weak::upgrade(&queue) {
                    drop(queue.try_get());
                    drop(Task::new().poll(&mut queue.get()));
                    if dropped.get() == 5 {
                        queue.shutdown_now().for_each(drop);
                    }
                }
            })
        };
        drop_in_every_place(&queue, || Calls(Rc::clone(&call)));
        assert_eq!((dropped.get(), queue.len(), queue.waiting_putters()), (11, 0, 0));
        assert!(queue.is_shutdown());
    }
}

/// Drops eleven items, each in a place where only the library, or its caller, can have dropped it.
fn drop_in_every_place(queue: &Queue<Calls>, item: impl Fn() -> Calls) {
    let task = Task::new();
    drop(queue.put(item()));
    let _ = queue.try_put(item());
    drop(queue.try_put(item()));
    let mut put = queue.put(item());
    let _ = task.poll(&mut put);
    drop(put);
    let mut put = queue.put(item());
    let _ = task.poll(&mut put);
    drop(put.cancel());
    queue.drain().for_each(drop);
    let mut sink = queue.sink();
    let _ = task.poll(&mut sink.feed(item()));
    drop(sink);
    let _ = queue.try_put(item());
    let mut sink = queue.sink();
    let _ = task.poll(&mut sink.send(item()));
    drop(sink);
    let mut put = queue.put(item());
    let _ = task.poll(&mut put);
    drop(queue.shutdown_now());
    let _ = task.poll(&mut put);
    drop(put);
    let _ = queue.try_put(item());
    let _ = task.poll_next(&mut queue.stream());
    drop(queue.try_put(item()));
}

/// An item that counts its drops. With the flag, its drop panics.
struct Bomb(bool, Rc<Cell<usize>>);

impl Drop for Bomb {
    fn drop(&mut self) {
        self.1.set(self.1.get() + 1);
        assert!(!self.0, "bomb");
    }
}

/// The state of a put when it is dropped with its item.
#[derive(Clone, Copy, PartialEq)]
enum Moment {
    New,
    Waiting,
    Notified,
    ShutDown,
}

const MOMENTS: [Moment; 4] = [Moment::New, Moment::Waiting, Moment::Notified, Moment::ShutDown];

#[test]
fn an_item_that_panics_when_dropped_with_its_put_has_left_the_line_with_it() {
    for way in WAYS {
        for moment in MOMENTS {
            for in_sink in [false, true] {
                one_drop(way, moment, in_sink);
            }
        }
    }
}

fn one_drop(way: Fairness, moment: Moment, in_sink: bool) {
    let (queue, dropped) = (queue::<Bomb>(1, way), Rc::new(Cell::new(0)));
    let item = |panics| Bomb(panics, Rc::clone(&dropped));
    let (task, next) = (Task::new(), Task::new());
    assert!(queue.try_put(item(false)).is_ok());
    let (mut put, mut sink, mut behind) =
        (queue.put(item(true)), queue.sink(), queue.put(item(false)));
    if in_sink {
        std::mem::forget(put.cancel());
        assert!(task.poll(&mut sink.feed(item(true))).is_ready());
    }
    if moment != Moment::New {
        if in_sink {
            assert!(task.poll(&mut sink.flush()).is_pending());
        } else {
            assert!(task.poll(&mut put).is_pending());
        }
    }
    assert!(next.poll(&mut behind).is_pending());
    match moment {
        Moment::New | Moment::Waiting => {}
        Moment::Notified => drop(queue.try_get()),
        Moment::ShutDown => queue.shutdown(),
    }
    let has_put = moment == Moment::Notified && way == Fairness::Fair;
    let before = dropped.get();
    assert_eq!(panics(|| drop((put, sink))), !has_put);
    assert_eq!(dropped.get() - before, usize::from(!has_put), "it is dropped once");
    if has_put {
        assert!(panics(|| drop(queue.try_get())), "the get owns it");
    }
    match moment {
        Moment::New | Moment::Waiting => {
            assert_eq!((queue.len(), queue.waiting_putters()), (1, 1));
            assert!(queue.try_get().is_ok());
            assert_eq!(next.wakes(), 1);
            assert!(matches!(next.poll(&mut behind), Poll::Ready(Ok(()))));
        }
        Moment::Notified => {
            assert_eq!(next.wakes(), 1, "the next put gets the room");
            assert!(matches!(next.poll(&mut behind), Poll::Ready(Ok(()))));
        }
        Moment::ShutDown => {
            assert!(matches!(next.poll(&mut behind), Poll::Ready(Err(PutError::ShutDown(_)))));
        }
    }
    assert_eq!(queue.waiting_putters(), 0);
}

#[test]
fn an_item_that_panics_when_dropped_leaves_the_others_to_be_dropped() {
    for way in WAYS {
        for place in 0..3 {
            let (queue, dropped) = (queue::<Bomb>(3, way), Rc::new(Cell::new(0)));
            let task = Task::new();
            for panics in [false, true, false] {
                assert!(queue.try_put(Bomb(panics, Rc::clone(&dropped))).is_ok());
            }
            let (mut put, mut join) = (queue.put(Bomb(false, Rc::clone(&dropped))), queue.join());
            assert!(task.poll(&mut put).is_pending());
            assert!(task.poll(&mut join).is_pending());
            let panicked = match place {
                0 => {
                    let iterator = queue.shutdown_now();
                    assert_eq!((task.wakes(), dropped.get(), queue.unfinished()), (2, 0, 0));
                    panics(|| drop(iterator))
                }
                1 => {
                    drop(put.cancel());
                    std::mem::forget((put, join));
                    panics(move || drop(queue))
                }
                _ => {
                    drop(put.cancel());
                    std::mem::forget((put, join));
                    panics(move || drop(queue.into_items()))
                }
            };
            assert!(panicked);
            assert_eq!(dropped.get(), if place == 0 { 3 } else { 4 }, "each is dropped once");
            assert_eq!(task.wakers(), 0);
        }
    }
}

/// On a fair queue, the queue holds the item of a waiting put.
#[test]
fn an_item_of_a_forgotten_put_that_panics_leaves_the_others_to_be_dropped() {
    let (queue, dropped) = (queue::<Bomb>(2, Fairness::Fair), Rc::new(Cell::new(0)));
    assert!(queue.try_put(Bomb(false, Rc::clone(&dropped))).is_ok());
    assert!(queue.try_put(Bomb(false, Rc::clone(&dropped))).is_ok());
    let mut put = queue.put(Bomb(true, Rc::clone(&dropped)));
    assert!(Task::new().poll(&mut put).is_pending());
    std::mem::forget(put);
    assert!(panics(move || queue.into_items().count()));
    assert_eq!(dropped.get(), 3);
}
