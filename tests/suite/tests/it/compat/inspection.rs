//! Construction and questions.

use queue_async::Fifo;
use queue_compat::{GetNowaitError, PutNowaitError, QueueShutDown, ValueError};

use super::super::Flavour;

type Queue<T> = queue_compat::Queue<Fifo<T>, Flavour>;

#[test]
fn maxsize_is_what_was_given() {
    for maxsize in [-7, -1, 0, 1, 3, isize::MIN, isize::MAX] {
        assert_eq!(Queue::<u8>::new(maxsize).maxsize(), maxsize);
    }
    assert_eq!(Queue::<u8>::default().maxsize(), 0);
}

#[test]
fn zero_and_negatives_are_never_full() {
    for maxsize in [0, -1, isize::MIN] {
        let queue = Queue::new(maxsize);
        for item in 0..100 {
            assert_eq!(queue.put_nowait(item), Ok(()));
            assert!(!queue.full());
        }
        assert_eq!(queue.qsize(), 100);
    }
}

#[test]
fn qsize_empty_and_full_follow_the_items() {
    let queue = Queue::new(2);
    assert_eq!((queue.qsize(), queue.empty(), queue.full()), (0, true, false));
    queue.put_nowait(1).unwrap();
    assert_eq!((queue.qsize(), queue.empty(), queue.full()), (1, false, false));
    queue.put_nowait(2).unwrap();
    assert_eq!((queue.qsize(), queue.empty(), queue.full()), (2, false, true));
    assert_eq!(queue.put_nowait(3), Err(PutNowaitError::QueueFull(3)));
}

#[test]
fn any_value_is_an_item() {
    let queue = Queue::new(0);
    queue.put_nowait(None).unwrap();
    queue.put_nowait(Some(())).unwrap();
    assert_eq!((queue.get_nowait(), queue.get_nowait()), (Ok(None), Ok(Some(()))));
    assert_eq!(queue.get_nowait(), Err(GetNowaitError::QueueEmpty));
}

#[test]
fn errors_say_what_went_wrong_and_give_the_item_back() {
    let full = PutNowaitError::QueueFull(1);
    let shutdown = PutNowaitError::QueueShutDown(2);
    assert_eq!(
        (full.to_string(), shutdown.to_string()),
        ("the queue is full".to_owned(), "the queue has been shut down".to_owned(),)
    );
    assert_eq!((full.into_item(), shutdown.into_item()), (1, 2));
    assert_eq!(GetNowaitError::QueueEmpty.to_string(), "the queue is empty");
    assert_eq!(QueueShutDown.to_string(), GetNowaitError::QueueShutDown.to_string());
    assert_eq!(ValueError.to_string(), "task_done() called too many times");
}
