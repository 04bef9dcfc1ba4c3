//! Storages that panic, in every call and at every moment.

use std::cell::Cell;
use std::collections::VecDeque;
use std::task::Poll;

use futures::future::FusedFuture;
use queue_async::{Fairness, Get, Pushed, Put, PutError, Storage};

use super::super::super::Flavour;
use super::{WAYS, panics};
use queue_support::Task;

type Queue = queue_async::Queue<Moody, Flavour>;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Method {
    Push,
    Pop,
    Len,
    Take,
}

thread_local! {
    /// The method that panics, after how many more calls of it.
    static FUSE: Cell<Option<(Method, u32)>> = const { Cell::new(None) };
}

/// A storage that panics when the fuse says so, before it changes anything.
#[derive(Default)]
struct Moody(VecDeque<u8>);

impl Moody {
    fn called(method: Method) {
        match FUSE.get() {
            Some((which, 0)) if which == method => {
                FUSE.set(None);
                panic!("not in the mood");
            }
            Some((which, left)) if which == method => FUSE.set(Some((which, left - 1))),
            _ => {}
        }
    }
}

impl Storage for Moody {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        Self::called(Method::Push);
        self.0.push_back(item);
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        Self::called(Method::Pop);
        self.0.pop_front()
    }

    fn len(&self) -> usize {
        Self::called(Method::Len);
        self.0.len()
    }

    fn take(&mut self) -> Self {
        Self::called(Method::Take);
        std::mem::take(self)
    }
}

/// Tasks that get and put, and run when they are woken.
struct Crowd<'a> {
    queue: &'a Queue,
    gets: Vec<(Task, Get<&'a Queue>)>,
    puts: Vec<(Task, Put<&'a Queue>)>,
    got: usize,
}

impl<'a> Crowd<'a> {
    const fn new(queue: &'a Queue) -> Self {
        Self { queue, gets: Vec::new(), puts: Vec::new(), got: 0 }
    }

    fn get(&mut self) {
        let (task, mut get) = (Task::new(), self.queue.get());
        assert!(task.poll(&mut get).is_pending());
        self.gets.push((task, get));
    }

    fn put(&mut self, item: u8) {
        let (task, mut put) = (Task::new(), self.queue.put(item));
        assert!(task.poll(&mut put).is_pending());
        self.puts.push((task, put));
    }

    fn try_get(&mut self) {
        self.got += usize::from(self.queue.try_get().is_ok());
    }

    fn poll_get(&mut self, at: usize) {
        let (task, get) = &mut self.gets[at];
        self.got += usize::from(matches!(task.poll(get), Poll::Ready(Ok(_))));
    }

    fn poll_put(&mut self, at: usize) {
        let (task, put) = &mut self.puts[at];
        let _ = task.poll(put);
    }

    /// Polls the tasks that were woken, until none is.
    fn settle(&mut self) {
        loop {
            self.gets.retain(|(_, get)| !get.is_terminated());
            self.puts.retain(|(_, put)| !put.is_terminated());
            if let Some(at) = self.gets.iter().position(|(task, _)| task.wakes() > 0) {
                self.poll_get(at);
            } else if let Some(at) = self.puts.iter().position(|(task, _)| task.wakes() > 0) {
                self.poll_put(at);
            } else {
                return;
            }
        }
    }

    /// Checks that each future left waits in its line, for something that is not there.
    #[track_caller]
    fn assert_none_stranded(&mut self, what: &str) {
        self.settle();
        let waiting = (self.queue.waiting_getters(), self.queue.waiting_putters());
        assert_eq!(waiting, (self.gets.len(), self.puts.len()), "{what}");
        assert!(self.gets.is_empty() || self.queue.is_empty(), "{what}");
        assert!(self.puts.is_empty() || self.queue.is_full(), "{what}");
    }
}

/// Makes gets that are notified, one or two that wait, and two puts that wait.
fn notified_gets(crowd: &mut Crowd<'_>) {
    (0..4).for_each(|_| crowd.get());
    while crowd.queue.try_put(1).is_ok() {}
    (3..=4).for_each(|item| crowd.put(item));
}

/// Makes two puts that are notified, and one that waits. On a barging queue it adds gets that wait.
fn notified_puts(crowd: &mut Crowd<'_>) {
    (1..=2).for_each(|item| crowd.queue.try_put(item).unwrap());
    (3..=5).for_each(|item| crowd.put(item));
    (0..2).for_each(|_| crowd.try_get());
    if crowd.queue.is_empty() {
        (0..2).for_each(|_| crowd.get());
    }
}

type Action = fn(&mut Crowd<'_>);

const CROWDS: [Action; 2] = [notified_gets, notified_puts];

const CALLS: [(&str, Action); 9] = [
    ("try_put", |crowd| _ = crowd.queue.try_put(9)),
    ("try_get", |crowd| crowd.try_get()),
    ("a get that is polled", |crowd| {
        if !crowd.gets.is_empty() {
            crowd.poll_get(0);
        }
    }),
    ("a put that is polled", |crowd| crowd.poll_put(0)),
    ("a get that is dropped", |crowd| drop(crowd.gets.drain(..1.min(crowd.gets.len())))),
    ("a put that is dropped", |crowd| drop(crowd.puts.remove(0))),
    ("cancel", |crowd| _ = crowd.puts[0].1.cancel()),
    ("task_done", |crowd| _ = crowd.queue.task_done()),
    ("shutdown_now", |crowd| crowd.queue.shutdown_now().for_each(drop)),
];

fn one_panic(way: Fairness, make: Action, call: usize, fuse: (Method, u32)) -> bool {
    let queue = Queue::builder().bounded(2).fairness(way).build();
    let mut crowd = Crowd::new(&queue);
    make(&mut crowd);
    let (name, run) = CALLS[call];
    let before = queue.unfinished();
    FUSE.set(Some(fuse));
    let panicked = panics(|| run(&mut crowd));
    FUSE.set(None);
    let what = format!("{way:?}, {fuse:?} in {name}");
    crowd.assert_none_stranded(&what);
    if panicked && !queue.is_shutdown() && fuse.0 != Method::Len {
        assert_eq!(queue.unfinished(), queue.len() + crowd.got, "{what}, {before} before");
    }
    panicked
}

#[test]
fn a_storage_that_panics_strands_no_future() {
    for way in WAYS {
        for method in [Method::Push, Method::Pop, Method::Len, Method::Take] {
            let mut panics = 0;
            for make in CROWDS {
                for call in 0..CALLS.len() {
                    for calls in 0..8 {
                        panics += usize::from(one_panic(way, make, call, (method, calls)));
                    }
                }
            }
            assert!(panics > 0, "{method:?} was called");
        }
    }
}

/// A put has lost its item. A get took none, and can be polled again.
#[test]
fn a_future_whose_poll_panicked_in_the_storage_has_finished_only_if_it_lost_its_item() {
    for way in WAYS {
        let queue = Queue::builder().bounded(1).fairness(way).build();
        let task = Task::new();
        let (mut put, mut get, mut stream) = (queue.put(1), queue.get(), queue.stream());
        FUSE.set(Some((Method::Push, 0)));
        assert!(panics(|| task.poll(&mut put)));
        assert!(put.is_terminated() && task.poll(&mut put).is_pending());
        assert_eq!((put.cancel(), queue.unfinished()), (None, 0), "the item is lost");
        queue.try_put(2).unwrap();
        FUSE.set(Some((Method::Pop, 0)));
        assert!(panics(|| task.poll(&mut get)));
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(2)));
        queue.try_put(3).unwrap();
        FUSE.set(Some((Method::Pop, 0)));
        assert!(panics(|| task.poll_next(&mut stream)));
        assert_eq!(task.poll_next(&mut stream), Poll::Ready(Some(3)));
    }
}

/// The item of the put is lost in the push. The item on its way out then waits in the put instead.
#[test]
fn a_get_that_panicked_while_it_admitted_a_put_may_be_polled_again() {
    let queue = Queue::builder().bounded(1).fairness(Fairness::Fair).build();
    let task = Task::new();
    queue.try_put(1).unwrap();
    let (mut put, mut get) = (queue.put(2), queue.get());
    assert!(task.poll(&mut put).is_pending());
    FUSE.set(Some((Method::Push, 0)));
    assert!(panics(|| task.poll(&mut get)));
    assert!(!get.is_terminated() && task.poll(&mut get).is_pending());
    assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
    assert_eq!(task.poll(&mut get), Poll::Ready(Ok(1)));
}

#[test]
fn a_get_whose_poll_panicked_in_the_storage_is_in_its_line_as_before() {
    for way in WAYS {
        for is_notified in [false, true] {
            let queue = Queue::builder().bounded(1).fairness(way).build();
            let (a, b) = (Task::new(), Task::new());
            let (mut first, mut second) = (queue.get(), queue.get());
            assert!(a.poll(&mut first).is_pending() && b.poll(&mut second).is_pending());
            queue.try_put(1).unwrap();
            let (task, get) = if is_notified { (&a, &mut first) } else { (&b, &mut second) };
            FUSE.set(Some((Method::Pop, 0)));
            assert!(panics(|| task.poll(get)));
            assert!(!get.is_terminated());
            assert_eq!((a.wakes(), b.wakes(), queue.len()), (1, 1, 1), "all are woken after it");
            assert_eq!(task.poll(get), Poll::Ready(Ok(1)));
        }
    }
}

#[test]
fn a_storage_that_panics_in_take_is_shut_down_with_the_last_receiver() {
    for way in WAYS {
        let (sender, receiver) = Queue::builder().bounded(1).fairness(way).build().into_ends();
        sender.try_put(1).unwrap();
        let (task, mut put) = (Task::new(), sender.put(2));
        assert!(task.poll(&mut put).is_pending());
        FUSE.set(Some((Method::Take, 0)));
        assert!(panics(|| drop(receiver)));
        assert_eq!(task.poll(&mut put), Poll::Ready(Err(PutError::ShutDown(2))));
    }
}
