//! What a queue tells a subscriber, under the names that tokio-console reads.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use futures::FutureExt as _;
use queue_async::work::Job;
use queue_async::{
    Builder, Capacity, Fairness, Fifo, HeapOrder, Lock, Pushed, Queue, Storage, local, sync,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{NoSubscriber, with_default};
use tracing::{Event, Metadata, Subscriber};

/// What a visitor of tokio-console is given, as text.
#[derive(Clone, Debug, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("debug {value:?}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name(), format!("u64 {value}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.insert(field.name(), format!("bool {value}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), format!("str {value}"));
    }
}

/// Keeps the resources as tokio-console does: by their spans, with the attributes that events override.
#[derive(Default)]
struct Recorder {
    spans: Mutex<BTreeMap<u64, Fields>>,
    entered: Mutex<Vec<u64>>,
    attributes: Mutex<BTreeMap<(u64, &'static str), String>>,
    /// The names of the attributes in the order of the events.
    told: Mutex<Vec<&'static str>>,
    dropped: Mutex<Vec<u64>>,
    last: AtomicU64,
    /// Called at each event.
    hook: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // As the filter of tokio-console.
        match metadata.is_event() {
            true => metadata.target().starts_with("runtime"),
            false => metadata.name().starts_with("runtime."),
        }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields::default();
        span.record(&mut fields);
        fields.0.insert("the name of the span", span.metadata().name().to_owned());
        assert!(span.is_root());
        lock(&self.spans).insert(id, fields);
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        assert_eq!(event.metadata().target(), "runtime::resource::state_update");
        let id = *lock(&self.entered).last().expect("a resource is entered");
        let (ops, values): (Vec<_>, Vec<_>) =
            fields.0.into_iter().partition(|(name, _)| name.ends_with(".op"));
        // It reads one attribute of an event.
        let [(name, value)] = <[_; 1]>::try_from(values).expect("an event has one value");
        assert_eq!(ops.len(), 1);
        assert_eq!(ops[0].0.strip_suffix(".op"), Some(name));
        assert_eq!(ops[0].1, "str override");
        lock(&self.attributes).insert((id, name), value);
        lock(&self.told).push(name);
        if let Some(hook) = self.hook.get() {
            hook();
        }
    }

    fn enter(&self, span: &Id) {
        lock(&self.entered).push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        assert_eq!(lock(&self.entered).pop(), Some(span.into_u64()));
    }

    fn try_close(&self, span: Id) -> bool {
        lock(&self.dropped).push(span.into_u64());
        true
    }
}

impl Recorder {
    /// Returns the value of an attribute of the last resource.
    #[track_caller]
    fn value(&self, name: &'static str) -> String {
        let id = self.last.load(Ordering::Relaxed);
        let attributes = lock(&self.attributes);
        attributes.get(&(id, name)).unwrap_or_else(|| panic!("{name} was not told")).clone()
    }

    /// Returns which attributes were told since the last call.
    fn told(&self) -> Vec<&'static str> {
        std::mem::take(&mut *lock(&self.told))
    }
}

/// Runs a program with a recorder of its own.
fn record(program: impl FnOnce(&Recorder)) {
    let recorder = Arc::new(Recorder::default());
    with_default(Arc::clone(&recorder), || program(&recorder));
    assert!(lock(&recorder.entered).is_empty());
}

/// Asserts that all attributes are as the queue has them.
#[track_caller]
fn assert_up_to_date<S: Storage, L: Lock>(recorder: &Recorder, queue: &Queue<S, L>) {
    let numbers = [
        ("len", queue.len()),
        ("unfinished", queue.unfinished()),
        ("waiting_getters", queue.waiting_getters()),
        ("waiting_putters", queue.waiting_putters()),
        ("waiting_joiners", queue.waiting_joiners()),
    ];
    for (name, value) in numbers {
        assert_eq!(recorder.value(name), format!("u64 {value}"), "{name}");
    }
    assert_eq!(recorder.value("capacity"), format!("debug {}", queue.capacity()));
    assert_eq!(recorder.value("is_shutdown"), format!("bool {}", queue.is_shutdown()));
}

#[test]
fn a_rendezvous_is_a_resource_from_where_it_was_made() {
    record(|recorder| {
        let (line, _queue) = (line!(), local::Queue::<u8>::rendezvous());
        let id = recorder.last.load(Ordering::Relaxed);
        let fields = lock(&recorder.spans)[&id].clone().0;
        let place = ["loc.file", "loc.line"].map(|name| fields[name].clone());
        assert_eq!(place, [concat!("str ", file!()).into(), format!("u64 {line}")]);
    });
}

#[test]
fn a_queue_is_a_resource_from_where_it_was_made() {
    record(|recorder| {
        let (line, queue) = (line!(), local::PriorityQueue::<u8>::bounded(4));
        let id = recorder.last.load(Ordering::Relaxed);
        let Fields(fields) = lock(&recorder.spans)[&id].clone();
        let field = |name| fields.get(name).map(String::as_str).unwrap_or_default();
        assert_eq!(field("the name of the span"), "runtime.resource");
        assert_eq!((field("concrete_type"), field("kind")), ("str Priority", "str queue"));
        assert_eq!(field("loc.file"), concat!("str ", file!()));
        assert_eq!(field("loc.line"), format!("u64 {line}"));
        assert!(field("loc.col").starts_with("u64 "));
        assert_up_to_date(recorder, &queue);
        assert_eq!(recorder.value("capacity"), "debug 4");
        assert!(lock(&recorder.dropped).is_empty());
        drop(queue);
        assert_eq!(*lock(&recorder.dropped), [id]);
    });
}

#[test]
fn each_constructor_tells_where_it_was_called() {
    record(|recorder| {
        let makers: [fn() -> local::Queue<u8>; 8] = [
            || local::Queue::bounded(4),
            || local::Queue::unbounded(),
            || local::Queue::new(Capacity::Unbounded),
            || local::Queue::with_storage(Fifo::default(), Capacity::Unbounded),
            || local::Queue::builder().build(),
            || local::Queue::from_iter([1]),
            || local::Queue::from(Fifo::default()),
            || Default::default(),
        ];
        for make in makers {
            let queue = make();
            let id = recorder.last.load(Ordering::Relaxed);
            let file = lock(&recorder.spans)[&id].0["loc.file"].clone();
            assert_eq!(file, concat!("str ", file!()));
            assert_up_to_date(recorder, &queue);
        }
    });
}

fn tells_what_changes<L: Lock>(fairness: Fairness) {
    record(|recorder| {
        let queue = Builder::<_, L>::new(Fifo::default()).bounded(1).fairness(fairness).build();
        let changed = |names: &[&str]| {
            assert_eq!(recorder.told(), names);
            assert_up_to_date(recorder, &queue);
        };
        let all = ["len", "capacity", "unfinished"].into_iter();
        let waiting = ["waiting_getters", "waiting_putters", "waiting_joiners"];
        let all: Vec<_> = all.chain(waiting).chain(["is_shutdown"]).collect();
        changed(&all);
        assert_eq!(queue.try_put(1), Ok(()));
        changed(&["len", "unfinished"]);
        assert!(queue.try_put(2).is_err());
        changed(&[]);
        let mut put = queue.put(3);
        assert!((&mut put).now_or_never().is_none());
        changed(&["waiting_putters"]);
        let mut join = queue.join();
        assert!((&mut join).now_or_never().is_none());
        changed(&["waiting_joiners"]);
        assert_eq!(queue.get().now_or_never(), Some(Ok(1)));
        match fairness {
            Fairness::Fair => changed(&["unfinished", "waiting_putters"]), // `len` is as before
            Fairness::Barging => changed(&["len", "waiting_putters"]),
        }
        assert_eq!(put.now_or_never(), Some(Ok(())));
        match fairness {
            Fairness::Fair => changed(&[]),
            Fairness::Barging => changed(&["len", "unfinished"]),
        }
        assert_eq!(queue.drain().collect::<Vec<_>>(), [3]);
        changed(&["len"]);
        assert_eq!(queue.task_done(), Ok(()));
        assert_eq!(queue.task_done(), Ok(()));
        changed(&["unfinished", "unfinished", "waiting_joiners"]);
        let mut get = queue.get();
        assert!((&mut get).now_or_never().is_none());
        changed(&["waiting_getters"]);
        drop(get); // cancels it
        changed(&["waiting_getters"]);
        let mut get = queue.get();
        assert!((&mut get).now_or_never().is_none());
        assert_eq!(queue.try_put(4), Ok(()));
        changed(&["waiting_getters", "len", "unfinished", "waiting_getters"]);
        assert_eq!(queue.shutdown_now().count(), 1);
        changed(&["len", "unfinished", "is_shutdown"]);
        queue.shutdown();
        assert!(get.now_or_never().is_some_and(|got| got.is_err()));
        changed(&[]);
    });
}

#[test]
fn each_change_is_told_and_nothing_else() {
    for fairness in [Fairness::Fair, Fairness::Barging] {
        tells_what_changes::<queue_async::LocalLock>(fairness);
        tells_what_changes::<queue_async::SyncLock>(fairness);
    }
}

/// An item that cannot be compared.
#[derive(Debug, PartialEq, Eq)]
struct Odd;

impl PartialOrd for Odd {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Odd {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        panic!("it has no order")
    }
}

#[test]
fn a_call_that_panics_tells_too() {
    record(|recorder| {
        let queue = local::HeapQueue::<Odd>::unbounded();
        let mut join = queue.join();
        assert_eq!((&mut join).now_or_never(), Some(()));
        assert_eq!(queue.try_put(Odd), Ok(()));
        let mut join = queue.join();
        assert!((&mut join).now_or_never().is_none());
        recorder.told();
        assert!(catch_unwind(AssertUnwindSafe(|| queue.try_put(Odd))).is_err());
        assert_eq!(
            recorder.told().len(),
            7,
            "all are told, since it is not known what has changed"
        );
        assert_up_to_date(recorder, &queue);
    });
}

/// A storage that panics when an item leaves, after it has left.
#[derive(Default)]
struct Leaking(Vec<u8>);

impl Storage for Leaking {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        self.0.push(item);
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        self.0.pop().map(|_| panic!("it is gone"))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn what_a_panic_has_changed_is_told() {
    record(|recorder| {
        let queue = Queue::<Leaking, queue_async::SyncLock>::unbounded();
        assert_eq!(queue.try_put(1), Ok(()));
        let mut join = queue.join();
        assert!((&mut join).now_or_never().is_none());
        assert!(catch_unwind(AssertUnwindSafe(|| queue.try_get())).is_err());
        assert_eq!((queue.len(), queue.unfinished(), queue.waiting_joiners()), (0, 0, 0));
        assert_up_to_date(recorder, &queue);
    });
}

thread_local! {
    /// The queue that the hook of this thread calls.
    static LOCAL: RefCell<Option<std::rc::Rc<local::Queue<u8>>>> = const { RefCell::new(None) };
}

#[test]
fn a_subscriber_may_call_the_queue() {
    // A local queue would panic, were it held.
    record(|recorder| {
        let queue = std::rc::Rc::new(local::Queue::bounded(1));
        LOCAL.set(Some(std::rc::Rc::clone(&queue)));
        let hook = || {
            LOCAL.with_borrow(|queue| {
                if let Some(queue) = queue {
                    let _ = (
                        queue.len(),
                        queue.try_put(7),
                        queue.try_get(),
                        queue.get().now_or_never(),
                    );
                }
            });
        };
        assert!(recorder.hook.set(Box::new(hook)).is_ok());
        calls(&queue);
        LOCAL.set(None);
    });
    // A sync queue would hang.
    record(|recorder| {
        let queue = Arc::new(sync::Queue::bounded(1));
        let called = Arc::clone(&queue);
        let hook = move || {
            let _ =
                (called.len(), called.try_put(7), called.try_get(), called.get().now_or_never());
        };
        assert!(recorder.hook.set(Box::new(hook)).is_ok());
        calls(&queue);
    });
}

/// Each of these tells something.
fn calls<L: Lock>(queue: &Queue<Fifo<u8>, L>) {
    let mut get = queue.get();
    assert!((&mut get).now_or_never().is_none());
    drop(get);
    let _ = (queue.try_put(1), queue.try_get(), queue.task_done());
    let mut puts = [queue.put(2), queue.put(3)];
    for put in &mut puts {
        let _ = put.now_or_never();
    }
    queue.shutdown();
    assert!(puts.map(|mut put| put.cancel()).into_iter().flatten().count() <= 2);
    assert!(queue.shutdown_now().count() <= 1);
}

#[test]
fn a_subscriber_that_panics_takes_the_result_and_leaves_a_queue_that_works() {
    record(|recorder| {
        let queue = sync::Queue::bounded(1);
        let mut get = queue.get();
        assert!((&mut get).now_or_never().is_none());
        assert!(recorder.hook.set(Box::new(|| panic!("a subscriber"))).is_ok());
        assert!(catch_unwind(AssertUnwindSafe(|| queue.try_put(1))).is_err());
        // The item is in, and the get was woken.
        with_default(NoSubscriber::default(), || {
            assert_eq!((queue.len(), queue.waiting_getters()), (1, 0));
        });
        assert!(catch_unwind(AssertUnwindSafe(|| queue.try_get())).is_err());
        assert!(queue.is_empty());
        drop(get);
    });
}

#[test]
fn without_a_subscriber_nothing_is_told() {
    let queue = with_default(NoSubscriber::default(), || sync::Queue::from_iter([1]));
    record(|recorder| {
        assert_eq!(queue.try_get(), Ok(1));
        assert_eq!(recorder.told(), [] as [&str; 0]);
    });
}

/// Keeps what work queues tell.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<Fields>>>);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "queue_async::work"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        unreachable!("there are events only")
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        lock(&self.0).push(fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn a_work_queue_tells_of_each_job_that_dies() {
    let listener = Listener::default();
    with_default(listener.clone(), || {
        let queue = local::WorkQueue::unbounded();
        for end_of_life in [0, u64::MAX] {
            queue.try_put_job(Job::new(1).expires_at(end_of_life)).expect("it is open");
        }
        queue.advance();
        let lease = queue.try_take().expect("there is a job");
        assert!(queue.shutdown_now().is_empty());
        lease.retry().expect("it is leased");
    });
    let fields = |fields: Fields| fields.0.into_iter().collect::<Vec<_>>();
    let told: Vec<_> = lock(&listener.0).drain(..).map(fields).collect();
    let tells = |attempts, cause: &str| {
        let fields = [("attempts", format!("u64 {attempts}")), ("cause", format!("debug {cause}"))];
        fields.into_iter().chain([("message", "debug a job is dead".to_owned())]).collect()
    };
    let tells: [Vec<_>; 2] =
        [tells(0, "the time to live was over"), tells(1, "the queue was shut down")];
    assert_eq!(told, tells);
}

#[test]
fn a_queue_is_what_it_is_without_the_feature() {
    fn is<T: Send + Unpin + std::panic::UnwindSafe + std::panic::RefUnwindSafe>() {}
    fn is_sync<T: Sync>() {}
    is::<sync::Queue<u8>>();
    is_sync::<sync::Queue<u8>>();
    is::<local::Queue<u8>>();
    is::<Queue<HeapOrder<u8>, queue_async::SyncLock>>();
}
