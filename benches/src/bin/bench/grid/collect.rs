use queue_benches::channel::{Channel, LocalFutures, SyncFutures};
use queue_benches::contenders::Visitor;
use queue_benches::harness::Lane;
use queue_benches::version;
use queue_benches::workloads::{Numbered, OneThread, Round, TwoThreads};

use super::Field;
use super::rosters::{Few, Rest, Roster};

/// The capacity of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    AtMost(usize),
    Any,
}

impl Holds {
    pub(super) fn name(self) -> String {
        match self {
            Self::AtMost(capacity) => format!("capacity {capacity}"),
            Self::Any => "unbounded".to_owned(),
        }
    }
}

/// Returns the lanes of queues for threads, on one thread.
pub(super) fn shared<W: OneThread<usize>>(field: Field, holds: Holds, workload: W) -> Vec<Lane> {
    let mut lanes = one_thread::<usize, Few, W>(holds, workload);
    if field == Field::All {
        lanes.extend(one_thread::<usize, Rest, W>(holds, workload));
    }
    lanes
}

/// Returns the lanes of queues for threads, on two workers.
pub(super) fn parallel<W: TwoThreads<usize>>(field: Field, holds: Holds, workload: W) -> Vec<Lane> {
    let mut lanes = two_threads::<usize, Few, W>(holds, workload);
    if field == Field::All {
        lanes.extend(two_threads::<usize, Rest, W>(holds, workload));
    }
    lanes
}

/// Returns the lanes of a roster, on one thread.
pub(super) fn one_thread<T: Numbered, R: Roster<T>, W: OneThread<T>>(
    holds: Holds,
    workload: W,
) -> Vec<Lane> {
    let mut visitor = OnOneThread(Collect { holds, workload, lanes: Vec::new() });
    match holds {
        Holds::AtMost(_) => R::bounded(&mut visitor),
        Holds::Any => R::unbounded(&mut visitor),
    }
    visitor.0.lanes
}

/// Returns the lanes of a roster, on two workers.
pub(super) fn two_threads<T: Numbered, R: Roster<T>, W: TwoThreads<T>>(
    holds: Holds,
    workload: W,
) -> Vec<Lane> {
    let mut visitor = OnTwoThreads(Collect { holds, workload, lanes: Vec::new() });
    match holds {
        Holds::AtMost(_) => R::bounded(&mut visitor),
        Holds::Any => R::unbounded(&mut visitor),
    }
    visitor.0.lanes
}

/// Makes a lane of each contender that it visits.
struct Collect<W> {
    holds: Holds,
    workload: W,
    lanes: Vec<Lane>,
}

impl<W: Copy + 'static> Collect<W> {
    fn bounded<C: Channel>(&mut self, run: fn(W, usize, usize) -> Option<Round>) {
        if let Holds::AtMost(capacity) = self.holds {
            let workload = self.workload;
            self.add::<C>(move |items| run(workload, capacity, items));
        }
    }

    fn add<C: Channel>(&mut self, run: impl Fn(usize) -> Option<Round> + 'static) {
        self.lanes.extend(Lane::new(C::name(), version(C::CRATE), run));
    }
}

/// Makes lanes that run on one thread.
struct OnOneThread<W>(Collect<W>);

impl<T: Numbered, W: OneThread<T>> Visitor<T> for OnOneThread<W> {
    fn bounded<C: LocalFutures<Item = T>>(&mut self) {
        self.0.bounded::<C>(|workload, capacity, items| {
            workload.on_one_thread::<C>(|| C::bounded(capacity), items)
        });
    }

    fn unbounded<C: LocalFutures<Item = T>>(&mut self) {
        let workload = self.0.workload;
        self.0.add::<C>(move |items| workload.on_one_thread::<C>(C::unbounded, items));
    }
}

/// Makes lanes that run on two workers.
struct OnTwoThreads<W>(Collect<W>);

impl<T: Numbered, W: TwoThreads<T>> Visitor<T> for OnTwoThreads<W> {
    fn bounded<C: LocalFutures<Item = T>>(&mut self) {
        unreachable!("{} is for one thread", C::name())
    }

    fn unbounded<C: LocalFutures<Item = T>>(&mut self) {
        unreachable!("{} is for one thread", C::name())
    }

    fn shared_bounded<C: SyncFutures<Item = T>>(&mut self) {
        self.0.bounded::<C>(|workload, capacity, items| {
            workload.on_two_threads::<C>(|| C::bounded(capacity), items)
        });
    }

    fn shared_unbounded<C: SyncFutures<Item = T>>(&mut self) {
        let workload = self.0.workload;
        self.0.add::<C>(move |items| workload.on_two_threads::<C>(C::unbounded, items));
    }
}
