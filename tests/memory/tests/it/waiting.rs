//! Operations that have to wait.

use std::task::Waker;

use futures::{SinkExt as _, StreamExt};
use queue_async::{Fairness, Lock, Queue, Storage};
use queue_memory::has_to_wait;

use crate::act::{Act, allocates_nothing, now};

fn fill<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>) {
    queue.try_put(1).unwrap();
    queue.try_put(2).unwrap();
}

fn empty<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>) {
    queue.drain().for_each(drop);
}

#[test]
fn a_get_that_waits_and_is_notified() {
    struct Notified;

    impl Act for Notified {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [task, _]: &[Waker; 2]) {
            let mut get = queue.get();
            has_to_wait(&mut get, task);
            queue.try_put(1).unwrap();
            assert_eq!(now(get, task), Ok(1));
        }
    }

    allocates_nothing::<Notified>();
}

#[test]
fn a_put_that_waits_and_gets_in() {
    struct Notified;

    impl Act for Notified {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [task, _]: &[Waker; 2]) {
            fill(queue);
            let mut put = queue.put(3);
            has_to_wait(&mut put, task);
            queue.try_get().unwrap();
            now(put, task).unwrap();
            assert!(queue.is_full());
            empty(queue);
        }
    }

    allocates_nothing::<Notified>();
}

#[test]
fn a_get_that_loses_the_race_and_waits_again() {
    struct LostRace;

    impl Act for LostRace {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [a, b]: &[Waker; 2]) {
            let (mut first, mut second) = (queue.get(), queue.get());
            has_to_wait(&mut first, a);
            has_to_wait(&mut second, b);
            queue.try_put(1).unwrap();
            queue.try_get().unwrap();
            has_to_wait(&mut first, a);
            assert_eq!(queue.waiting_getters(), 2);
            fill(queue);
            now(first, a).unwrap();
            now(second, b).unwrap();
        }
    }

    allocates_nothing::<LostRace>();
}

#[test]
fn a_put_that_loses_the_race_and_waits_again() {
    struct LostRace;

    impl Act for LostRace {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [a, b]: &[Waker; 2]) {
            fill(queue);
            let (mut first, mut second) = (queue.put(3), queue.put(4));
            has_to_wait(&mut first, a);
            has_to_wait(&mut second, b);
            queue.try_get().unwrap();
            if queue.fairness() == Fairness::Barging {
                queue.try_put(5).unwrap();
                has_to_wait(&mut first, a);
                assert_eq!(queue.waiting_putters(), 2);
                queue.try_get().unwrap();
            }
            queue.try_get().unwrap();
            while queue.waiting_putters() > 0 {
                queue.try_get().unwrap();
            }
            now(second, b).unwrap();
            now(first, a).unwrap();
            empty(queue);
        }
    }

    allocates_nothing::<LostRace>();
}

#[test]
fn a_join_that_waits_and_is_notified() {
    struct Notified;

    impl Act for Notified {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [a, b]: &[Waker; 2]) {
            queue.try_put(1).unwrap();
            queue.try_get().unwrap();
            let mut joins = [a, b, a, b].map(|task| (queue.join(), task));
            joins.iter_mut().for_each(|(join, task)| has_to_wait(join, task));
            queue.task_done().unwrap();
            joins.into_iter().for_each(|(join, task)| now(join, task));
        }
    }

    allocates_nothing::<Notified>();
}

#[test]
fn cancels_while_they_wait() {
    struct Cancelled;

    impl Act for Cancelled {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [task, _]: &[Waker; 2]) {
            let mut get = queue.get();
            has_to_wait(&mut get, task);
            drop(get);
            fill(queue);
            let (mut put, mut join) = (queue.put(3), queue.join());
            has_to_wait(&mut put, task);
            has_to_wait(&mut join, task);
            assert_eq!(put.cancel(), Some(3));
            drop(join);
            empty(queue);
        }
    }

    allocates_nothing::<Cancelled>();
}

#[test]
fn cancels_that_pass_their_wake_on() {
    struct Cancelled;

    impl Act for Cancelled {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [a, b]: &[Waker; 2]) {
            let (mut first, mut second) = (queue.get(), queue.get());
            has_to_wait(&mut first, a);
            has_to_wait(&mut second, b);
            queue.try_put(1).unwrap();
            drop(first);
            assert_eq!(now(second, b), Ok(1));

            fill(queue);
            let (mut first, mut second) = (queue.put(3), queue.put(4));
            has_to_wait(&mut first, a);
            has_to_wait(&mut second, b);
            queue.try_get().unwrap();
            drop(first);
            if queue.fairness() == Fairness::Fair {
                queue.try_get().unwrap();
            }
            now(second, b).unwrap();
            empty(queue);
        }
    }

    allocates_nothing::<Cancelled>();
}

#[test]
fn waits_that_go_on_with_another_waker() {
    struct Renewed;

    impl Act for Renewed {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, tasks: &[Waker; 2]) {
            let mut get = queue.get();
            tasks.iter().for_each(|task| has_to_wait(&mut get, task));
            drop(get);
            fill(queue);
            let (mut put, mut join) = (queue.put(3), queue.join());
            for task in tasks {
                has_to_wait(&mut put, task);
                has_to_wait(&mut join, task);
            }
            drop((put, join));
            empty(queue);
        }
    }

    allocates_nothing::<Renewed>();
}

#[test]
fn streams_and_sinks_that_wait() {
    struct StreamsAndSinks;

    impl Act for StreamsAndSinks {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [a, b]: &[Waker; 2]) {
            let (mut stream, mut sink) = (queue.stream(), queue.sink());
            has_to_wait(&mut stream.next(), a);
            has_to_wait(&mut StreamExt::next(&mut stream), a);
            queue.try_put(1).unwrap();
            now(stream.next(), a).unwrap();
            fill(queue);
            has_to_wait(&mut sink.send(3), b);
            now(stream.next(), a).unwrap();
            now(sink.flush(), b).unwrap();
            assert!(queue.is_full());
            empty(queue);
        }
    }

    allocates_nothing::<StreamsAndSinks>();
}
