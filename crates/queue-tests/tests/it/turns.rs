//! An executor that schedules as asyncio's loop does: first woken, first run, one turn later.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

type Ready = Arc<Mutex<VecDeque<usize>>>;
type Running<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Wakes one task: it is to run once more, behind all that are to run already.
struct Turn {
    task: usize,
    ready: Ready,
}

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().unwrap();
        if !ready.contains(&self.task) {
            ready.push_back(self.task);
        }
    }
}

/// Runs tasks turn by turn.
#[derive(Default)]
pub(crate) struct Turns<'a> {
    tasks: RefCell<Vec<Option<Running<'a>>>>,
    ready: Ready,
}

impl<'a> Turns<'a> {
    /// Adds a task that first runs in the next turn, and returns its number.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'a) -> usize {
        let mut tasks = self.tasks.borrow_mut();
        tasks.push(Some(Box::pin(task)));
        self.ready.lock().unwrap().push_back(tasks.len() - 1);
        tasks.len() - 1
    }

    /// Drops a task now.
    pub(crate) fn cancel(&self, task: usize) {
        let cancelled = self.tasks.borrow_mut()[task].take();
        drop(cancelled);
    }

    /// Runs whoever is ready once; tells whether anybody was.
    pub(crate) fn turn(&self) -> bool {
        let ready = std::mem::take(&mut *self.ready.lock().unwrap());
        for &task in &ready {
            let Some(mut future) = self.tasks.borrow_mut()[task].take() else { continue };
            let waker = Waker::from(Arc::new(Turn { task, ready: Arc::clone(&self.ready) }));
            if future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                self.tasks.borrow_mut()[task] = Some(future);
            }
        }
        !ready.is_empty()
    }

    /// Runs turns until nobody is ready; returns how many tasks still wait.
    pub(crate) fn run(&self) -> usize {
        while self.turn() {}
        self.tasks.borrow().iter().flatten().count()
    }
}
