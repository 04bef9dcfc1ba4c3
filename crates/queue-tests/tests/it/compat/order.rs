//! Who runs when, and who gets what.

use std::cell::RefCell;
use std::task::Poll;

use queue_async::Fifo;
use queue_compat::PutNowaitError;

use super::super::Flavour;
use crate::task::Task;
use crate::turns::Turns;

type Queue<T> = queue_compat::Queue<Fifo<T>, Flavour>;

/// The words that tasks wrote, in order.
#[derive(Default)]
struct Log(RefCell<Vec<String>>);

impl Log {
    fn write(&self, word: impl Into<String>) {
        self.0.borrow_mut().push(word.into());
    }

    fn text(&self) -> String {
        self.0.take().join(" ")
    }
}

#[test]
fn a_ready_put_or_get_never_yields() {
    let queue = Queue::new(0);
    let (log, turns) = (Log::default(), Turns::default());
    turns.spawn(async {
        for n in 0..4 {
            queue.put(n).await.unwrap();
            log.write(format!("p{n}"));
        }
    });
    turns.spawn(async {
        for n in 0..4 {
            assert_eq!(queue.get().await, Ok(n));
            log.write(format!("c{n}"));
        }
    });
    assert_eq!(turns.run(), 0);
    assert_eq!(log.text(), "p0 p1 p2 p3 c0 c1 c2 c3");
}

#[test]
fn four_items_between_two_tasks_take_cpythons_turns() {
    for (maxsize, consumer_first, trace) in [
        (1, false, "p0 c0 p1 c1 p2 c2 p3 c3"),
        (1, true, "p0 c0 p1 c1 p2 c2 p3 c3"),
        (2, false, "p0 p1 c0 c1 p2 p3 c2 c3"),
    ] {
        let queue = Queue::new(maxsize);
        let (log, turns) = (Log::default(), Turns::default());
        let produce = async {
            for n in 0..4 {
                queue.put(n).await.unwrap();
                log.write(format!("p{n}"));
            }
        };
        let consume = async {
            for _ in 0..4 {
                let n: i32 = queue.get().await.unwrap();
                log.write(format!("c{n}"));
            }
        };
        if consumer_first {
            turns.spawn(consume);
            turns.spawn(produce);
        } else {
            turns.spawn(produce);
            turns.spawn(consume);
        }
        assert_eq!(turns.run(), 0);
        assert_eq!(log.text(), trace, "maxsize {maxsize}");
    }
}

#[test]
fn a_running_consumer_takes_all_it_finds() {
    let queue = Queue::new(0);
    let (log, turns) = (Log::default(), Turns::default());
    for name in ["A", "B"] {
        let (queue, log) = (&queue, &log);
        turns.spawn(async move {
            for _ in 0..3 {
                let item: i32 = queue.get().await.unwrap();
                log.write(format!("{name}{item}"));
            }
        });
    }
    turns.run();
    (0..6).for_each(|item| queue.put_nowait(item).unwrap());
    assert_eq!(turns.run(), 0);
    assert_eq!(log.text(), "A0 A1 A2 B3 B4 B5");
}

#[test]
fn getters_run_in_the_order_in_which_they_were_woken_one_turn_later() {
    let queue = Queue::new(0);
    let (log, turns) = (Log::default(), Turns::default());
    for name in ["A", "B", "C"] {
        let (queue, log) = (&queue, &log);
        turns.spawn(async move {
            let item: i32 = queue.get().await.unwrap();
            log.write(format!("{name}{item}"));
        });
    }
    turns.turn();
    queue.put_nowait(1).unwrap();
    queue.put_nowait(2).unwrap();
    assert_eq!(queue.as_async().waiting_getters(), 1, "woken ones have left the line");
    assert_eq!(log.text(), "");
    turns.turn();
    assert_eq!(log.text(), "A1 B2");
    assert_eq!(turns.run(), 1);
}

#[test]
fn a_newcomer_takes_the_item_of_a_woken_getter() {
    let queue = Queue::new(0);
    let task = Task::new();
    let mut get = queue.get();
    assert!(task.poll(&mut get).is_pending());
    queue.put_nowait(1).unwrap();
    assert_eq!(task.wakes(), 1);
    assert_eq!(Task::new().poll(&mut queue.get()), Poll::Ready(Ok(1)));
    assert!(task.poll(&mut get).is_pending());
}

#[test]
fn a_robbed_getter_queues_behind_the_others() {
    let queue = Queue::new(0);
    let (log, turns) = (Log::default(), Turns::default());
    for name in ["A", "B"] {
        let (queue, log) = (&queue, &log);
        turns.spawn(async move {
            let item: i32 = queue.get().await.unwrap();
            log.write(format!("{name}{item}"));
        });
    }
    turns.turn();
    queue.put_nowait(1).unwrap();
    assert_eq!(queue.get_nowait(), Ok(1));
    turns.run();
    queue.put_nowait(2).unwrap();
    queue.put_nowait(3).unwrap();
    assert_eq!(turns.run(), 0);
    assert_eq!(log.text(), "B2 A3");
}

#[test]
fn a_robbed_getter_that_runs_after_the_next_put_takes_that_item() {
    let queue = Queue::new(0);
    let (log, turns) = (Log::default(), Turns::default());
    for name in ["A", "B"] {
        let (queue, log) = (&queue, &log);
        turns.spawn(async move {
            let item: i32 = queue.get().await.unwrap();
            log.write(format!("{name}{item}"));
        });
    }
    turns.turn();
    queue.put_nowait(1).unwrap();
    assert_eq!(queue.get_nowait(), Ok(1));
    queue.put_nowait(2).unwrap();
    assert_eq!(turns.run(), 1, "B was woken for nothing");
    assert_eq!(log.text(), "A2");
    assert_eq!(queue.as_async().waiting_getters(), 1);
}

#[test]
fn robbed_putters_queue_behind_the_others() {
    let queue = Queue::new(1);
    let turns = Turns::default();
    queue.put_nowait("first").unwrap();
    for item in ["A", "B"] {
        let queue = &queue;
        turns.spawn(async move { queue.put(item).await.unwrap() });
    }
    turns.turn();
    assert_eq!(queue.get_nowait(), Ok("first"));
    queue.put_nowait("barge").unwrap();
    turns.run();
    for item in ["barge", "B", "A"] {
        assert_eq!(queue.get_nowait(), Ok(item));
        turns.run();
    }
}

#[test]
fn a_put_wakes_one_getter() {
    let queue = Queue::new(2);
    let tasks = [Task::new(), Task::new(), Task::new()];
    let mut gets = [queue.get(), queue.get(), queue.get()];
    for (task, get) in tasks.iter().zip(&mut gets) {
        assert!(task.poll(get).is_pending());
    }
    queue.put_nowait(1).unwrap();
    assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 0]);
}

#[test]
fn a_get_wakes_one_putter_whose_room_others_may_take() {
    let queue = Queue::new(1);
    let tasks = [Task::new(), Task::new(), Task::new()];
    queue.put_nowait(2).unwrap();
    let mut puts = [queue.put(3), queue.put(4), queue.put(5)];
    for (task, put) in tasks.iter().zip(&mut puts) {
        assert!(task.poll(put).is_pending());
    }
    assert_eq!(queue.get_nowait(), Ok(2));
    assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 0]);
    assert_eq!(queue.qsize(), 0, "the woken put has not put yet");
    assert_eq!(queue.put_nowait(6), Ok(()));
    assert_eq!(queue.put_nowait(7), Err(PutNowaitError::QueueFull(7)));
    assert!(tasks[0].poll(&mut puts[0]).is_pending());
}
