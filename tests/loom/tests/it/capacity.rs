use std::sync::Arc;

use loom::thread::spawn;

use crate::{BOTH, check, check_within, one, queue};

#[test]
fn a_larger_capacity_lets_every_put_in_for_which_it_has_room() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let putters = [2, 3].map(|item| {
                let queue = Arc::clone(&queue);
                spawn(move || queue.blocking_put(item))
            });
            queue.set_capacity(3.try_into().unwrap()).unwrap();
            assert_eq!(putters.map(|putter| putter.join().unwrap()), [Ok(()), Ok(())]);
            queue.drain().collect::<Vec<_>>()
        };
        check_within(3, program, [vec![1, 2, 3], vec![1, 3, 2]]);
    }
}

/// A batch that is put at once and no longer fits is refused, and the put behind it goes on.
#[test]
fn a_smaller_capacity_refuses_a_batch_at_once() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            queue.set_capacity(2.try_into().unwrap()).unwrap();
            queue.try_put(1).unwrap();
            let putter = Arc::clone(&queue);
            let putter = spawn(move || {
                let put = queue_loom::sync::block_on(putter.put_all([2, 3]));
                put.map_err(|error| (error.is_refused(), Vec::from(error.into_item())))
            });
            queue.set_capacity(one()).unwrap();
            (putter.join().unwrap(), queue.len())
        };
        check(program, [(Err((true, vec![2, 3])), 1)]);
    }
}
