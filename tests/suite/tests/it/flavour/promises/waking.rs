use std::cell::Cell;
use std::task::Poll;

use cooked_waker::{IntoWaker, WakeRef};

use super::{WAYS, queue};
use queue_support::{Task, poll_with};

#[test]
fn a_ready_put_or_get_takes_no_waker() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        assert_eq!(task.poll(&mut queue.put(1)), Poll::Ready(Ok(())));
        assert_eq!(task.poll(&mut queue.get()), Poll::Ready(Ok(1)));
        assert_eq!((task.wakers(), task.wakes()), (0, 0));
    }
}

#[test]
fn try_put_wakes_a_waiting_get_and_try_get_a_waiting_put() {
    for way in WAYS {
        let queue = queue(1, way);
        let (getter, putter) = (Task::new(), Task::new());
        let mut get = queue.get();
        assert!(getter.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((getter.wakes(), getter.poll(&mut get)), (1, Poll::Ready(Ok(1))));
        queue.try_put(2).unwrap();
        let mut put = queue.put(3);
        assert!(putter.poll(&mut put).is_pending());
        assert_eq!((queue.try_get(), putter.wakes()), (Ok(2), 1));
        assert_eq!(putter.poll(&mut put), Poll::Ready(Ok(())));
    }
}

#[test]
fn eight_waiting_gets_and_one_put_wake_one() {
    for way in WAYS {
        let queue = queue(8, way);
        let tasks = [(); 8].map(|()| Task::new());
        let mut gets = [(); 8].map(|()| queue.get());
        for (task, get) in tasks.iter().zip(&mut gets) {
            assert!(task.poll(get).is_pending());
        }
        assert!(Task::new().poll(&mut queue.put(1)).is_ready());
        assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(tasks[0].poll(&mut gets[0]), Poll::Ready(Ok(1)));
        assert_eq!(tasks.each_ref().map(Task::wakes), [0; 8]);
    }
}

/// Two streams that were polled and abandoned, and two gets behind them.
#[test]
fn one_put_wakes_the_streams_in_front_and_the_first_get_behind_them() {
    for way in WAYS {
        let queue = queue(2, way);
        let tasks = [(); 4].map(|()| Task::new());
        let mut streams = [(); 2].map(|()| queue.stream());
        let mut gets = [(); 2].map(|()| queue.get());
        for (task, stream) in tasks.iter().zip(&mut streams) {
            assert!(task.poll_next(stream).is_pending());
        }
        for (task, get) in tasks[2..].iter().zip(&mut gets) {
            assert!(task.poll(get).is_pending());
        }
        queue.try_put(1).unwrap();
        assert_eq!(tasks.each_ref().map(Task::wakes), [1, 1, 1, 0]);
        assert_eq!(tasks[2].poll(&mut gets[0]), Poll::Ready(Ok(1)));
        assert_eq!(tasks.each_ref().map(Task::wakes), [0; 4]);
        queue.try_put(2).unwrap();
        assert_eq!(tasks.each_ref().map(Task::wakes), [0, 0, 0, 1]);
        assert_eq!(tasks[0].poll_next(&mut streams[0]), Poll::Ready(Some(2)), "it goes on");
    }
}

#[test]
fn one_put_wakes_all_streams_where_nothing_but_streams_waits() {
    for way in WAYS {
        let queue = queue(2, way);
        let tasks = [(); 3].map(|()| Task::new());
        let mut streams = [(); 3].map(|()| queue.stream());
        for (task, stream) in tasks.iter().zip(&mut streams) {
            assert!(task.poll_next(stream).is_pending());
        }
        queue.try_put(1).unwrap();
        assert_eq!(tasks.each_ref().map(Task::wakes), [1; 3]);
        assert_eq!(tasks[2].poll_next(&mut streams[2]), Poll::Ready(Some(1)));
        assert!(tasks[1].poll_next(&mut streams[1]).is_pending());
        queue.try_put(2).unwrap();
        assert_eq!(tasks.each_ref().map(Task::wakes), [0, 1, 0], "the one that waits again");
    }
}

#[test]
fn eight_waiting_puts_and_one_get_wake_one() {
    for way in WAYS {
        let queue = queue(1, way);
        queue.try_put(8).unwrap();
        let tasks = [(); 8].map(|()| Task::new());
        let mut puts = [0, 1, 2, 3, 4, 5, 6, 7].map(|item| queue.put(item));
        for (task, put) in tasks.iter().zip(&mut puts) {
            assert!(task.poll(put).is_pending());
        }
        assert_eq!(Task::new().poll(&mut queue.get()), Poll::Ready(Ok(8)));
        assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(tasks[0].poll(&mut puts[0]), Poll::Ready(Ok(())));
        assert_eq!(tasks.each_ref().map(Task::wakes), [0; 8]);
    }
}

#[test]
fn a_thousand_polls_of_a_get_and_one_put_wake_once() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        let mut get = queue.get();
        for _ in 0..1000 {
            assert!(task.poll(&mut get).is_pending());
        }
        assert_eq!((task.wakers(), queue.waiting_getters()), (1, 1), "one waker, one place");
        queue.try_put(1).unwrap();
        assert_eq!(task.wakes(), 1);
    }
}

#[test]
fn a_thousand_polls_of_a_put_and_one_get_wake_once() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        queue.try_put(0).unwrap();
        let mut put = queue.put(1);
        for _ in 0..1000 {
            assert!(task.poll(&mut put).is_pending());
        }
        assert_eq!((task.wakers(), queue.waiting_putters()), (1, 1), "one waker, one place");
        assert_eq!((queue.try_get(), task.wakes()), (Ok(0), 1));
    }
}

#[test]
fn a_thousand_polls_of_a_join_and_one_task_done_wake_once() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        queue.try_put(0).unwrap();
        let mut join = queue.join();
        for _ in 0..1000 {
            assert!(task.poll(&mut join).is_pending());
        }
        assert_eq!((task.wakers(), queue.waiting_joiners()), (1, 1), "one waker, one place");
        assert_eq!((queue.task_done(), task.wakes()), (Ok(()), 1));
    }
}

#[test]
fn a_waiting_get_polled_with_a_new_waker_wakes_the_new_one() {
    for way in WAYS {
        let queue = queue(1, way);
        let (old, new) = (Task::new(), Task::new());
        let mut get = queue.get();
        assert!(old.poll(&mut get).is_pending());
        assert!(new.poll(&mut get).is_pending());
        assert_eq!((old.wakers(), new.wakers()), (0, 1));
        queue.try_put(1).unwrap();
        assert_eq!((old.wakes(), new.wakes()), (0, 1));
        assert_eq!(new.poll(&mut get), Poll::Ready(Ok(1)));
    }
}

#[test]
fn a_waiting_put_polled_with_a_new_waker_wakes_the_new_one() {
    for way in WAYS {
        let queue = queue(1, way);
        let (old, new) = (Task::new(), Task::new());
        queue.try_put(0).unwrap();
        let mut put = queue.put(1);
        assert!(old.poll(&mut put).is_pending());
        assert!(new.poll(&mut put).is_pending());
        assert_eq!((old.wakers(), new.wakers()), (0, 1));
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!((old.wakes(), new.wakes()), (0, 1));
        assert_eq!(new.poll(&mut put), Poll::Ready(Ok(())));
    }
}

#[test]
fn a_waiting_join_polled_with_a_new_waker_wakes_the_new_one() {
    for way in WAYS {
        let queue = queue(1, way);
        let (old, new) = (Task::new(), Task::new());
        queue.try_put(1).unwrap();
        let mut join = queue.join();
        assert!(old.poll(&mut join).is_pending());
        assert!(new.poll(&mut join).is_pending());
        assert_eq!((old.wakers(), new.wakers()), (0, 1));
        queue.task_done().unwrap();
        assert_eq!((old.wakes(), new.wakes()), (0, 1));
        assert_eq!(new.poll(&mut join), Poll::Ready(()));
    }
}

#[test]
fn a_get_that_lost_the_race_and_has_a_new_waker_wakes_the_new_one() {
    for way in WAYS {
        let queue = queue(1, way);
        let (old, new) = (Task::new(), Task::new());
        let mut get = queue.get();
        assert!(old.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((queue.try_get(), old.wakes()), (Ok(1), 1));
        assert!(new.poll(&mut get).is_pending());
        queue.try_put(2).unwrap();
        assert_eq!((old.wakes(), new.wakes()), (0, 1));
    }
}

thread_local! {
    static CLONES: Cell<usize> = const { Cell::new(0) };
}

/// A waker that counts its clones on the thread. It has no size, so `will_wake` is true for its
/// clones.
#[derive(Debug)]
struct Counted;

impl Clone for Counted {
    fn clone(&self) -> Self {
        CLONES.set(CLONES.get() + 1);
        Self
    }
}

impl WakeRef for Counted {
    fn wake_by_ref(&self) {}
}

impl cooked_waker::Wake for Counted {}

#[test]
fn a_future_that_waits_clones_its_waker_once_however_often_it_is_polled() {
    fn clones<F: Future + Unpin>(mut future: F) -> usize {
        // The first waker may have a vtable of its own, which its clones do not have.
        let waker = Box::new(Counted).into_waker().clone();
        assert!(waker.will_wake(&waker.clone()));
        let before = CLONES.get();
        for _ in 0..1000 {
            assert!(poll_with(&waker, &mut future).is_pending());
        }
        CLONES.get() - before
    }
    for way in WAYS {
        let queue = queue(1, way);
        assert_eq!(clones(queue.get()), 1);
        queue.try_put(0).unwrap();
        assert_eq!((clones(queue.put(1)), clones(queue.join())), (1, 1));
    }
}

#[test]
fn a_future_that_is_ready_clones_no_waker() {
    fn clones<F: Future + Unpin>(mut future: F) -> usize {
        let waker = Box::new(Counted).into_waker();
        let before = CLONES.get();
        assert!(poll_with(&waker, &mut future).is_ready());
        CLONES.get() - before
    }
    for way in WAYS {
        let queue = queue(1, way);
        assert_eq!((clones(queue.put(0)), clones(queue.get())), (0, 0));
        queue.task_done().unwrap();
        assert_eq!(clones(queue.join()), 0);
        queue.shutdown();
        assert_eq!((clones(queue.put(0)), clones(queue.get())), (0, 0));
    }
}
