//! The gauges that a queue sets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use futures::FutureExt as _;
use metrics::{
    Counter, Gauge, GaugeFn, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
    with_local_recorder,
};
use queue_async::{Capacity, Fifo, Lock, Queue, local, sync};

/// Keeps gauges by their names, with the name of the queue.
#[derive(Clone, Default)]
struct Gauges {
    values: Arc<Mutex<BTreeMap<(String, String), f64>>>,
    /// Called whenever one is set.
    hook: Arc<OnceLock<Box<dyn Fn() + Send + Sync>>>,
}

struct Setter(Gauges, (String, String));

impl GaugeFn for Setter {
    fn increment(&self, _: f64) {
        unreachable!("a gauge is set")
    }

    fn decrement(&self, _: f64) {
        unreachable!("a gauge is set")
    }

    fn set(&self, value: f64) {
        let Self(Gauges { values, hook }, key) = self;
        values.lock().expect("it is sound").insert(key.clone(), value);
        if let Some(hook) = hook.get() {
            hook();
        }
    }
}

impl Recorder for Gauges {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        unreachable!("there are gauges only")
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        unreachable!("there are gauges only")
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        let labels: Vec<_> = key.labels().map(|label| (label.key(), label.value())).collect();
        let [("queue", queue)] = labels[..] else { unreachable!("the label is the queue") };
        let key = (key.name().to_owned(), queue.to_owned());
        Gauge::from_arc(Arc::new(Setter(self.clone(), key)))
    }
}

impl Gauges {
    fn record<S: queue_async::Storage, L: Lock>(&self, queue: &Queue<S, L>, name: &str) {
        with_local_recorder(self, || queue.record_metrics(name));
    }

    /// Returns the five values of a queue.
    #[track_caller]
    fn of(&self, queue: &str) -> [f64; 5] {
        let names = ["len", "capacity", "unfinished", "waiting_getters", "waiting_putters"];
        let values = self.values.lock().expect("it is sound");
        names.map(|name| values[&(format!("queue_{name}"), queue.to_owned())])
    }
}

#[test]
fn the_gauges_are_what_the_queue_answers() {
    let (gauges, queue) = (Gauges::default(), local::Queue::bounded(2));
    gauges.record(&queue, "jobs");
    assert_eq!(gauges.of("jobs"), [0.0, 2.0, 0.0, 0.0, 0.0]);
    let mut gets = [queue.get(), queue.get(), queue.get()];
    assert!(gets.iter_mut().all(|get| get.now_or_never().is_none()));
    gauges.record(&queue, "jobs");
    assert_eq!(gauges.of("jobs"), [0.0, 2.0, 0.0, 3.0, 0.0]);
    drop(gets);
    assert_eq!((queue.try_put(1), queue.try_put(2)), (Ok(()), Ok(())));
    assert_eq!((queue.try_get(), queue.try_put(3)), (Ok(1), Ok(())));
    let mut put = queue.put(4);
    assert!((&mut put).now_or_never().is_none());
    gauges.record(&queue, "jobs");
    assert_eq!(gauges.of("jobs"), [2.0, 2.0, 3.0, 0.0, 1.0]);
    assert_eq!(gauges.values.lock().expect("it is sound").len(), 5);
}

#[test]
fn queues_are_told_apart_by_their_names() {
    let (gauges, first, second) =
        (Gauges::default(), sync::LifoQueue::from_iter([1]), sync::Queue::from_iter([1, 2]));
    gauges.record(&first, "first");
    gauges.record(&second, "second");
    assert_eq!(gauges.of("first"), [1.0, f64::INFINITY, 1.0, 0.0, 0.0]);
    assert_eq!(gauges.of("second"), [2.0, f64::INFINITY, 2.0, 0.0, 0.0]);
    let rendezvous = local::Queue::<u8>::new(Capacity::Rendezvous);
    gauges.record(&rendezvous, "third");
    assert_eq!(gauges.of("third"), [0.0; 5]);
}

#[test]
fn a_recorder_may_call_the_queue() {
    let gauges = Gauges::default();
    let queue = Arc::new(Queue::<Fifo<u8>, queue_async::SyncLock>::from_iter([1]));
    let called = Arc::clone(&queue);
    let hook = move || _ = (called.try_put(2), called.try_get());
    assert!(gauges.hook.set(Box::new(hook)).is_ok());
    gauges.record(&*queue, "jobs");
    // All as of one moment, whatever the recorder does meanwhile.
    assert_eq!(gauges.of("jobs"), [1.0, f64::INFINITY, 1.0, 0.0, 0.0]);
    assert_eq!(queue.unfinished(), 6);
}

#[test]
fn a_work_queue_has_more_gauges() {
    let queue = local::WorkQueue::bounded(8);
    let gauges = Gauges::default();
    (0..4).for_each(|number| queue.try_put(number).expect("there is room"));
    queue.put_after(9, std::time::Duration::from_secs(9)).expect("it is open");
    let _lease = queue.try_take().expect("there is a job");
    with_local_recorder(&gauges, || queue.record_metrics("work"));
    let values = gauges.values.lock().expect("it is sound");
    let of = |name: &str| values[&(name.to_owned(), "work".to_owned())];
    let names = [
        "queue_len",
        "queue_unfinished",
        "queue_in_flight",
        "queue_delayed",
        "queue_behind",
        "queue_dead",
    ];
    assert_eq!(names.map(of), [3.0, 5.0, 1.0, 1.0, 0.0, 0.0]);
}
