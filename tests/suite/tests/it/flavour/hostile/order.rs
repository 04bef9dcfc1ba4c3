//! Orders and `inspect` closures that panic, lie, or call the queue.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use queue_async::{Fairness, Fifo, HeapOrder, Priority, Storage, TryPutError};

use super::super::super::Flavour;
use super::super::{Queue, queue};
use super::hooked::{Event, Hooked, disarm, on_event};
use super::{WAYS, panics};
use queue_support::{Task, poll_with};

thread_local! {
    static COMPARES: Cell<Option<u32>> = const { Cell::new(None) };
    static IN_COMPARE: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// An item whose comparisons panic once the thread's count of them runs out.
#[derive(Debug)]
struct Bad(u8);

impl Ord for Bad {
    fn cmp(&self, other: &Self) -> Ordering {
        if let Some(left) = COMPARES.get() {
            assert_ne!(left, 0, "bomb");
            COMPARES.set(Some(left - 1));
        }
        if let Some(call) = IN_COMPARE.with_borrow(Clone::clone) {
            call();
        }
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for Bad {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Bad {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Bad {}

/// Runs `f`, in which the comparison after `allowed` others panics. Returns whether one did.
fn with_bomb(allowed: u32, f: impl FnOnce()) -> bool {
    COMPARES.set(Some(allowed));
    let panicked = panics(f);
    COMPARES.set(None);
    panicked
}

fn a_comparison_that_panics<S: Storage<Item = Bad> + Default>() {
    for way in WAYS {
        for allowed in 0..8 {
            for put_or_get in [true, false] {
                one_panic::<S>(way, allowed, put_or_get);
            }
        }
    }
}

/// A comparison panics in a put or a get, on a queue with four items, two waiting puts and a waiting
/// join. Afterwards the count agrees with the items, and every waiting future can finish.
fn one_panic<S: Storage<Item = Bad> + Default>(way: Fairness, allowed: u32, put_or_get: bool) {
    let queue = queue::<S>(4, way);
    let tasks = [Task::new(), Task::new(), Task::new()];
    for item in [40, 30, 20, 10] {
        queue.try_put(Bad(item)).unwrap();
    }
    let (mut first, mut second, mut join) = (queue.put(Bad(5)), queue.put(Bad(25)), queue.join());
    let mut got = 0;
    let panicked = if put_or_get {
        got += 1;
        queue.try_get().unwrap();
        with_bomb(allowed, || queue.try_put(Bad(1)).unwrap())
    } else {
        assert!(tasks[0].poll(&mut first).is_pending());
        assert!(tasks[1].poll(&mut second).is_pending());
        assert!(tasks[2].poll(&mut join).is_pending());
        with_bomb(allowed, || {
            queue.try_get().unwrap();
            got += 1;
        })
    };
    assert_eq!(queue.unfinished(), queue.len() + got, "the count agrees with the items");
    if !panicked {
        return;
    }
    assert_eq!(queue.waiting_putters(), 0, "every put that may have missed a wake is notified");
    let (mut first_done, mut second_done) = (put_or_get, put_or_get);
    for _ in 0..10 {
        first_done = first_done || tasks[0].poll(&mut first).is_ready();
        second_done = second_done || tasks[1].poll(&mut second).is_ready();
        while queue.try_get().is_ok() {
            got += 1;
        }
    }
    assert!(first_done && second_done && queue.is_empty());
    for _ in 0..got {
        queue.task_done().unwrap();
    }
    assert_eq!(queue.unfinished(), 0);
    assert!(tasks[2].poll(&mut join).is_ready());
    let all = if put_or_get { 5 } else { 6 };
    assert!(got == all || got == all - 1, "at most the item that was compared is lost");
}

#[test]
fn an_order_that_panics_loses_at_most_one_item_and_strands_no_future() {
    a_comparison_that_panics::<HeapOrder<Bad>>();
    a_comparison_that_panics::<Priority<Bad>>();
}

/// The `clone` changes the queue, so the future tries again and does not need the waker.
#[test]
fn an_order_that_panics_drops_no_waker_under_the_guard() {
    for way in WAYS {
        for put_or_get in [true, false] {
            let queue = Rc::new(queue::<HeapOrder<Bad>>(3, way));
            let fill = |queue: &Queue<_>| [10, 11, 12].map(|n| queue.try_put(Bad(n)).unwrap());
            if put_or_get {
                fill(&queue);
            }
            let (inner, seen) = (Rc::clone(&queue), Rc::new(Cell::new(None)));
            let (waker, look) = (Hooked::waker(), Rc::clone(&seen));
            on_event(move |event| match event {
                Event::Clone => {
                    if put_or_get {
                        inner.try_get().unwrap();
                    } else {
                        fill(&inner);
                    }
                    COMPARES.set(Some(0));
                }
                Event::Wake => {}
                Event::Drop => look.set(Some(inner.len())),
            });
            assert!(panics(|| {
                if put_or_get {
                    poll_with(&waker, &mut queue.put(Bad(1))).is_ready()
                } else {
                    poll_with(&waker, &mut queue.get()).is_ready()
                }
            }));
            COMPARES.set(None);
            disarm();
            assert!(matches!(seen.get(), Some(2 | 3)), "one may be lost");
        }
    }
}

#[test]
fn an_inspect_that_panics_changes_nothing() {
    let queue = queue::<Fifo<u8>>(1, Fairness::Fair);
    let task = Task::new();
    queue.try_put(1).unwrap();
    let mut put = queue.put(2);
    assert!(task.poll(&mut put).is_pending());
    assert!(panics(|| queue.inspect(|_| panic!("bomb"))));
    assert_eq!((task.wakes(), queue.waiting_putters()), (0, 1));
    assert_eq!(queue.try_get(), Ok(1));
    assert_eq!(queue.try_put(3), Err(TryPutError::Full(3)), "no newcomer overtakes");
}

#[test]
fn an_order_that_lies_loses_nothing() {
    #[derive(PartialEq, Eq)]
    struct Liar(u8);

    impl Ord for Liar {
        fn cmp(&self, _: &Self) -> Ordering {
            Ordering::Greater
        }
    }

    impl PartialOrd for Liar {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    let queue = queue::<Priority<Liar>>(64, Fairness::Fair);
    (0..64).for_each(|item| queue.try_put(Liar(item)).ok().unwrap());
    let mut items: Vec<_> = queue.drain().map(|Liar(item)| item).collect();
    items.sort_unstable();
    assert!(items.into_iter().eq(0..64));
}

/// Returns whether the queue is sync. A sync queue deadlocks where a local one panics, as its docs say.
fn is_sync() -> bool {
    std::any::type_name::<Flavour>() != std::any::type_name::<queue_async::LocalLock>()
}

#[test]
fn an_order_that_calls_its_local_queue_panics() {
    if is_sync() {
        return;
    }
    let queue = Rc::new(queue::<Priority<Bad>>(4, Fairness::Fair));
    queue.try_put(Bad(1)).unwrap();
    let task = Task::new();
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    let inner = Rc::clone(&queue);
    IN_COMPARE.set(Some(Rc::new(move || assert!(!inner.is_empty()))));
    let panic = catch_unwind(AssertUnwindSafe(|| queue.try_put(Bad(2)))).unwrap_err();
    IN_COMPARE.set(None);
    let message = panic.downcast_ref::<&str>().unwrap();
    assert!(message.contains("a queue was called while it was in use"), "{message}");
    assert_eq!(queue.unfinished(), queue.len());
    queue.shutdown_now().for_each(drop);
    assert!(task.poll(&mut join).is_ready());
}

#[test]
fn a_future_whose_poll_inside_inspect_panics_can_be_polled_afterwards() {
    if is_sync() {
        return;
    }
    for way in WAYS {
        let (queue, task) = (queue::<Fifo<u8>>(2, way), Task::new());
        queue.try_put(1).unwrap();
        let (mut get, mut put) = (queue.get(), queue.put(2));
        assert!(panics(|| queue.inspect(|_| task.poll(&mut get))));
        assert!(panics(|| queue.inspect(|_| task.poll(&mut put))));
        assert_eq!((queue.len(), queue.waiting_getters(), queue.waiting_putters()), (1, 0, 0));
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(1)));
        assert_eq!((task.poll(&mut put), queue.try_get()), (Poll::Ready(Ok(())), Ok(2)));
    }
}

/// It cannot leave its line, so it may be notified there.
#[test]
fn a_future_dropped_inside_inspect_is_forgotten() {
    if is_sync() {
        return;
    }
    for way in WAYS {
        let queue = queue::<Fifo<u8>>(2, way);
        let (lost, task) = (Task::new(), Task::new());
        let (mut dropped, mut get) = (queue.get(), queue.get());
        assert!(lost.poll(&mut dropped).is_pending());
        assert!(task.poll(&mut get).is_pending());
        assert!(panics(|| queue.inspect(|_| drop(dropped))));
        assert_eq!(queue.waiting_getters(), 2);
        queue.try_put(1).unwrap();
        assert_eq!((lost.wakes(), task.wakes()), (1, 0), "the wake that it costs");
        queue.try_put(2).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut get).is_ready()), (1, true));
    }
}
