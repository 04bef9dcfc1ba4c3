//! What `Debug` shows: counts, and how far an operation has come. It never shows an item, which need
//! not implement `Debug`.

use queue_async::{Fairness, Fifo, Select};

use super::{WAYS, queue};
use queue_support::Task;

struct Secret;

fn full() -> super::Queue<Fifo<Secret>> {
    let queue = queue(1, Fairness::Fair);
    assert!(queue.try_put(Secret).is_ok());
    queue
}

const FULL: &str = "Queue { len: 1, capacity: Bounded(1), fairness: Fair, unfinished: 1, \
     is_shutdown: false, waiting_getters: 0, waiting_putters: 0, waiting_joiners: 0, .. }";

#[test]
fn a_queue_shows_its_counts() {
    let queue = full();
    assert_eq!(format!("{queue:?}"), FULL);
    assert_eq!(format!("{:?}", queue.drain()), format!("Drain {{ queue: {FULL} }}"));
}

#[test]
fn a_queue_returns_its_fairness() {
    assert_eq!(WAYS.map(|way| queue::<Fifo<u8>>(1, way).fairness()), WAYS);
}

#[test]
fn a_future_shows_how_far_it_has_come() {
    let (queue, task) = (full(), Task::new());
    let mut put = queue.put(Secret);
    shows(&put, "Put { put: Put(New), .. }");
    assert!(task.poll(&mut put).is_pending());
    shows(&put, "Put { put: Put(InLine), .. }");
    assert!(put.cancel().is_some());
    shows(&put, "Put { put: Put(Finished), .. }");

    let mut join = queue.join();
    shows(&join, "Join { join: Join(New), .. }");
    assert!(task.poll(&mut join).is_pending());
    shows(&join, "Join { join: Join(InLine), .. }");

    let mut get = queue.get();
    shows(&get, "Get { get: Get(New), .. }");
    assert!(task.poll(&mut get).is_ready());
    shows(&get, "Get { get: Get(Finished), .. }");
}

#[track_caller]
fn shows(future: &impl std::fmt::Debug, start: &str) {
    let shown = format!("{future:?}");
    assert!(shown.starts_with(start), "{shown}");
}

#[test]
fn a_stream_and_a_sink_show_the_future_inside() {
    let queue = full();
    shows(&queue.stream(), "ItemStream { get: None, .. }");
    shows(&queue.stream().next(), "Next { stream: ItemStream { get: Some(Get(New)), .. }, .. }");
    shows(&queue.sink(), "ItemSink { put: Put(Finished), .. }");
    let mut select = Select::new([&queue]);
    let shown = "Select { streams: [ItemStream { get: None, .. }], first: 0, is_biased: false }";
    shows(&select, shown);
    shows(&select.next(), &format!("NextOfAny {{ select: {shown}, .. }}"));
}

#[test]
fn a_builder_and_the_ends_show_what_they_are() {
    let builder = super::Queue::<Fifo<Secret>>::builder().bounded(2);
    shows(&builder, "Builder { len: 0, capacity: Bounded(2), fairness: Fair, .. }");
    let (sender, receiver) = full().into_ends();
    shows(&sender, &format!("Sender {{ queue: {FULL}"));
    shows(&receiver, &format!("Receiver {{ queue: {FULL}"));
    shows(&sender.downgrade(), "WeakSender { .. }");
    shows(&receiver.downgrade(), "WeakReceiver { .. }");
}
