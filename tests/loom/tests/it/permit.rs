//! Room that moves from thread to thread.

use std::sync::Arc;

use futures::FutureExt;
use loom::future::block_on;
use loom::thread::spawn;
use queue_loom::Reserve;
use queue_loom::sync::Queue;

use crate::{BOTH, check, check_within, queue};

/// Reserves room that is there.
fn reserve(queue: &Arc<Queue<u8>>) -> queue_loom::Permit<Arc<Queue<u8>>> {
    let reserved = Reserve::new(Arc::clone(queue)).now_or_never();
    reserved.expect("there is room").expect("it is open")
}

#[test]
fn a_permit_that_is_dropped_gives_its_room_to_a_put() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let permit = reserve(&queue);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.blocking_put(1));
            let dropped = spawn(move || drop(permit));
            let got = queue.blocking_get();
            dropped.join().unwrap();
            (putter.join().unwrap(), got, queue.reserved())
        };
        check_within(2, program, [(Ok(()), Ok(1), 0)]);
    }
}

/// A put and a reserve wait for the room of one permit, and both get some.
#[test]
fn a_put_and_a_reserve_wait_for_a_permit() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let permit = reserve(&queue);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.blocking_put(1));
            let reserver = Arc::clone(&queue);
            let reserver = spawn(move || block_on(Reserve::new(reserver)).unwrap().put(2));
            drop(permit);
            let got = [(); 2].map(|()| queue.blocking_get().unwrap());
            assert_eq!((putter.join().unwrap(), reserver.join().unwrap()), (Ok(()), Ok(())));
            got
        };
        check_within(2, program, [[1, 2], [2, 1]]);
    }
}

/// The reserve that is dropped was given the room, or notified for it, or waited before the put.
#[test]
fn a_reserve_that_is_dropped_keeps_no_room_from_a_put() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.blocking_put(2));
            let dropped = Arc::clone(&queue);
            let dropped = spawn(move || dropped.reserve().now_or_never().is_some());
            let got = [(); 2].map(|()| queue.blocking_get().unwrap());
            assert_eq!(putter.join().unwrap(), Ok(()));
            let has_reserved = dropped.join().unwrap();
            (has_reserved, got, queue.reserved())
        };
        check_within(3, program, [(true, [1, 2], 0), (false, [1, 2], 0)]);
    }
}

/// After a shutdown a get waits on for the permit that is left.
#[test]
fn the_last_permit_ends_a_get_after_a_shutdown() {
    for fairness in BOTH {
        let program = move |puts: bool| {
            let queue = queue(fairness, []);
            let permit = reserve(&queue);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get().ok());
            let other = spawn(move || match puts {
                true => permit.put(1),
                false => {
                    drop(permit);
                    Ok(())
                }
            });
            queue.shutdown();
            assert_eq!(other.join().unwrap(), Ok(()));
            getter.join().unwrap()
        };
        check(move || program(true), [Some(1)]);
        check(move || program(false), [None]);
    }
}

/// The room is gone, or the item was in before and is taken out.
#[test]
fn a_permit_puts_before_an_immediate_shutdown_or_not() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let permit = reserve(&queue);
            let putter = spawn(move || permit.put(1).is_ok());
            let taken: Vec<_> = queue.shutdown_now().collect();
            (putter.join().unwrap(), taken, queue.unfinished(), queue.reserved())
        };
        check(program, [(true, vec![1], 0, 0), (false, vec![], 0, 0)]);
    }
}
