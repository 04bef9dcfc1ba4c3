use std::collections::VecDeque;
use std::thread::{self, ThreadId};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::items::Object;
use crate::queue::Queue;

/// Whose turn it is to run the hooks of a subclass. A thread may take its turn again within its turn.
///
/// It costs no call of Python while one thread uses the queue.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    owner: Option<ThreadId>,
    depth: usize,
    /// The locks of the threads that wait.
    waiting: VecDeque<Object>,
}

impl Turns {
    fn try_take(&mut self) -> bool {
        let this = thread::current().id();
        let is_free = *self.owner.get_or_insert(this) == this;
        self.depth += usize::from(is_free);
        is_free
    }
}

impl Queue {
    /// Runs hooks of the subclass, one thread at a time.
    pub(crate) fn with_hooks<R>(
        &self,
        py: Python<'_>,
        run: impl FnOnce() -> PyResult<R>,
    ) -> PyResult<R> {
        if !self.rest(|rest| rest.turns.try_take()) {
            self.wait_for_turn(py)?;
        }
        let result = run();
        let next = self.rest(|rest| {
            rest.turns.depth -= 1;
            rest.turns.owner.take_if(|_| rest.turns.depth == 0)?;
            rest.turns.waiting.pop_front()
        });
        wake_next(py, next);
        result
    }

    #[cold]
    fn wait_for_turn(&self, py: Python<'_>) -> PyResult<()> {
        static NEW_LOCK: PyOnceLock<Object> = PyOnceLock::new();
        let acquire = intern!(py, "acquire");
        let lock = NEW_LOCK.import(py, "_thread", "allocate_lock")?.call0()?;
        lock.call_method0(acquire)?;
        loop {
            let has_turn = self.rest(|rest| {
                let has_turn = rest.turns.try_take();
                if !has_turn {
                    rest.turns.waiting.push_back(lock.clone().unbind());
                }
                has_turn
            });
            if has_turn {
                return Ok(());
            }
            if let Err(interrupt) = lock.call_method0(acquire) {
                self.stop_waiting(&lock);
                return Err(interrupt);
            }
        }
    }

    /// Takes a lock out of the line. If it has been released, the next one is.
    fn stop_waiting(&self, lock: &Bound<'_, PyAny>) {
        let next = self.rest(|rest| {
            let waiting = &mut rest.turns.waiting;
            match waiting.iter().position(|other| other.is(lock)) {
                Some(place) => {
                    waiting.remove(place);
                    None
                }
                None => waiting.pop_front(),
            }
        });
        wake_next(lock.py(), next);
    }
}

fn wake_next(py: Python<'_>, lock: Option<Object>) {
    let Some(lock) = lock else { return };
    if let Err(error) = lock.call_method0(py, intern!(py, "release")) {
        error.write_unraisable(py, None);
    }
}
