//! Permits that are leaked, used inside a waker, or beside a panic.

use std::cell::RefCell;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use cooked_waker::{IntoWaker, WakeRef};
use futures::FutureExt;
use queue_async::{Fairness, Permit, Pushed, PutError, Reserve, Storage, TryGetError, TryPutError};

use super::{Queue, WAYS, at_rest, bomb, queue};
use queue_support::{Task, poll_with};

#[test]
fn a_permit_that_is_forgotten_takes_its_room_until_an_immediate_shutdown() {
    for way in WAYS {
        let queue = queue(2, way);
        mem::forget(queue.try_reserve().unwrap());
        assert_eq!((queue.try_put(1), queue.try_put(2)), (Ok(()), Err(TryPutError::Full(2))));
        queue.shutdown();
        assert_eq!(queue.try_get(), Ok(1));
        assert_eq!(queue.try_get(), Err(TryGetError::Empty), "its item might still come");
        drop(queue.shutdown_now());
        assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
        at_rest(&queue);
    }
}

#[test]
fn a_reserve_that_is_forgotten_costs_its_room_or_one_wake() {
    for way in WAYS {
        let (queue, lost, task) = (super::full([0, 1], way), Task::new(), Task::new());
        let mut forgotten = queue.reserve();
        assert!(lost.poll(&mut forgotten).is_pending());
        mem::forget(forgotten);
        let mut put = queue.put(2);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!((queue.try_get(), lost.wakes(), task.wakes()), (Ok(0), 1, 0));
        assert_eq!(queue.reserved(), usize::from(way == Fairness::Fair));
        assert_eq!((queue.try_get(), task.wakes()), (Ok(1), 1));
        assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
    }
}

thread_local! {
    static PERMIT: RefCell<Option<Permit<Rc<Queue<u8>>>>> = const { RefCell::new(None) };
}

/// Puts the thread's permit when it is woken.
#[derive(Clone, Debug)]
struct Puts;

impl WakeRef for Puts {
    fn wake_by_ref(&self) {
        if let Some(permit) = PERMIT.take() {
            assert_eq!(permit.put(7), Ok(()));
        }
    }
}

impl cooked_waker::Wake for Puts {}

#[test]
fn a_permit_may_be_put_inside_a_waker() {
    for way in WAYS {
        let queue = Rc::new(queue(2, way));
        PERMIT.set(Reserve::new(Rc::clone(&queue)).now_or_never().unwrap().ok());
        let waker: Waker = Box::new(Puts).into_waker();
        let mut get = queue.get();
        assert!(poll_with(&waker, &mut get).is_pending());
        assert_eq!(queue.try_put(1), Ok(()));
        assert!(queue.drain().eq([1, 7]));
        at_rest(&queue);
    }
}

/// The reserve is given room, and notifies the put behind it, whose wake panics.
#[test]
fn a_reserve_whose_poll_panics_in_a_wake_keeps_no_room() {
    let queue = queue(2, Fairness::Barging);
    let (permits, task) = (queue.try_reserve_many(2).unwrap(), Task::new());
    let (mut reserve, mut put) = (queue.reserve(), queue.put(1));
    assert!(task.poll(&mut reserve).is_pending());
    assert!(poll_with(&bomb(), &mut put).is_pending());
    drop(permits);
    assert_eq!(task.wakes(), 1);
    let polled = catch_unwind(AssertUnwindSafe(|| task.poll(&mut reserve).is_ready()));
    assert_eq!((polled.is_err(), queue.reserved()), (true, 1));
    assert!(task.poll(&mut reserve).is_pending(), "it has finished");
    drop(reserve);
    assert_eq!((queue.reserved(), put.now_or_never()), (0, Some(Ok(()))));
}

#[test]
fn a_permit_whose_wake_panics_has_put() {
    for way in WAYS {
        let queue = queue(1, way);
        let mut get = queue.get();
        assert!(poll_with(&bomb(), &mut get).is_pending());
        let permit = queue.try_reserve().unwrap();
        assert!(catch_unwind(AssertUnwindSafe(|| permit.put(1))).is_err());
        assert_eq!((queue.reserved(), get.now_or_never()), (0, Some(Ok(1))));
    }
}

#[test]
fn a_permit_whose_drop_panics_in_a_wake_has_given_its_room_back() {
    for way in WAYS {
        let queue = queue(1, way);
        let permit = queue.try_reserve().unwrap();
        let mut put = queue.put(1);
        assert!(poll_with(&bomb(), &mut put).is_pending());
        assert!(catch_unwind(AssertUnwindSafe(|| drop(permit))).is_err());
        assert_eq!((queue.reserved(), put.now_or_never()), (0, Some(Ok(()))));
    }
}

/// A permit is room for one. An item of more weight needs other room beside it.
#[derive(Default)]
struct Heavy(Vec<usize>);

impl Storage for Heavy {
    type Item = usize;

    fn push(&mut self, item: usize) -> Pushed<usize> {
        if item == 9 {
            return Pushed::Refused(item);
        }
        self.0.push(item);
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<usize> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn weigh(&self, item: &usize) -> usize {
        if *item == 9 { 1 } else { *item }
    }

    fn weight(&self) -> usize {
        self.0.iter().sum()
    }

    fn take(&mut self) -> Self {
        mem::take(self)
    }
}

#[test]
fn a_permit_with_an_item_that_is_too_heavy_or_refused_is_spent() {
    for way in WAYS {
        let queue = super::super::queue::<Heavy>(4, way);
        let mut permits = queue.try_reserve_many(4).unwrap();
        let mut next = || permits.next().unwrap();
        assert_eq!(next().put(2), Err(PutError::Refused(2)));
        assert_eq!((queue.reserved(), next().put(9)), (3, Err(PutError::Refused(9))));
        assert_eq!((next().put(3), queue.reserved(), queue.len()), (Ok(()), 1, 1));
        drop(next());
        assert_eq!((queue.reserved(), queue.unfinished()), (0, 1));
    }
}

/// It is cloned once for each permit. A handle may panic then.
#[test]
fn a_handle_that_panics_when_cloned_loses_no_room() {
    struct Fragile<'a>(&'a Queue<u8>, bool);

    impl std::ops::Deref for Fragile<'_> {
        type Target = Queue<u8>;

        fn deref(&self) -> &Queue<u8> {
            self.0
        }
    }

    impl Clone for Fragile<'_> {
        fn clone(&self) -> Self {
            assert!(self.1, "bomb");
            Self(self.0, true)
        }
    }

    let queue = Queue::<u8>::bounded(2);
    let mut reserve = queue_async::ReserveMany::new(Fragile(&queue, false), 2);
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(Ok(mut permits)) = reserve.poll_unpin(&mut context) else {
        panic!("there is room")
    };
    assert!(catch_unwind(AssertUnwindSafe(|| permits.next().is_some())).is_err());
    assert_eq!((permits.len(), queue.reserved()), (2, 2));
    drop(permits);
    at_rest(&queue);
}
