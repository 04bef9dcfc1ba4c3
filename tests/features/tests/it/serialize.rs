//! A storage that is read back gives the same items in the same order.

use queue_async::{Aging, Fifo, HeapOrder, Keyed, Lifo, Priority, Queue, RoundRobin, local, sync};
use queue_core::{Capacity, State, Storage, Waiters};
use serde::Serialize;
use serde::de::DeserializeOwned;

type Job = Keyed<u32, usize>;

/// Jobs with few keys, so that there are many equals.
fn jobs(count: usize) -> impl Iterator<Item = Job> {
    (0..count).map(|n| Keyed::new((n as u32).wrapping_mul(2_654_435_761) % 5, n))
}

fn pairs(storage: impl Storage<Item = Job>) -> Vec<(u32, usize)> {
    storage.into_items().map(|job| (job.key, job.item)).collect()
}

fn read_back<S: Serialize + DeserializeOwned>(storage: &S) -> S {
    let text = serde_json::to_string(storage).expect("it can be written");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Puts and gets, so that the storage has a past, and reads it back after each.
fn keeps_its_order<S>(empty: impl Fn() -> S)
where
    S: Storage<Item = Job> + Clone + PartialEq + Serialize + DeserializeOwned,
{
    let mut storage = empty();
    for (n, job) in jobs(60).enumerate() {
        let _ = storage.push(job);
        if n % 3 == 2 {
            storage.pop();
        }
        let mut same = read_back(&storage);
        assert!(same == storage, "after {n} puts");
        assert_eq!(pairs(same.clone()), pairs(storage.clone()), "after {n} puts");
        // Later items take the same places in both.
        let mut later = storage.clone();
        for job in jobs(20) {
            assert_eq!(same.push(job), later.push(job));
        }
        assert_eq!(pairs(same), pairs(later), "after {n} puts and twenty later ones");
    }
}

#[test]
fn each_order_is_read_back() {
    keeps_its_order(Fifo::<Job>::default);
    keeps_its_order(Lifo::<Job>::default);
    keeps_its_order(Priority::<Job>::default);
    keeps_its_order(HeapOrder::<Job>::default);
    keeps_its_order(RoundRobin::<u32, usize>::default);
    for slope in [0, 1, 3, u32::MAX] {
        keeps_its_order(|| Aging::<usize>::new(slope));
    }
}

#[test]
fn a_storage_is_a_sequence_in_the_order_in_which_items_leave() {
    let text = |storage: &dyn Fn() -> serde_json::Result<String>| storage().expect("it is text");
    let json = |value: String, expected: &str| assert_eq!(value, expected);
    json(text(&|| serde_json::to_string(&Fifo::from_iter([3, 1, 2]))), "[3,1,2]");
    json(text(&|| serde_json::to_string(&Lifo::from_iter([3, 1, 2]))), "[2,1,3]");
    json(text(&|| serde_json::to_string(&Priority::from_iter([3, 1, 2]))), "[1,2,3]");
    json(text(&|| serde_json::to_string(&HeapOrder::from_iter([3, 2, 1]))), "[1,3,2]");
    let tenants = [("a", 1), ("a", 2), ("b", 3)].map(Keyed::from);
    let turns = RoundRobin::from_iter(tenants);
    json(text(&|| serde_json::to_string(&turns)), r#"[["a",1],["b",3],["a",2]]"#);
    let mut aging = Aging::new(3);
    aging.extend([(1, "old"), (0, "new")].map(Keyed::from));
    json(text(&|| serde_json::to_string(&aging)), r#"[3,[[1,[0,"new"]],[2,[1,"old"]]]]"#);
}

#[test]
fn a_round_robin_is_written_in_its_order_and_read_without_its_weights() {
    let mut jobs = RoundRobin::new(|&key| key + 1, |&item| 1 + item % 3);
    jobs.extend((0..40).map(|n| Keyed::new(n % 4, n)));
    for _ in 0..7 {
        jobs.pop(); // in the middle of a turn, with deficits
    }
    let text = serde_json::to_string(&jobs).expect("it is text");
    let written: Vec<(u32, u32)> = serde_json::from_str(&text).expect("it is a sequence");
    assert!(written.iter().copied().eq(jobs.clone().into_items().map(|job| (job.key, job.item))));
    let read: RoundRobin<u32, u32> = serde_json::from_str(&text).expect("it is one");
    assert!(read == RoundRobin::from_iter(written.into_iter().map(Keyed::from)));
}

#[test]
fn an_age_that_cannot_be_is_refused() {
    let read = |age: u64| serde_json::from_str::<Aging<u8>>(&format!("[1,[[{age},[0,7]]]]"));
    assert!(read(0).is_err() && read(u64::MAX / 2 + 1).is_err() && read(u64::MAX).is_err());
    let mut oldest = read(u64::MAX / 2).expect("it can be");
    let _ = oldest.push(Keyed::new(0, 8));
    assert!(oldest.into_items().map(|job| job.item).eq([7, 8]));
}

#[test]
fn a_capacity_is_a_number_or_a_word() {
    let three = Capacity::try_from(3).expect("it is not zero");
    let most = Capacity::try_from(usize::MAX).expect("it is not zero");
    for (capacity, text) in [
        (three, "3".to_owned()),
        (most, usize::MAX.to_string()),
        (Capacity::Unbounded, r#""unbounded""#.to_owned()),
        (Capacity::Rendezvous, r#""rendezvous""#.to_owned()),
    ] {
        assert_eq!(serde_json::to_string(&capacity).expect("it is text"), text);
        assert_eq!(serde_json::from_str::<Capacity>(&text).expect("it is one"), capacity);
    }
    // What formats have that no person reads.
    let read = |text: &str| serde_json::from_str::<Capacity>(text);
    assert_eq!(read(r#""3""#).expect("it is one"), three);
    for wrong in ["0", "-1", "1.5", "null", r#""0""#, r#""""#, r#""Unbounded""#, "[]"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_queue_is_its_items_and_is_read_as_an_unbounded_one() {
    let queue = local::PriorityQueue::bounded(2);
    queue.try_put(2).and_then(|()| queue.try_put(1)).expect("there is room");
    let mut put = queue.put(0);
    let waker = std::task::Waker::noop();
    let poll = std::pin::Pin::new(&mut put).poll(&mut std::task::Context::from_waker(waker));
    assert!(poll.is_pending());
    let text = serde_json::to_string(&queue).expect("it is text");
    assert_eq!(text, "[1,2]"); // the put waits, and is left out
    let read: sync::PriorityQueue<u32> = serde_json::from_str(&text).expect("it is one");
    assert_eq!((read.capacity(), read.unfinished()), (Capacity::Unbounded, 2));
    assert!(read.into_items().eq([1, 2]));
}

/// An item whose `Serialize` calls the queue that has it.
struct Caller<'a>(&'a std::cell::OnceCell<Queue<Fifo<Self>, queue_async::LocalLock>>);

impl Serialize for Caller<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let queue = self.0.get().expect("it is there");
        (queue.len() as u64).serialize(serializer)
    }
}

#[test]
#[should_panic = "a queue was called while it was in use"]
fn an_item_that_calls_its_queue_as_it_is_written_finds_it_held() {
    let place = std::cell::OnceCell::new();
    let queue = place.get_or_init(local::Queue::unbounded);
    queue.try_put(Caller(&place)).unwrap_or_else(|_| unreachable!("it is unbounded"));
    let _ = serde_json::to_string(queue);
}

#[test]
fn a_storage_that_was_read_has_a_state() {
    let read: Lifo<u8> = serde_json::from_str("[2,1]").expect("it is one");
    let mut state = State::<_, ()>::new(read, Capacity::Unbounded);
    assert_eq!((state.unfinished(), state.try_get(&mut Waiters::default())), (2, Ok(2)));
}
