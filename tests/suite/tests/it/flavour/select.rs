//! A stream over several queues.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use futures::executor::block_on;
use futures::future::FusedFuture;
use futures::stream::{FusedStream, StreamExt};
use queue_async::{Fifo, Select};

use super::WAYS;
use queue_support::Task;

type Queue<T> = super::Queue<Fifo<T>>;

/// Three queues with room for nine items each.
fn queues(way: queue_async::Fairness) -> [Queue<u8>; 3] {
    [(); 3].map(|()| super::queue(9, way))
}

fn fill(queue: &Queue<u8>, items: impl IntoIterator<Item = u8>) {
    items.into_iter().for_each(|item| queue.try_put(item).unwrap());
}

fn waiting(queues: &[Queue<u8>]) -> Vec<usize> {
    queues.iter().map(Queue::waiting_getters).collect()
}

#[test]
fn queues_that_have_items_take_turns() {
    for way in WAYS {
        let (queues, task) = (queues(way), Task::new());
        fill(&queues[0], 0..9);
        fill(&queues[1], 10..12);
        let mut select = Select::new(&queues);
        let mut next = || match task.poll(&mut select.next()) {
            Poll::Ready(found) => found,
            Poll::Pending => None,
        };
        let got: Vec<_> = (0..6).filter_map(|_| next()).collect();
        assert_eq!(got, [(0, 0), (1, 10), (0, 1), (1, 11), (0, 2), (0, 3)]);
        fill(&queues[2], [20]);
        assert_eq!([next(), next()], [Some((2, 20)), Some((0, 4))]);
    }
}

/// A queue that is never empty delays an item of another by one item of each at most.
#[test]
fn a_flood_in_one_queue_does_not_starve_another() {
    for way in WAYS {
        let queues = queues(way);
        let mut select = Select::from_iter(&queues);
        for round in 0..20 {
            (0..3).for_each(|item| _ = queues[0].try_put(item));
            let calm = 1 + round % 2;
            fill(&queues[calm], [7]);
            let got = [(); 3].map(|()| block_on(select.next()).unwrap().0);
            assert!(got.contains(&calm), "round {round}: {got:?}");
        }
    }
}

#[test]
fn a_biased_select_takes_an_item_of_the_first_queue_that_has_one() {
    for way in WAYS {
        let queues = queues(way);
        let mut select = Select::biased(&queues);
        fill(&queues[1], [10, 11]);
        fill(&queues[2], [20]);
        assert_eq!(block_on(select.next()), Some((1, 10)));
        fill(&queues[0], [0, 1]);
        let got = [(); 4].map(|()| block_on(select.next()).unwrap());
        assert_eq!(got, [(0, 0), (0, 1), (1, 11), (2, 20)]);
    }
}

#[test]
fn it_ends_when_every_queue_has_ended() {
    for way in WAYS {
        let (queues, task) = (queues(way), Task::new());
        fill(&queues[1], [1]);
        let mut select = Select::new(&queues);
        queues[0].shutdown();
        queues[1].shutdown();
        assert_eq!(task.poll_next(&mut select), Poll::Ready(Some((1, 1))));
        assert!(task.poll_next(&mut select).is_pending());
        assert!(!select.is_terminated());
        queues[2].shutdown();
        assert_eq!(task.wakes(), 1);
        assert_eq!(task.poll_next(&mut select), Poll::Ready(None));
        assert!(select.is_terminated());
        assert_eq!((task.poll_next(&mut select), task.wakers()), (Poll::Ready(None), 0));
    }
}

#[test]
fn a_select_of_no_queue_has_ended() {
    let mut select = Select::new(Vec::<Rc<Queue<u8>>>::new());
    assert!(select.is_terminated() && select.handle(0).is_none());
    assert_eq!(block_on(select.next()), None);
    assert_eq!(block_on(StreamExt::next(&mut select)), None);
}

#[test]
fn a_next_that_finds_nothing_waits_in_every_line_and_leaves_them_all() {
    for way in WAYS {
        let (queues, task) = (queues(way), Task::new());
        let mut select = Select::new(&queues);
        let mut next = select.next();
        assert_eq!(waiting(&queues), [0, 0, 0], "not before it is polled");
        for _ in 0..2 {
            assert!(task.poll(&mut next).is_pending() && !next.is_terminated());
            assert_eq!((waiting(&queues), task.wakers()), (vec![1, 1, 1], 3));
        }
        drop(next);
        assert_eq!((waiting(&queues), task.wakers(), task.wakes()), (vec![0, 0, 0], 0, 0));
        let mut next = select.next();
        assert!(task.poll(&mut next).is_pending());
        fill(&queues[1], [1, 2]);
        assert_eq!(task.wakes(), 1, "the second item concerns another get");
        assert_eq!(task.poll(&mut next), Poll::Ready(Some((1, 1))));
        assert!(next.is_terminated() && task.poll(&mut next).is_pending());
        drop(next);
        assert_eq!((waiting(&queues), task.wakers()), (vec![0, 0, 0], 0));
    }
}

/// It has looked at each queue before it waits in any.
#[test]
fn a_next_that_finds_an_item_enters_no_line_and_clones_no_waker() {
    for way in WAYS {
        let (queues, task) = (queues(way), Task::new());
        fill(&queues[2], [1, 2]);
        let mut select = Select::new(&queues);
        let mut next = select.next();
        assert_eq!(task.poll(&mut next), Poll::Ready(Some((2, 1))));
        assert_eq!((waiting(&queues), task.wakers()), (vec![0, 0, 0], 0));
        drop(next);
        assert_eq!(task.poll_next(&mut select), Poll::Ready(Some((2, 2))));
        assert_eq!((waiting(&queues), task.wakers()), (vec![0, 0, 0], 0));
    }
}

/// The queue behind the last one is first: a poll that finds an item there calls no other queue.
#[test]
fn a_poll_that_finds_an_item_looks_at_no_further_queue() {
    /// Counts how often the handle is used.
    struct Counted<'a>(&'a Queue<u8>, &'a Cell<u32>);

    impl std::ops::Deref for Counted<'_> {
        type Target = Queue<u8>;

        fn deref(&self) -> &Queue<u8> {
            self.1.set(self.1.get() + 1);
            self.0
        }
    }

    for way in WAYS {
        let (queues, task, counts) = (queues(way), Task::new(), [const { Cell::new(0) }; 3]);
        let handles = queues.iter().zip(&counts).map(|(queue, count)| Counted(queue, count));
        let mut select = Select::new(handles);
        let mut next = select.next();
        assert!(task.poll(&mut next).is_pending());
        let seen = || counts.each_ref().map(Cell::take);
        seen();
        assert!(task.poll(&mut next).is_pending());
        assert_eq!(seen(), [1, 1, 1], "it waits already");
        fill(&queues[1], [1]);
        assert!(task.poll(&mut next).is_ready());
        assert_eq!(seen(), [1, 1, 0], "each that is looked at is called once");
        drop(next);
        seen();
        queues.iter().for_each(|queue| fill(queue, [2, 3]));
        assert_eq!(task.poll(&mut select.next()), Poll::Ready(Some((2, 2))));
        assert_eq!(seen(), [0, 0, 1]);
        while queues[0].try_get().is_ok() {}
        queues[0].shutdown();
        assert_eq!(task.poll(&mut select.next()), Poll::Ready(Some((1, 2))));
        assert_eq!(seen(), [1, 1, 0]);
        fill(&queues[1], [4]);
        assert_eq!(task.poll(&mut select.next()), Poll::Ready(Some((2, 3))));
        assert_eq!(task.poll(&mut select.next()), Poll::Ready(Some((1, 3))));
        assert_eq!(seen(), [0, 1, 1], "a queue that has ended is not called again");
    }
}

#[test]
fn a_next_that_is_dropped_with_wakes_passes_each_on() {
    for way in WAYS {
        let (queues, task, others) = (queues(way), Task::new(), [(); 3].map(|()| Task::new()));
        let mut select = Select::new(&queues);
        let mut next = select.next();
        assert!(task.poll(&mut next).is_pending());
        let mut gets = queues.each_ref().map(Queue::get);
        for (other, get) in others.iter().zip(&mut gets) {
            assert!(other.poll(get).is_pending());
        }
        fill(&queues[0], [1]);
        fill(&queues[2], [3]);
        assert_eq!((task.wakes(), others.each_ref().map(Task::wakes)), (2, [0, 0, 0]));
        drop(next);
        assert_eq!(others.each_ref().map(Task::wakes), [1, 0, 1]);
        assert_eq!(others[2].poll(&mut gets[2]), Poll::Ready(Ok(3)));
    }
}

/// One wake of two is used. The other passes on when the future of the item is dropped.
#[test]
fn an_item_that_a_next_leaves_behind_notifies_the_next_get() {
    for way in WAYS {
        let (queues, task, other) = (queues(way), Task::new(), Task::new());
        let mut select = Select::new(&queues);
        let mut next = select.next();
        assert!(task.poll(&mut next).is_pending());
        let mut get = queues[2].get();
        assert!(other.poll(&mut get).is_pending());
        fill(&queues[0], [1]);
        fill(&queues[2], [3]);
        assert_eq!(task.poll(&mut next), Poll::Ready(Some((0, 1))));
        drop(next);
        assert_eq!((other.wakes(), other.poll(&mut get)), (1, Poll::Ready(Ok(3))));
    }
}

/// Through the trait it keeps its places, and holds up no other get.
#[test]
fn a_select_polled_through_the_trait_keeps_no_item_from_another_get() {
    for way in WAYS {
        let (queues, task, other) = (queues(way), Task::new(), Task::new());
        let mut select = Select::new(&queues);
        assert!(task.poll_next(&mut select).is_pending());
        let mut get = queues[1].get();
        assert!(other.poll(&mut get).is_pending());
        fill(&queues[0], [1]);
        fill(&queues[1], [2]);
        assert_eq!((task.wakes(), other.wakes()), (2, 1));
        assert_eq!(task.poll_next(&mut select), Poll::Ready(Some((0, 1))));
        assert_eq!(other.poll(&mut get), Poll::Ready(Ok(2)));
        assert!(task.poll_next(&mut select).is_pending());
        assert_eq!(waiting(&queues), [1, 1, 1]);
        select.cancel();
        assert_eq!((waiting(&queues), task.wakers()), (vec![0, 0, 0], 0));
    }
}

#[test]
fn a_select_that_is_dropped_loses_nothing_and_releases_handles_and_wakers() {
    for way in WAYS {
        let (queues, task) = (queues(way).map(Rc::new), Task::new());
        let mut select: Select<_> = queues.iter().cloned().collect();
        assert!(task.poll_next(&mut select).is_pending());
        queues.iter().for_each(|queue| fill(queue, [1]));
        assert_eq!(task.wakers(), 0, "each queue has handed its waker out");
        assert_eq!(task.poll_next(&mut select), Poll::Ready(Some((0, 1))));
        drop(select);
        let left = queues.each_ref().map(|queue| (Rc::strong_count(queue), queue.len()));
        assert_eq!(left, [(1, 0), (1, 1), (1, 1)]);
    }
}

/// The waker of another task takes the place of the first in each line.
#[test]
fn the_task_that_polled_last_is_woken() {
    for way in WAYS {
        let (queues, a, b) = (queues(way), Task::new(), Task::new());
        let mut select = Select::new(&queues);
        assert!(a.poll_next(&mut select).is_pending());
        assert!(b.poll_next(&mut select).is_pending());
        assert_eq!((a.wakers(), b.wakers()), (0, 3));
        fill(&queues[1], [1]);
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
    }
}

#[test]
fn a_handle_tells_which_queue_an_item_came_from() {
    let queues = queues(WAYS[0]);
    let mut select = Select::new(&queues);
    fill(&queues[2], [1]);
    let (index, _) = block_on(select.next()).unwrap();
    select.handle(index).unwrap().task_done().unwrap();
    assert_eq!(queues.each_ref().map(Queue::unfinished), [0, 0, 0]);
}

#[test]
fn a_queue_may_be_selected_twice() {
    let queue = Queue::from_iter([1, 2]);
    let task = Task::new();
    let mut select = Select::new([&queue, &queue]);
    assert_eq!(block_on(select.next()), Some((0, 1)));
    assert_eq!(block_on(select.next()), Some((1, 2)));
    assert!(task.poll_next(&mut select).is_pending());
    assert_eq!(queue.waiting_getters(), 2);
    queue.try_put(3).unwrap();
    assert_eq!(task.poll_next(&mut select), Poll::Ready(Some((0, 3))));
}

#[test]
fn a_select_goes_on_after_a_storage_that_panics() {
    #[derive(Default)]
    struct Once(Option<u8>, bool);

    impl queue_async::Storage for Once {
        type Item = u8;

        fn push(&mut self, item: u8) -> queue_async::Pushed<u8> {
            self.0 = Some(item);
            queue_async::Pushed::Stored
        }

        fn pop(&mut self) -> Option<u8> {
            assert!(self.0.is_none() || std::mem::replace(&mut self.1, true), "bomb");
            self.0.take()
        }

        fn len(&self) -> usize {
            usize::from(self.0.is_some())
        }

        fn take(&mut self) -> Self {
            std::mem::take(self)
        }
    }

    for way in WAYS {
        let (queue, task) = (super::queue::<Once>(1, way), Task::new());
        let mut select = Select::new([&queue]);
        assert!(task.poll_next(&mut select).is_pending());
        queue.try_put(1).unwrap();
        let poll = AssertUnwindSafe(|| task.poll_next(&mut select));
        assert!(catch_unwind(poll).is_err());
        assert_eq!(task.poll_next(&mut select), Poll::Ready(Some((0, 1))));
    }
}
