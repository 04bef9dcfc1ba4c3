//! What the `stats` feature counts of calls that wait for an event first.
#![cfg(feature = "stats")]

use futures::FutureExt as _;
use futures::task::noop_waker;
use queue_async::local;
use std::task::Context;

#[test]
fn a_get_of_at_least_so_many_that_has_its_items_counts_as_no_cancel() {
    let queue = local::Queue::unbounded();
    let mut get = queue.get_at_least(2, 8);
    assert!(get.poll_unpin(&mut Context::from_waker(&noop_waker())).is_pending());
    queue.try_put_many([1, 2]).unwrap();
    assert_eq!(get.now_or_never(), Some(Ok(vec![1, 2])));
    let stats = queue.stats();
    assert_eq!((stats.puts, stats.gets, stats.waits, stats.cancels), (2, 2, 1, 0));
}
