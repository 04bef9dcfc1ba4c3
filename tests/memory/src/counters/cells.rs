use std::pin::pin;
use std::task::{Context, Poll, Waker};

use queue_async::{Fifo, Lifo, LocalLock, Lock, Priority, Queue, Storage, SyncLock};

use crate::has_to_wait;

/// Receives the name of an operation, and the operation to repeat.
type Visit<'a> = &'a mut dyn FnMut(String, &mut dyn FnMut());

/// Visits every operation that is counted.
pub(super) fn visit(waker: &Waker, visit: Visit<'_>) {
    visit_flavour::<LocalLock>("local", waker, visit);
    visit_flavour::<SyncLock>("sync", waker, visit);
}

fn visit_flavour<L: Lock>(flavour: &str, waker: &Waker, visit: Visit<'_>) {
    let mut named = |name: &str, operation: &mut dyn FnMut()| {
        visit(format!("{flavour}: {name}"), operation);
    };
    ready::<L>(waker, &mut named);
    waiting::<L>(waker, &mut named);
    for waiters in [1, 100_000] {
        crowd::<L>(waiters, waker, &mut named);
    }
    for waiters in [100, 1000] {
        crowd_that_loses_the_race::<L>(waiters, waker, &mut named);
    }
    for items in [10, 10_000_000] {
        stock::<Fifo<u64>, L>("try_put + try_get", items, &mut named);
        stock::<Lifo<u64>, L>("try_put + try_get, last in first out", items, &mut named);
    }
    deep::<L>(&mut named);
    super::work::visit::<L>(&mut named);
}

pub(super) type Named<'a> = &'a mut dyn FnMut(&str, &mut dyn FnMut());

fn ready<L: Lock>(waker: &Waker, named: Named<'_>) {
    let queue = Queue::<Fifo<u64>, L>::bounded(8);
    named("try_put + try_get", &mut || {
        queue.try_put(1).expect("there is room");
        queue.try_get().expect("there is an item");
    });
    named("put + get, ready", &mut || {
        now(queue.put(1), waker).expect("it is open");
        now(queue.get(), waker).expect("it is open");
    });
    let queue = Queue::<Fifo<u64>, L>::bounded(8);
    named("put + get + task_done + join, ready", &mut || {
        now(queue.put(1), waker).expect("it is open");
        now(queue.get(), waker).expect("it is open");
        queue.task_done().expect("one was put");
        now(queue.join(), waker);
    });
}

fn waiting<L: Lock>(waker: &Waker, named: Named<'_>) {
    let queue = Queue::<Fifo<u64>, L>::bounded(1);
    named("a get that waits", &mut || {
        let mut get = queue.get();
        has_to_wait(&mut get, waker);
        queue.try_put(1).expect("there is room");
        now(get, waker).expect("it is open");
    });
    named("a get that loses the race", &mut || {
        let mut get = queue.get();
        has_to_wait(&mut get, waker);
        queue.try_put(1).expect("there is room");
        queue.try_get().expect("there is an item");
        has_to_wait(&mut get, waker);
    });
    named("a put that waits", &mut || {
        queue.try_put(1).expect("there is room");
        let mut put = queue.put(2);
        has_to_wait(&mut put, waker);
        queue.try_get().expect("there is an item");
        now(put, waker).expect("it is open");
        queue.try_get().expect("there is an item");
    });
    let queue = Queue::<Fifo<u64>, L>::bounded(1);
    named("a join that waits", &mut || {
        queue.try_put(1).expect("there is room");
        let mut join = queue.join();
        has_to_wait(&mut join, waker);
        queue.try_get().expect("there is an item");
        queue.task_done().expect("one was put");
        now(join, waker);
    });
}

/// Operations beside this many waiting gets.
fn crowd<L: Lock>(waiters: usize, waker: &Waker, named: Named<'_>) {
    let queue = Queue::<Fifo<u64>, L>::bounded(1);
    let mut gets: Vec<_> = (0..waiters).map(|_| queue.get()).collect();
    gets.iter_mut().for_each(|get| has_to_wait(get, waker));
    named(&format!("a get is cancelled, beside {waiters}"), &mut || {
        has_to_wait(&mut queue.get(), waker);
    });
    let mut next = 0;
    named(&format!("a get is served and another waits, beside {waiters}"), &mut || {
        queue.try_put(1).expect("there is room");
        now(&mut gets[next], waker).expect("it is open");
        gets[next] = queue.get();
        has_to_wait(&mut gets[next], waker);
        next = (next + 1) % waiters;
    });
}

/// This many gets lose the race, and wait again in the reverse of their order.
fn crowd_that_loses_the_race<L: Lock>(waiters: usize, waker: &Waker, named: Named<'_>) {
    let queue = Queue::<Fifo<u64>, L>::unbounded();
    let mut gets: Vec<_> = (0..waiters).map(|_| queue.get()).collect();
    gets.iter_mut().for_each(|get| has_to_wait(get, waker));
    named(&format!("{waiters} gets lose the race and return in reverse"), &mut || {
        (0..waiters).for_each(|_| queue.try_put(1).expect("there is room"));
        assert_eq!(queue.drain().count(), waiters);
        gets.iter_mut().rev().for_each(|get| has_to_wait(get, waker));
    });
}

/// Operations on a queue that holds this many items.
fn stock<S, L: Lock>(name: &str, items: u64, named: Named<'_>)
where
    S: Storage<Item = u64> + FromIterator<u64>,
{
    let queue = Queue::<S, L>::from_iter(0..items);
    named(&format!("{name}, among {items} items"), &mut || {
        queue.try_put(1).expect("there is room");
        queue.try_get().expect("there is an item");
    });
}

fn deep<L: Lock>(named: Named<'_>) {
    let queue = Queue::<Priority<u64>, L>::unbounded();
    // Priorities in no order, each time the same: the multiples of a number modulo a prime.
    let mut priorities = (0..).map(|n: u64| n * 7919 % 10_007);
    let mut next = || priorities.next().expect("they do not end");
    (0..1000).for_each(|_| queue.try_put(next()).expect("there is room"));
    named("try_put + try_get, priority, among 1000 items", &mut || {
        queue.try_put(next()).expect("there is room");
        queue.try_get().expect("there is an item");
    });
}

fn now<F: Future>(future: F, waker: &Waker) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(waker)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it need not wait"),
    }
}
