//! What `Debug` shows: counts and how far a wait has come, never an item, which need be no `Debug`.

use queue_async::{Fairness, Fifo};

use super::{WAYS, queue};
use crate::task::Task;

struct Secret;

fn full() -> super::Queue<Fifo<Secret>> {
    let queue = queue(1, Fairness::Fair);
    assert!(queue.try_put(Secret).is_ok());
    queue
}

const FULL: &str = "Queue { len: 1, capacity: Bounded(1), unfinished: 1, is_shut_down: false, .. }";

#[test]
fn a_queue_shows_its_counts() {
    let queue = full();
    assert_eq!(format!("{queue:?}"), FULL);
    assert_eq!(format!("{:?}", queue.drain()), format!("Drain {{ queue: {FULL} }}"));
}

#[test]
fn a_queue_tells_its_way_of_waiting() {
    assert_eq!(WAYS.map(|way| queue::<Fifo<u8>>(1, way).fairness()), WAYS);
}

#[test]
fn a_future_shows_how_far_it_has_come() {
    let (queue, task) = (full(), Task::new());
    let mut put = queue.put(Secret);
    assert_eq!(format!("{put:?}"), "Put { putting: New, .. }");
    assert!(task.poll(&mut put).is_pending());
    assert_eq!(format!("{put:?}"), "Put { putting: Waiting, .. }");
    assert!(put.cancel().is_some());
    assert_eq!(format!("{put:?}"), "Put { putting: Done, .. }");

    let mut join = queue.join();
    assert_eq!(format!("{join:?}"), "Join { joining: New, .. }");
    assert!(task.poll(&mut join).is_pending());
    assert!(format!("{join:?}").starts_with("Join { joining: Waiting("));

    let mut get = queue.get();
    assert_eq!(format!("{get:?}"), "Get { getting: New, .. }");
    assert!(task.poll(&mut get).is_ready());
    assert_eq!(format!("{get:?}"), "Get { getting: Done, .. }");
}

#[test]
fn a_stream_and_a_sink_show_the_future_inside() {
    let queue = full();
    assert_eq!(format!("{:?}", queue.stream()), "ItemStream { getting: New, .. }");
    assert_eq!(format!("{:?}", queue.sink()), "ItemSink { putting: Done, .. }");
}
