//! `PriorityQueue`, `LifoQueue`, queues with a custom storage, and comparisons that panic.

use std::cell::Cell;
use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_async::{HeapOrder, Lifo, Pushed, Storage};

use super::super::Flavour;
use queue_support::Task;

type Queue<S> = queue_compat::Queue<S, Flavour>;

fn all<S: Storage<Item: std::fmt::Debug>>(queue: &Queue<S>) -> Vec<S::Item> {
    std::iter::from_fn(|| queue.get_nowait().ok()).collect()
}

#[test]
fn a_lifo_queue_gives_the_newest_first() {
    let queue = Queue::<Lifo<_>>::new(0);
    [1, 3, 2].into_iter().for_each(|item| queue.put_nowait(item).unwrap());
    assert_eq!(all(&queue), [2, 3, 1]);
}

#[test]
fn a_priority_queue_gives_the_smallest_first() {
    let queue = Queue::<HeapOrder<_>>::new(0);
    [1, 3, 2].into_iter().for_each(|item| queue.put_nowait(item).unwrap());
    assert_eq!(all(&queue), [1, 2, 3]);
}

thread_local! {
    static BOMB: Cell<bool> = const { Cell::new(false) };
}

/// An item that compares by its key alone, and panics when the bomb is set.
#[derive(Debug)]
struct Keyed(u8, char);

impl Ord for Keyed {
    fn cmp(&self, other: &Self) -> Ordering {
        assert!(!BOMB.get(), "bomb");
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Keyed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Keyed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Keyed {}

fn panics(f: impl FnOnce()) -> bool {
    BOMB.set(true);
    let panicked = catch_unwind(AssertUnwindSafe(f)).is_err();
    BOMB.set(false);
    panicked
}

#[test]
fn equal_priorities_leave_in_heapqs_order() {
    let queue = Queue::<HeapOrder<_>>::new(0);
    ('a'..='h').for_each(|name| queue.put_nowait(Keyed(0, name)).unwrap());
    let order: String = all(&queue).into_iter().map(|Keyed(_, name)| name).collect();
    assert_eq!(order, "acgfhebd");
}

#[test]
fn when_a_woken_put_panics_the_next_is_woken_too() {
    let queue = Queue::<HeapOrder<_>>::new(2);
    let (a, b) = (Task::new(), Task::new());
    queue.put_nowait(Keyed(1, 'a')).unwrap();
    queue.put_nowait(Keyed(2, 'b')).unwrap();
    let (mut first, mut second) = (queue.put(Keyed(3, 'c')), queue.put(Keyed(4, 'd')));
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    queue.get_nowait().unwrap();
    assert_eq!((a.wakes(), b.wakes()), (1, 0));
    assert!(panics(|| drop(a.poll(&mut first))));
    assert_eq!(b.wakes(), 1);
}

#[test]
fn when_a_get_panics_the_count_follows_the_items_and_a_putter_is_woken() {
    let queue = Queue::<HeapOrder<_>>::new(4);
    let task = Task::new();
    ('a'..='d').for_each(|name| queue.put_nowait(Keyed(0, name)).unwrap());
    let mut put = queue.put(Keyed(0, 'e'));
    assert!(task.poll(&mut put).is_pending());
    assert!(panics(|| drop(queue.get_nowait())));
    assert_eq!((queue.qsize(), queue.as_async().unfinished()), (3, 3));
    assert_eq!(task.wakes(), 1);
    assert!(task.poll(&mut put).is_ready());
}

#[test]
fn when_a_put_panics_an_item_that_stays_counts_and_wakes_a_getter() {
    let queue = Queue::<HeapOrder<_>>::new(0);
    queue.put_nowait(Keyed(1, 'a')).unwrap();
    assert!(panics(|| drop(queue.put_nowait(Keyed(0, 'b')))));
    assert_eq!(queue.qsize(), queue.as_async().unfinished());
    let got = all(&queue).len();
    (0..got).for_each(|_| queue.task_done().unwrap());
    assert!(queue.task_done().is_err());
}

#[test]
fn an_immediate_shutdown_compares_nothing() {
    let queue = Queue::<HeapOrder<_>>::new(0);
    let task = Task::new();
    ('a'..='h').for_each(|name| queue.put_nowait(Keyed(0, name)).unwrap());
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    assert!(!panics(|| queue.shutdown(true)));
    assert_eq!((queue.qsize(), task.wakes()), (0, 1));
}

/// A storage that drops every second item, and says that it is stored: as in asyncio, the put counts.
#[derive(Default)]
struct Half {
    puts: usize,
    items: Vec<u8>,
}

impl Storage for Half {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        self.puts += 1;
        if self.puts % 2 == 1 {
            self.items.push(item);
        }
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        self.items.pop()
    }

    fn len(&self) -> usize {
        self.items.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn an_item_that_a_storage_drops_counts_all_the_same() {
    let queue = Queue::with_storage(Half::default(), 0);
    (0..4).for_each(|item| queue.put_nowait(item).unwrap());
    assert_eq!((queue.qsize(), queue.as_async().unfinished()), (2, 4));
}
