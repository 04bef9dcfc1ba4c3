//! The counters of a state, beside a ledger that counts from the outside what each call answers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Poll, Waker};

use futures::FutureExt as _;
use queue_async::{Queue, local, sync};
use queue_core::{
    Capacity, Event, Exchange, Fairness, Fifo, Get, Join, Permit, Polled, Pushed, Put, PutMany,
    Reserve, State, Stats, Storage, Until, Waiters,
};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

type Numbers = State<Fifo<u32>, u32>;

const BOTH_WAYS: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

fn of(capacity: usize, fairness: Fairness) -> Numbers {
    let capacity = Capacity::try_from(capacity).unwrap_or_default();
    Numbers::with_fairness(Fifo::default(), capacity, fairness)
}

/// Polls with a waiter at hand.
fn get(state: &mut Numbers, get: &mut Get) -> Polled<Option<u32>> {
    let mut item = None;
    let polled = state.poll_get(get, &mut item, &mut Exchange::with(0), |_| true);
    polled.map(|_| item)
}

fn put(state: &mut Numbers, put: &mut Put<u32>) -> Polled<bool> {
    state.poll_put(put, &mut Exchange::with(0), |_| true).map(|result| result.is_ok())
}

/// What a state says it has done, with the counts that are not named at zero.
#[track_caller]
fn assert_stats(state: &Numbers, expected: impl FnOnce(&mut Stats)) {
    let mut stats = Stats::default();
    expected(&mut stats);
    assert_eq!(state.stats(), stats, "{:?}", state.fairness());
}

#[test]
fn a_put_counts_when_its_item_is_stored() {
    let mut state = of(1, Fairness::Fair);
    let (mut first, mut second) = (Put::new(1), Put::new(2));
    assert_eq!(put(&mut state, &mut first), Polled::Ready(true));
    assert_eq!(put(&mut state, &mut second), Polled::Pending);
    assert_stats(&state, |stats| (stats.puts, stats.waits, stats.max_len) = (1, 1, 1));
    // The get admits the item.
    assert_eq!(get(&mut state, &mut Get::new()), Polled::Ready(Some(1)));
    let admitted = |stats: &mut Stats| {
        (stats.puts, stats.gets, stats.waits, stats.max_len) = (2, 1, 1, 1);
    };
    assert_stats(&state, admitted);
    assert_eq!(put(&mut state, &mut second), Polled::Ready(true));
    assert_stats(&state, admitted);
}

#[test]
fn an_admitted_put_that_is_cancelled_counts_as_both() {
    let mut state = of(1, Fairness::Fair);
    let mut second = Put::new(2);
    assert_eq!(put(&mut state, &mut Put::new(1)), Polled::Ready(true));
    assert_eq!(put(&mut state, &mut second), Polled::Pending);
    assert_eq!(get(&mut state, &mut Get::new()), Polled::Ready(Some(1)));
    state.cancel_put(&mut second, &mut Exchange::default());
    assert_stats(&state, |stats| {
        (stats.puts, stats.gets, stats.waits, stats.cancels, stats.max_len) = (2, 1, 1, 1, 1);
    });
}

#[test]
fn a_get_that_lost_the_race_counts_once_more() {
    for fairness in BOTH_WAYS {
        let mut state = of(1, fairness);
        let mut loser = Get::new();
        assert_eq!(get(&mut state, &mut loser), Polled::Pending);
        assert_eq!(put(&mut state, &mut Put::new(1)), Polled::Ready(true));
        assert_eq!(get(&mut state, &mut Get::new()), Polled::Ready(Some(1)));
        // Without a waiter it leaves the line, and enters it at the next poll.
        let mut exchange = Exchange::default();
        let polled = state.poll_get(&mut loser, &mut None, &mut exchange, |_| true);
        assert_eq!(polled, Polled::NeedsWaiter);
        let lost = |stats: &mut Stats| {
            (stats.puts, stats.gets, stats.max_len) = (1, 1, 1);
            (stats.waits, stats.lost_races) = (1, 1);
        };
        assert_stats(&state, lost);
        assert_eq!(get(&mut state, &mut loser), Polled::Pending);
        assert_eq!(get(&mut state, &mut loser), Polled::Pending); // it has not been notified
        let waits_again = |stats: &mut Stats| {
            lost(stats);
            stats.waits = 2;
        };
        assert_stats(&state, waits_again);
        // What a shutdown notifies has not lost a race.
        state.shutdown(&mut Waiters::default());
        assert_eq!(get(&mut state, &mut loser), Polled::Ready(None));
        assert_stats(&state, waits_again);
    }
}

#[test]
fn a_put_a_batch_and_a_reserve_that_lost_the_race_count() {
    let mut state = of(1, Fairness::Barging);
    let (mut one, mut many, mut reserve) =
        (Put::new(2), PutMany::from_iter([3, 4]), Reserve::new());
    let (mut permit, exchange) = (None, || Exchange::with(0));
    assert_eq!(put(&mut state, &mut Put::new(1)), Polled::Ready(true));
    let mut poll_all = |state: &mut Numbers| {
        assert_eq!(put(state, &mut one), Polled::Pending);
        assert_eq!(state.poll_put_many(&mut many, &mut exchange(), |_| true), Polled::Pending);
        let polled = state.poll_reserve(&mut reserve, &mut permit, &mut exchange(), |_| true);
        assert_eq!(polled, Polled::Pending);
    };
    poll_all(&mut state);
    assert_stats(&state, |stats| (stats.puts, stats.waits, stats.max_len) = (1, 3, 1));
    state.recover(&mut Waiters::default()); // notifies all of them, and there is no room
    poll_all(&mut state);
    assert_stats(&state, |stats| {
        (stats.puts, stats.waits, stats.lost_races, stats.max_len) = (1, 6, 3, 1);
    });
    // The batch puts one of its items, so it has not lost the race.
    state.recover(&mut Waiters::default());
    assert_eq!(state.try_get(&mut Waiters::default()), Ok(1));
    let mut all = Exchange::with(0);
    assert_eq!(state.poll_put_many(&mut many, &mut all, |_| true), Polled::Pending);
    assert_stats(&state, |stats| {
        (stats.puts, stats.gets, stats.waits, stats.lost_races, stats.max_len) = (2, 1, 7, 3, 1);
    });
    state.cancel_put_many(&mut many, &mut all);
    state.cancel_put(&mut one, &mut all);
    state.cancel_reserve(&mut reserve, &mut all);
    assert_eq!(state.stats().cancels, 3);
}

#[test]
fn a_join_and_a_wait_for_an_event_count_as_waits_and_cancels() {
    for fairness in BOTH_WAYS {
        let mut state = of(1, fairness);
        assert_eq!(put(&mut state, &mut Put::new(1)), Polled::Ready(true));
        let (mut joins, mut untils) =
            ([(); 2].map(|()| Join::new()), [Event::Empty; 2].map(Until::new));
        for (join, until) in joins.iter_mut().zip(&mut untils) {
            assert!(state.poll_join(join, &mut Exchange::with(0), |_| true) == Polled::Pending);
            assert!(state.poll_until(until, &mut Exchange::with(0), |_| true) == Polled::Pending);
        }
        state.cancel_join(&mut joins[0], &mut Exchange::default());
        state.cancel_until(&mut untils[0], &mut Exchange::default());
        // These finish, and what has finished or not begun is not cancelled.
        assert_eq!(get(&mut state, &mut Get::new()), Polled::Ready(Some(1)));
        state.task_done(&mut Waiters::default()).expect("one is not done");
        for (join, until) in joins.iter_mut().zip(&mut untils) {
            let _ = state.poll_join(join, &mut Exchange::default(), |_| true);
            let _ = state.poll_until(until, &mut Exchange::default(), |_| true);
            state.cancel_join(join, &mut Exchange::default());
            state.cancel_until(until, &mut Exchange::default());
        }
        state.cancel_get(&mut Get::new(), &mut Exchange::default());
        state.cancel_put(&mut Put::new(2), &mut Exchange::default());
        state.cancel_put_many(&mut PutMany::from_iter([2]), &mut Exchange::default());
        state.cancel_reserve(&mut Reserve::new(), &mut Exchange::default());
        let mut none = Get::new();
        assert_eq!(get(&mut state, &mut none), Polled::Pending);
        let mut items = Vec::new();
        let polled =
            state.poll_get_many(&mut none, 0, &mut items, &mut Exchange::default(), |_| true);
        assert_eq!(polled, Polled::Ready(Ok(()))); // it has finished, and was not cancelled
        assert_stats(&state, |stats| {
            (stats.puts, stats.gets, stats.max_len) = (1, 1, 1);
            (stats.waits, stats.cancels) = (5, 2);
        });
    }
}

#[test]
fn items_that_leave_to_no_get_do_not_count_as_got() {
    let state = Numbers::new(Fifo::from_iter([1, 2, 3]), Capacity::Unbounded);
    assert_stats(&state, |stats| stats.max_len = 3);
    let mut state = state;
    state.with_storage(&mut Waiters::default(), |items| {
        let _ = (items.pop(), items.push(4), items.push(5));
    });
    assert_stats(&state, |stats| stats.max_len = 4);
    let (mut displaced, mut notified) = (Vec::new(), Waiters::default());
    state
        .set_capacity(4.try_into().expect("it is not zero"), &mut notified)
        .expect("it is no rendezvous");
    state.force_put(&mut Put::new(6), &mut displaced, &mut notified).expect("it is open");
    assert_eq!(displaced, [2]);
    assert_stats(&state, |stats| (stats.puts, stats.max_len) = (1, 4));
    assert_eq!(state.shutdown_now(&mut notified).len(), 4);
    assert!(state.try_put(7, &mut notified).is_err() && state.try_get(&mut notified).is_err());
    assert_stats(&state, |stats| (stats.puts, stats.max_len) = (1, 4));
}

#[test]
fn items_in_reserved_room_and_in_a_rendezvous_count() {
    let mut state = of(2, Fairness::Fair);
    let permit = state.try_reserve(1).expect("there is room");
    let mut notified = Waiters::default();
    state.put_reserved(permit, &mut Put::new(1), &mut notified).expect("it is reserved");
    assert_stats(&state, |stats| (stats.puts, stats.max_len) = (1, 1));

    let mut state = Numbers::new(Fifo::default(), Capacity::Rendezvous);
    let mut puts = PutMany::from_iter([1, 2, 3]);
    assert_eq!(state.poll_put_many(&mut puts, &mut Exchange::with(0), |_| true), Polled::Pending);
    let mut items = Vec::new();
    assert_eq!(state.try_get_many(2, &mut items, &mut notified), Ok(2));
    assert_stats(&state, |stats| (stats.puts, stats.gets, stats.waits) = (2, 2, 1));
}

/// Holds the newest item, merges equal ones, and refuses zero.
#[derive(Default)]
struct Odd(Option<u32>);

impl Storage for Odd {
    type Item = u32;

    fn push(&mut self, item: u32) -> Pushed<u32> {
        match self.0 {
            _ if item == 0 => Pushed::Refused(item),
            Some(old) if old == item => Pushed::Merged,
            _ => self.0.replace(item).map_or(Pushed::Stored, Pushed::Displaced),
        }
    }

    fn pop(&mut self) -> Option<u32> {
        self.0.take()
    }

    fn len(&self) -> usize {
        self.0.iter().len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn every_item_counts_that_the_storage_does_not_refuse() {
    let mut state = State::<Odd, u32>::default();
    let mut notified = Waiters::default();
    for (item, puts) in [(0, 0), (1, 1), (1, 2), (2, 3), (0, 3)] {
        let _ = state.try_put(item, &mut notified);
        assert_eq!((state.stats().puts, state.len()), (puts, usize::from(puts > 0)));
    }
    assert_eq!((state.stats().max_len, state.stats().gets), (1, 0));
}

/// Refuses nothing, and panics at a seven.
#[derive(Default)]
struct NoSeven(Fifo<u32>);

impl Storage for NoSeven {
    type Item = u32;

    fn push(&mut self, item: u32) -> Pushed<u32> {
        assert_ne!(item, 7);
        self.0.push(item)
    }

    fn pop(&mut self) -> Option<u32> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn an_item_that_a_panic_makes_the_queue_take_back_counts_twice() {
    let mut state = State::<NoSeven, u32>::new(NoSeven::default(), Capacity::try_from(1).unwrap());
    let mut notified = Waiters::default();
    state.try_put(1, &mut notified).expect("there is room");
    let mut put = Put::new(7);
    assert_eq!(state.poll_put(&mut put, &mut Exchange::with(0), |_| true), Polled::Pending);
    let panicked = catch_unwind(AssertUnwindSafe(|| state.try_get(&mut Waiters::default())));
    assert!(panicked.is_err());
    state.recover(&mut notified);
    // The item takes the place of the one that was lost, and is put again.
    let polled = state.poll_put(&mut put, &mut Exchange::with(0), |_| true);
    assert_eq!((polled, state.try_get(&mut notified)), (Polled::Ready(Ok(())), Ok(1)));
    assert_eq!((state.stats().puts, state.stats().gets, state.stats().lost_races), (2, 2, 0));
}

#[test]
fn states_are_equal_whatever_they_have_done() {
    let (new, mut used) = (of(1, Fairness::Fair), of(1, Fairness::Fair));
    let mut notified = Waiters::default();
    used.try_put(1, &mut notified).expect("there is room");
    used.try_get(&mut notified).expect("there is an item");
    used.task_done(&mut notified).expect("one is not done");
    assert!(new == used && new.stats() != used.stats());
    assert_eq!(used.clone().stats(), used.stats());
}

/// An operation that a program may poll and cancel.
enum Operation {
    Get(Get),
    GetMany(Get),
    Put(Put<u32>),
    PutMany(PutMany<u32>),
    Reserve(Reserve),
    Join(Join),
    Until(Until),
}

impl Operation {
    fn random(rng: &mut StdRng) -> Self {
        match rng.random_range(0..14) {
            0..4 => Self::Get(Get::new()),
            4 => Self::GetMany(Get::new()),
            5..9 => Self::Put(Put::new(0)),
            9 => Self::PutMany(PutMany::from_iter(0..rng.random_range(0..4))),
            10 => Self::PutMany(PutMany::all((0..rng.random_range(1..4)).collect())),
            11 => Self::Reserve(Reserve::new()),
            12 => Self::Join(Join::new()),
            _ => Self::Until(Until::new([Event::Empty, Event::Room][rng.random_range(0..2)])),
        }
    }

    fn is_new(&self) -> bool {
        match self {
            Self::Get(get) | Self::GetMany(get) => get.is_new(),
            Self::Put(put) => put.is_new(),
            Self::PutMany(puts) => puts.is_new(),
            Self::Reserve(reserve) => reserve.is_new(),
            Self::Join(join) => join.is_new(),
            Self::Until(until) => until.is_new(),
        }
    }

    fn is_finished(&self) -> bool {
        match self {
            Self::Get(get) | Self::GetMany(get) => get.is_finished(),
            Self::Put(put) => put.is_finished(),
            Self::PutMany(puts) => puts.is_finished(),
            Self::Reserve(reserve) => reserve.is_finished(),
            Self::Join(join) => join.is_finished(),
            Self::Until(until) => until.is_finished(),
        }
    }

    fn is_in_line(&self) -> bool {
        !self.is_new() && !self.is_finished()
    }

    fn has_waiter(&self, state: &Numbers) -> bool {
        let waiter = match self {
            Self::Get(get) | Self::GetMany(get) => state.getter(get),
            Self::Put(put) => state.putter(put),
            Self::PutMany(puts) => state.batch_putter(puts),
            Self::Reserve(reserve) => state.reserver(reserve),
            Self::Join(join) => state.joiner(join),
            Self::Until(until) => state.watcher(until),
        };
        waiter.is_some()
    }
}

/// What the calls have answered, counted from the outside.
struct Ledger {
    state: Numbers,
    /// Items that came into the storage by no put, less those that left it to no get.
    brought: i64,
    permits: Vec<Permit>,
    gets: u64,
    waits: u64,
    lost_races: u64,
    cancels: u64,
    max_len: usize,
}

impl Ledger {
    fn poll(&mut self, operation: &mut Operation, rng: &mut StdRng) {
        let was_in_line = operation.is_in_line();
        let was_waiting = was_in_line && operation.has_waiter(&self.state);
        let len = self.state.len();
        let mut exchange =
            Exchange { waiter: rng.random_bool(0.8).then_some(0), ..Exchange::default() };
        let is_current = |_: &u32| true;
        let state = &mut self.state;
        let (mut item, mut items, mut permit) = (None, Vec::new(), None);
        let polled = match operation {
            Operation::Get(get) => {
                state.poll_get(get, &mut item, &mut exchange, is_current).map(drop)
            }
            Operation::GetMany(get) => {
                let limit = rng.random_range(0..4);
                state.poll_get_many(get, limit, &mut items, &mut exchange, is_current).map(drop)
            }
            Operation::Put(put) => state.poll_put(put, &mut exchange, is_current).map(drop),
            Operation::PutMany(puts) => {
                state.poll_put_many(puts, &mut exchange, is_current).map(drop)
            }
            Operation::Reserve(reserve) => {
                state.poll_reserve(reserve, &mut permit, &mut exchange, is_current).map(drop)
            }
            Operation::Join(join) => state.poll_join(join, &mut exchange, is_current),
            Operation::Until(until) => state.poll_until(until, &mut exchange, is_current),
        };
        self.gets += item.iter().len() as u64 + items.len() as u64;
        if items.len() > 1 {
            self.got_many();
        }
        self.permits.extend(permit);
        let has_to_wait = matches!(polled, Polled::Pending | Polled::NeedsWaiter);
        let is_batch = matches!(operation, Operation::PutMany(_));
        let found_some = is_batch && self.state.len() > len;
        // On a barging queue it has left the line for that, and enters it again.
        let looked = found_some && self.state.fairness() == Fairness::Barging;
        self.waits += u64::from(polled == Polled::Pending && (!was_waiting || looked));
        self.lost_races += u64::from(was_in_line && !was_waiting && has_to_wait && !found_some);
    }

    fn cancel(&mut self, operation: &mut Operation) {
        self.cancels += u64::from(operation.is_in_line());
        let exchange = &mut Exchange::default();
        match operation {
            Operation::Get(get) | Operation::GetMany(get) => self.state.cancel_get(get, exchange),
            Operation::Put(put) => self.state.cancel_put(put, exchange),
            Operation::PutMany(puts) => self.state.cancel_put_many(puts, exchange),
            Operation::Reserve(reserve) => self.state.cancel_reserve(reserve, exchange),
            Operation::Join(join) => self.state.cancel_join(join, exchange),
            Operation::Until(until) => self.state.cancel_until(until, exchange),
        }
    }

    fn attempt(&mut self, rng: &mut StdRng) {
        let (state, notified) = (&mut self.state, &mut Waiters::default());
        match rng.random_range(0..40) {
            0..8 => _ = state.try_put(0, notified),
            8..16 => self.gets += u64::from(state.try_get(notified).is_ok()),
            16..20 => {
                let mut items = Vec::new();
                let _ = state.try_get_many(rng.random_range(0..4), &mut items, notified);
                self.gets += items.len() as u64;
                self.got_many();
            }
            20..24 => {
                let mut puts = PutMany::from_iter(0..rng.random_range(0..4));
                let _ = state.try_put_many(&mut puts, notified);
            }
            24..27 => self.permits.extend(state.try_reserve(1)),
            27..30 => match self.permits.pop() {
                Some(permit) if rng.random() => state.release(permit, notified),
                Some(permit) => _ = state.put_reserved(permit, &mut Put::new(0), notified),
                None => {}
            },
            30..33 => {
                let mut displaced = Vec::new();
                let _ = state.force_put(&mut Put::new(0), &mut displaced, notified);
                self.brought -= displaced.len() as i64;
            }
            33..35 => {
                let items = usize::from(!state.is_full());
                state.with_storage(notified, |storage| {
                    self.brought -= i64::from(storage.pop().is_some());
                    (0..items).for_each(|item| _ = storage.push(item as u32));
                });
                self.brought += items as i64;
            }
            35..37 => {
                let capacity = Capacity::try_from(rng.random_range(1..4)).expect("it is not zero");
                let _ = state.set_capacity(capacity, notified);
            }
            37 => state.recover(notified),
            38 => state.task_done(notified).unwrap_or_default(),
            _ => state.shrink_to_fit(),
        }
    }

    /// Items may have come in for the first ones that left, so that there were more than before and after.
    fn got_many(&mut self) {
        let limit = self.state.capacity().limit().map_or(self.max_len, usize::from);
        self.max_len = self.max_len.max(self.state.stats().max_len.min(limit));
    }

    #[track_caller]
    fn compare(&mut self) {
        let Stats { puts, gets, waits, lost_races, cancels, max_len, .. } = self.state.stats();
        self.max_len = self.max_len.max(self.state.len());
        // What has come in is there, or has left.
        let came = self.state.len() as i64 + self.gets as i64 - self.brought;
        let counted = (puts as i64, gets, waits, lost_races, cancels, max_len);
        let expected = (came, self.gets, self.waits, self.lost_races, self.cancels, self.max_len);
        assert_eq!(counted, expected);
    }
}

#[test]
fn random_programs_count_what_a_ledger_counts() {
    let mut sum = Stats::default();
    for seed in 0..1000 {
        let rng = &mut StdRng::seed_from_u64(seed);
        let capacity = match rng.random_range(0..5) {
            0 => Capacity::Unbounded,
            1 => Capacity::Rendezvous,
            bounded => Capacity::try_from(bounded - 1).expect("it is not zero"),
        };
        let fairness = BOTH_WAYS[rng.random_range(0..2)];
        let state =
            Numbers::with_fairness(Fifo::from_iter(0..rng.random_range(0..2)), capacity, fairness);
        let (brought, max_len) = (state.len() as i64, state.len());
        let mut ledger = Ledger {
            state,
            brought,
            permits: Vec::new(),
            gets: 0,
            waits: 0,
            lost_races: 0,
            cancels: 0,
            max_len,
        };
        let mut operations = Vec::new();
        for step in 0..200 {
            match rng.random_range(0..10) {
                0..3 => operations.push(Operation::random(rng)),
                3..4 if !operations.is_empty() => {
                    let index = rng.random_range(0..operations.len());
                    ledger.cancel(&mut operations.swap_remove(index));
                }
                4..6 => ledger.attempt(rng),
                _ if !operations.is_empty() => {
                    let index = rng.random_range(0..operations.len());
                    ledger.poll(&mut operations[index], rng);
                    if operations[index].is_finished() {
                        operations.swap_remove(index);
                    }
                }
                _ => {}
            }
            if step == 180 && rng.random() {
                let taken = ledger.state.shutdown_now(&mut Waiters::default());
                ledger.brought -= taken.len() as i64;
            }
            ledger.compare();
        }
        operations.iter_mut().for_each(|operation| ledger.cancel(operation));
        ledger.compare();
        let stats = ledger.state.stats();
        (sum.puts, sum.gets) = (sum.puts + stats.puts, sum.gets + stats.gets);
        sum.waits += stats.waits;
        (sum.lost_races, sum.cancels) =
            (sum.lost_races + stats.lost_races, sum.cancels + stats.cancels);
    }
    let least = [sum.puts, sum.gets, sum.waits, sum.lost_races, sum.cancels].into_iter().min();
    assert!(least > Some(1000), "{sum:?}");
}

/// One get waits, and another one is cancelled; an item comes and goes.
fn futures_count<L: queue_async::Lock>(queue: &Queue<Fifo<u8>, L>) {
    let (mut waits, mut cancelled) = (queue.get(), queue.get());
    assert!((&mut waits).now_or_never().is_none() && (&mut cancelled).now_or_never().is_none());
    drop(cancelled);
    assert_eq!(queue.try_put(1), Ok(()));
    let mut cx = Context::from_waker(Waker::noop());
    assert_eq!(waits.poll_unpin(&mut cx), Poll::Ready(Ok(1)));
    assert_eq!(queue.drain().count(), 0);
    let mut expected = Stats::default();
    (expected.puts, expected.gets, expected.max_len) = (1, 1, 1);
    (expected.waits, expected.cancels) = (2, 1);
    assert_eq!(queue.stats(), expected);
}

#[test]
fn futures_count_once_each() {
    futures_count(&local::Queue::unbounded());
    futures_count(&sync::Queue::bounded(1));
}
