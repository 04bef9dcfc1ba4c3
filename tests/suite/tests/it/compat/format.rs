//! `str` and `repr`.

use queue_async::{Fifo, HeapOrder, Lifo, ShutDown};
use queue_compat::{GetNowaitError, PutError, PutNowaitError};

use super::super::Flavour;
use queue_support::Task;

type Queue<S> = queue_compat::Queue<S, Flavour>;

#[test]
fn parts_are_shown_in_asyncios_order_and_only_if_there_are_any() {
    let queue = Queue::<Fifo<u8>>::new(2);
    let (a, b) = (Task::new(), Task::new());
    assert_eq!(queue.to_string(), "<Queue maxsize=2>");
    let mut gets = [queue.get(), queue.get()];
    assert!(a.poll(&mut gets[0]).is_pending());
    assert!(b.poll(&mut gets[1]).is_pending());
    assert_eq!(queue.to_string(), "<Queue maxsize=2 _getters[2]>");
    queue.put_nowait(1).unwrap();
    assert_eq!(queue.to_string(), "<Queue maxsize=2 _queue=[1] _getters[1] tasks=1>");
    drop(gets);
    queue.put_nowait(2).unwrap();
    let mut put = queue.put(3);
    assert!(a.poll(&mut put).is_pending());
    assert_eq!(queue.to_string(), "<Queue maxsize=2 _queue=[1, 2] _putters[1] tasks=2>");
    queue.shutdown(false);
    assert_eq!(queue.to_string(), "<Queue maxsize=2 _queue=[1, 2] tasks=2 shutdown>");
    queue.shutdown(true);
    assert_eq!(queue.to_string(), "<Queue maxsize=2 shutdown>");
}

#[test]
fn repr_shows_the_address_of_the_queue() {
    let queue = Queue::<Fifo<u8>>::new(-1);
    assert_eq!(format!("{queue:?}"), format!("<Queue at {:p} maxsize=-1>", &raw const queue));
}

#[test]
fn each_queue_has_its_name_and_shows_its_items_as_they_lie() {
    let queue = Queue::<Lifo<u8>>::new(0);
    [1, 3, 2].into_iter().for_each(|item| queue.put_nowait(item).unwrap());
    assert_eq!(queue.to_string(), "<LifoQueue maxsize=0 _queue=[1, 3, 2] tasks=3>");
    let queue = Queue::<HeapOrder<u8>>::new(0);
    [4, 3, 2, 1].into_iter().for_each(|item| queue.put_nowait(item).unwrap());
    assert_eq!(queue.to_string(), "<PriorityQueue maxsize=0 _queue=[1, 2, 3, 4] tasks=4>");
}

#[test]
fn errors_are_named_as_in_asyncio_and_say_what_happened() {
    let puts = [PutNowaitError::QueueFull(1), PutError::ShutDown(1).into()];
    assert_eq!(puts.map(|error| format!("{error:?}")), ["QueueFull(..)", "QueueShutDown(..)"]);
    let said = puts.map(|error| error.to_string());
    assert_eq!(said, ["the queue is full", "the queue has been shut down"]);
    assert_eq!(puts.map(PutNowaitError::into_item), [1, 1]);
    let gets = [GetNowaitError::QueueEmpty, ShutDown.into()];
    assert_eq!(gets.map(|error| format!("{error:?}")), ["QueueEmpty", "QueueShutDown"]);
    let said = gets.map(|error| error.to_string());
    assert_eq!(said, ["the queue is empty", "the queue has been shut down"]);
}
