//! Wakers, items and orders that call the queue or panic at the worst moment.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::task::{Poll, Wake, Waker};

use cooked_waker::{IntoWaker, WakeRef};
use queue_async::{Fairness, Fifo, Priority, StablePriority, Storage, TryPutError};

use super::super::Flavour;
use super::{WAYS, queue};
use crate::task::{Task, poll_with};

type Queue<T> = super::Queue<Fifo<T>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Wake,
    Clone,
    Drop,
}

type Hook = Rc<dyn Fn(Event)>;

thread_local! {
    static HOOK: RefCell<Option<Hook>> = const { RefCell::new(None) };
}

/// A waker that runs the thread's hook whenever it is woken, cloned or dropped. It is boxed, so
/// that no clone wakes the same task as another for all that the queue can tell.
#[derive(Debug)]
struct Hooked;

impl Hooked {
    fn fire(event: Event) {
        let hook = HOOK.with_borrow_mut(Option::take);
        if let Some(hook) = hook {
            hook(event);
            HOOK.set(Some(hook));
        }
    }

    fn waker() -> Waker {
        Box::new(Self).into_waker()
    }
}

impl Clone for Hooked {
    fn clone(&self) -> Self {
        Self::fire(Event::Clone);
        Self
    }
}

impl Drop for Hooked {
    fn drop(&mut self) {
        Self::fire(Event::Drop);
    }
}

impl WakeRef for Hooked {
    fn wake_by_ref(&self) {
        Self::fire(Event::Wake);
    }
}

impl cooked_waker::Wake for Hooked {}

#[test]
fn a_waker_may_call_the_queue_whenever_it_is_touched() {
    for way in WAYS {
        for event in [Event::Wake, Event::Clone, Event::Drop] {
            let queue = Rc::new(queue::<Fifo<u32>>(1, way));
            let fired = Rc::new(Cell::new(0));
            let hook = {
                let (queue, fired) = (Rc::clone(&queue), Rc::clone(&fired));
                move |seen| {
                    if seen == event {
                        fired.set(fired.get() + 1);
                        let taken = queue.try_get();
                        let _ = queue.try_put(7);
                        if taken.is_err() {
                            let _ = queue.try_get();
                        }
                        let _ = (queue.len(), queue.task_done(), format!("{queue:?}"));
                    }
                }
            };
            HOOK.set(Some(Rc::new(hook)));
            touch_wakers_in_every_way(&queue);
            HOOK.set(None);
            assert!(fired.get() >= 3, "{event:?} was seen {} times", fired.get());
        }
    }
}

fn touch_wakers_in_every_way(queue: &Queue<u32>) {
    let (one, two) = (Hooked::waker(), Hooked::waker());
    let (mut get, mut other) = (queue.get(), queue.get());
    let _ = poll_with(&one, &mut get);
    let _ = poll_with(&two, &mut get);
    let _ = poll_with(&two, &mut other);
    let _ = queue.try_put(1);
    let _ = poll_with(&one, &mut get);
    let _ = queue.drain().count();
    let _ = poll_with(&one, &mut other);
    drop((get, other));

    let _ = queue.try_put(2);
    let (mut put, mut other, mut join) = (queue.put(3), queue.put(4), queue.join());
    let _ = poll_with(&one, &mut put);
    let _ = poll_with(&two, &mut put);
    let _ = poll_with(&two, &mut other);
    let _ = poll_with(&one, &mut join);
    let _ = poll_with(&two, &mut join);
    let _ = queue.try_get();
    let _ = poll_with(&one, &mut put);
    let _ = other.cancel();
    while queue.task_done().is_ok() {}
    let _ = poll_with(&one, &mut join);

    let mut get = queue.get();
    let _ = poll_with(&one, &mut get);
    queue.shutdown();
    let _ = poll_with(&one, &mut get);
    let _ = queue.shutdown_now().count();
}

/// An item that calls back when it is dropped.
struct Calls(Rc<dyn Fn()>);

impl Drop for Calls {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn an_items_drop_may_call_the_queue() {
    for way in WAYS {
        let queue = Rc::new(queue::<Fifo<Calls>>(1, way));
        let dropped = Rc::new(Cell::new(0));
        let call: Rc<dyn Fn()> = {
            let (queue, dropped) = (Rc::downgrade(&queue), Rc::clone(&dropped));
            Rc::new(move || {
                dropped.set(dropped.get() + 1);
                if let Some(queue) = Weak::upgrade(&queue) {
                    let _ = (queue.len(), queue.is_full(), queue.task_done());
                }
            })
        };
        let item = || Calls(Rc::clone(&call));
        let task = Task::new();

        drop(queue.put(item()));
        queue.try_put(item()).ok().unwrap();
        drop(queue.try_put(item()));
        let mut put = queue.put(item());
        assert!(task.poll(&mut put).is_pending());
        drop(put);
        let mut put = queue.put(item());
        assert!(task.poll(&mut put).is_pending());
        drop(put.cancel());
        queue.drain().for_each(drop);
        queue.try_put(item()).ok().unwrap();
        let mut put = queue.put(item());
        assert!(task.poll(&mut put).is_pending());
        drop(queue.shutdown_now());
        assert!(task.poll(&mut put).is_ready());
        drop(put);
        queue.try_put(item()).unwrap_err();
        assert_eq!(dropped.get(), 8);
    }
}

#[test]
fn a_wake_that_panics_keeps_no_other_from_being_woken() {
    struct Bomb;

    impl Wake for Bomb {
        fn wake(self: Arc<Self>) {
            panic!("bomb");
        }
    }

    for way in WAYS {
        let queue = queue::<Fifo<u8>>(1, way);
        let (bomb, a, b) = (Waker::from(Arc::new(Bomb)), Task::new(), Task::new());
        let (mut first, mut second, mut third) = (queue.get(), queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(poll_with(&bomb, &mut second).is_pending());
        assert!(b.poll(&mut third).is_pending());
        assert!(catch_unwind(AssertUnwindSafe(|| queue.shutdown())).is_err());
        assert_eq!((a.wakes(), b.wakes(), queue.is_shut_down()), (1, 1, true));
        assert!(b.poll(&mut third).is_ready());
    }
}

#[test]
fn a_stream_goes_on_after_a_wake_that_panics() {
    struct Bomb;

    impl Wake for Bomb {
        fn wake(self: Arc<Self>) {
            panic!("bomb");
        }
    }

    let queue = queue::<Fifo<u8>>(1, Fairness::Fair);
    let (bomb, task) = (Waker::from(Arc::new(Bomb)), Task::new());
    queue.try_put(1).unwrap();
    let mut put = queue.put(2);
    assert!(poll_with(&bomb, &mut put).is_pending());
    let mut stream = queue.stream();
    assert!(catch_unwind(AssertUnwindSafe(|| task.poll_next(&mut stream))).is_err());
    assert_eq!(task.poll_next(&mut stream), Poll::Ready(Some(2)));
}

/// Its clone puts an item, so that the get which asked for the clone drops it unused.
#[test]
fn a_waker_that_panics_when_dropped_keeps_no_other_from_being_woken() {
    for way in WAYS {
        let queue: &'static Queue<u8> = Box::leak(Box::new(queue(1, way)));
        let (waker, task) = (Hooked::waker(), Rc::new(Task::new()));
        let (mut get, put) = (queue.get(), Rc::new(RefCell::new(queue.put(2))));
        let (putter, waiting) = (Rc::clone(&task), Rc::clone(&put));
        HOOK.set(Some(Rc::new(move |event| match event {
            Event::Clone => {
                queue.try_put(1).unwrap();
                assert!(putter.poll(&mut *waiting.borrow_mut()).is_pending());
            }
            Event::Wake => {}
            Event::Drop => panic!("bomb"),
        })));
        assert!(catch_unwind(AssertUnwindSafe(|| poll_with(&waker, &mut get))).is_err());
        HOOK.set(None);
        assert_eq!(task.wakes(), 1);
        assert!(task.poll(&mut *put.borrow_mut()).is_ready());
    }
}

#[test]
fn a_waker_that_panics_when_cloned_leaves_the_queue_as_it_was() {
    for way in WAYS {
        let queue = queue::<Fifo<u8>>(1, way);
        let waker = Hooked::waker();
        HOOK.set(Some(Rc::new(|event| assert_ne!(event, Event::Clone, "bomb"))));
        let mut get = queue.get();
        assert!(catch_unwind(AssertUnwindSafe(|| poll_with(&waker, &mut get))).is_err());
        HOOK.set(None);
        assert_eq!(queue.waiting_getters(), 0);
        queue.try_put(1).unwrap();
        assert_eq!(poll_with(&waker, &mut get), Poll::Ready(Ok(1)));
    }
}

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

/// Lets the comparison after `allowed` more of them panic in `f`; tells whether one did.
fn with_bomb(allowed: u32, f: impl FnOnce()) -> bool {
    COMPARES.set(Some(allowed));
    let panicked = catch_unwind(AssertUnwindSafe(f)).is_err();
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

/// Four items, two waiting puts, a waiting join, and a comparison that panics in a put or a get:
/// afterwards counts and items agree, and everyone who waits can be served.
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
    assert_eq!(queue.waiting_putters(), 0, "everyone who may have missed a wake got one");
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
fn an_order_that_panics_loses_at_most_one_item_and_strands_nobody() {
    a_comparison_that_panics::<Priority<Bad>>();
    a_comparison_that_panics::<StablePriority<Bad>>();
}

#[test]
fn a_look_that_panics_changes_nothing() {
    let queue = queue::<Fifo<u8>>(1, Fairness::Fair);
    let task = Task::new();
    queue.try_put(1).unwrap();
    let mut put = queue.put(2);
    assert!(task.poll(&mut put).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| queue.inspect(|_| panic!("bomb")))).is_err());
    assert_eq!((task.wakes(), queue.waiting_putters()), (0, 1));
    assert_eq!(queue.try_get(), Ok(1));
    assert_eq!(queue.try_put(3), Err(TryPutError::Full(3)), "nobody overtakes");
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

    let queue = queue::<StablePriority<Liar>>(64, Fairness::Fair);
    (0..64).for_each(|item| queue.try_put(Liar(item)).ok().unwrap());
    let mut items: Vec<_> = queue.drain().map(|Liar(item)| item).collect();
    items.sort_unstable();
    assert!(items.into_iter().eq(0..64));
}

#[test]
fn an_order_that_calls_its_local_queue_is_told_so() {
    if std::any::type_name::<Flavour>() != std::any::type_name::<queue_async::Local>() {
        return; // A queue that threads share deadlocks, as its docs say.
    }
    let queue = Rc::new(queue::<StablePriority<Bad>>(4, Fairness::Fair));
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
