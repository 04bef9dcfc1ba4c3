//! Items and storages that panic under asyncio's names.

use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use queue_async::{Fifo, Pushed, Storage};
use queue_compat::{GetNowaitError, PutError};

use super::super::Flavour;
use queue_support::Task;

type Queue<S> = queue_compat::Queue<S, Flavour>;

fn panics<R>(f: impl FnOnce() -> R) -> bool {
    catch_unwind(AssertUnwindSafe(f)).is_err()
}

/// An item that counts its drops. With the flag, its drop panics.
struct Bomb(bool, Rc<Cell<usize>>);

impl Drop for Bomb {
    fn drop(&mut self) {
        self.1.set(self.1.get() + 1);
        assert!(!self.0, "bomb");
    }
}

#[test]
fn an_item_that_panics_in_an_immediate_shutdown_is_dropped_after_all_are_woken() {
    let (queue, dropped) = (Queue::<Fifo<Bomb>>::new(3), Rc::new(Cell::new(0)));
    let (putter, joiner) = (Task::new(), Task::new());
    for panics in [false, true, false] {
        assert!(queue.put_nowait(Bomb(panics, Rc::clone(&dropped))).is_ok());
    }
    let (mut put, mut join) = (queue.put(Bomb(false, Rc::clone(&dropped))), queue.join());
    assert!(putter.poll(&mut put).is_pending());
    assert!(joiner.poll(&mut join).is_pending());
    assert!(panics(|| queue.shutdown(true)));
    assert_eq!((dropped.get(), queue.qsize(), queue.as_async().unfinished()), (3, 0, 0));
    assert_eq!((putter.wakes(), joiner.wakes()), (1, 1));
    assert!(matches!(putter.poll(&mut put), Poll::Ready(Err(PutError::ShutDown(_)))));
    assert!(matches!(queue.get_nowait(), Err(GetNowaitError::QueueShutDown)));
}

#[derive(Clone, Copy, PartialEq)]
enum Method {
    Push,
    Pop,
    Take,
}

thread_local! {
    static ARMED: Cell<Option<Method>> = const { Cell::new(None) };
}

/// A storage that panics in the armed method, before it changes anything.
#[derive(Default)]
struct Moody(VecDeque<u8>);

impl Moody {
    fn called(method: Method) {
        if ARMED.get() == Some(method) {
            ARMED.set(None);
            panic!("not in the mood");
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
        self.0.len()
    }

    fn take(&mut self) -> Self {
        Self::called(Method::Take);
        std::mem::take(self)
    }
}

/// Each panic wakes every future that may have missed a wake. Only the item that was put is lost.
#[test]
fn a_storage_that_panics_under_asyncios_names_strands_no_future() {
    let queue = Queue::<Moody>::new(1);
    let tasks = [(); 2].map(|()| Task::new());
    let wakes = || tasks.each_ref().map(Task::wakes);
    let mut gets = [(); 2].map(|()| queue.get());
    for (task, get) in tasks.iter().zip(&mut gets) {
        assert!(task.poll(get).is_pending());
    }
    ARMED.set(Some(Method::Push));
    assert!(panics(|| queue.put_nowait(1)));
    assert_eq!((wakes(), queue.qsize(), queue.as_async().unfinished()), ([1, 1], 0, 0));
    for (task, get) in tasks.iter().zip(&mut gets) {
        assert!(task.poll(get).is_pending());
    }
    queue.put_nowait(2).unwrap();
    assert_eq!(wakes(), [1, 0]);
    ARMED.set(Some(Method::Pop));
    assert!(panics(|| tasks[0].poll(&mut gets[0])));
    assert_eq!((wakes(), queue.qsize()), ([0, 1], 1), "the next is woken in its stead");
    assert_eq!(tasks[1].poll(&mut gets[1]), Poll::Ready(Ok(2)));

    queue.put_nowait(3).unwrap();
    let mut put = queue.put(4);
    assert!(tasks[0].poll(&mut put).is_pending());
    ARMED.set(Some(Method::Take));
    assert!(panics(|| queue.shutdown(true)));
    assert_eq!((wakes(), queue.as_async().is_shutdown()), ([1, 0], false), "nothing was taken");
    assert!(tasks[0].poll(&mut put).is_pending());
    assert_eq!((queue.get_nowait(), wakes()), (Ok(3), [1, 0]));
    assert_eq!(tasks[0].poll(&mut put), Poll::Ready(Ok(())));
}
