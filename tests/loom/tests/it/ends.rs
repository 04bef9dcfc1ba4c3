//! The last end of a kind goes while the other side waits.
//!
//! `loom` switches threads at a lock, and not where an end is counted. So a thread may look at the queue first.

use std::sync::Arc;

use loom::future::block_on;
use loom::thread::spawn;
use queue_loom::{Builder, Fairness, Fifo, PutError, Receiver, Sender, SyncLock, TryGetError};

use crate::{BOTH, check, check_within, one};

/// Makes the ends of a queue of capacity one that holds the items.
fn ends<T>(
    fairness: Fairness,
    items: impl IntoIterator<Item = T>,
) -> (Sender<Fifo<T>, SyncLock>, Receiver<Fifo<T>, SyncLock>) {
    Builder::new(Fifo::from_iter(items)).capacity(one()).fairness(fairness).build().into_ends()
}

fn look<T>(queue: &queue_loom::Queue<Fifo<T>, SyncLock>) {
    let _ = queue.len();
}

/// No get sees the end before the item of a sender that is still there.
#[test]
fn the_last_sender_ends_a_get_after_the_put_of_another() {
    for fairness in BOTH {
        let program = move || {
            let (sender, receiver) = ends(fairness, [1]);
            let other = sender.clone();
            let other = spawn(move || other.blocking_put(2)); // and drops it
            let dropped = spawn(move || drop(sender));
            let got = [(); 3].map(|()| receiver.blocking_get().ok());
            dropped.join().unwrap();
            (other.join().unwrap(), got)
        };
        check_within(3, program, [(Ok(()), [Some(1), Some(2), None])]);
    }
}

#[test]
fn the_last_sender_ends_every_get() {
    for fairness in BOTH {
        let program = move || {
            let (sender, receiver) = ends::<u8>(fairness, []);
            let other = receiver.clone();
            let other = spawn(move || other.blocking_get().ok());
            let dropped = spawn(move || drop(sender));
            let got = block_on(receiver.get()).ok();
            dropped.join().unwrap();
            (other.join().unwrap(), got)
        };
        check_within(2, program, [(None, None)]);
    }
}

/// The put ends, and each item is dropped: the one in the queue, and the one that was admitted.
#[test]
fn the_last_receiver_ends_a_put_and_drops_the_items() {
    for fairness in BOTH {
        let program = move || {
            let [first, second] = [1, 2].map(Arc::new);
            let (sender, receiver) = ends(fairness, [Arc::clone(&first)]);
            let item = Arc::clone(&second);
            let putter = spawn(move || (sender.blocking_put(item).map_err(into_number), sender));
            let other = receiver.clone();
            let other = spawn(move || *other.blocking_get().expect("an item is there")); // and drops it
            drop(receiver);
            let got = other.join().unwrap();
            let (put, sender) = putter.join().unwrap();
            assert!(sender.is_shutdown() && sender.is_empty());
            assert_eq!((Arc::strong_count(&first), Arc::strong_count(&second)), (1, 1));
            (got, put, sender.unfinished())
        };
        // What was got is unfinished. What was dropped is not.
        check_within(3, program, [(1, Ok(()), 1), (1, Err(2), 1)]);
    }
}

fn into_number(error: PutError<Arc<u8>>) -> u8 {
    assert!(error.is_shutdown());
    *error.into_item()
}

#[test]
fn the_last_receiver_ends_every_put() {
    for fairness in BOTH {
        let program = move || {
            let (sender, receiver) = ends(fairness, [0]);
            let other = sender.clone();
            let other = spawn(move || other.blocking_put(1).is_ok());
            let dropped = spawn(move || drop(receiver));
            let has_put = block_on(sender.put(2)).is_ok();
            dropped.join().unwrap();
            (other.join().unwrap(), has_put)
        };
        check_within(2, program, [(false, false)]);
    }
}

/// A sender that was upgraded in time keeps the queue open. `None` may come before the shutdown.
#[test]
fn a_weak_sender_is_upgraded_before_the_last_one_goes_or_not() {
    for fairness in BOTH {
        let program = move || {
            let (sender, receiver) = ends(fairness, []);
            let weak = sender.downgrade();
            let dropped = spawn(move || look(&sender)); // and drops it
            let other = receiver.clone();
            let upgraded = spawn(move || {
                look(&other);
                let put = weak.upgrade().map(|sender| sender.try_put(1)); // and drops it
                (put, other.try_get())
            });
            dropped.join().unwrap();
            let outcome = upgraded.join().unwrap();
            assert_eq!(receiver.try_get(), Err(TryGetError::ShutDown));
            outcome
        };
        let outcomes = [
            (Some(Ok(())), Ok(1)),
            (None, Err(TryGetError::Empty)),
            (None, Err(TryGetError::ShutDown)),
        ];
        check(program, outcomes);
    }
}

/// The item is got by a receiver that was upgraded in time, or is dropped with the last one.
#[test]
fn a_weak_receiver_is_upgraded_before_the_last_one_goes_or_not() {
    for fairness in BOTH {
        let program = move || {
            let item = Arc::new(1);
            let (sender, receiver) = ends(fairness, [Arc::clone(&item)]);
            let (weak, other) = (receiver.downgrade(), sender.clone());
            let dropped = spawn(move || look(&receiver)); // and drops it
            let upgraded = spawn(move || {
                look(&other);
                weak.upgrade().map(|receiver| receiver.try_get())
            });
            dropped.join().unwrap();
            let got = upgraded.join().unwrap().map(|got| got.map(|item| *item));
            assert!(sender.is_shutdown());
            (got, Arc::strong_count(&item))
        };
        check(program, [(Some(Ok(1)), 1), (None, 1)]);
    }
}
