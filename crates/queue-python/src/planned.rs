use std::thread::{self, ThreadId};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use queue_core::{Permit, Put, Waiters};
use spinning_top::guard::SpinlockGuard;

use crate::compare::plainly_less;
use crate::errors::put_failed;
use crate::heap::{Plan, Side};
use crate::items::{Change, Heap, Items, Object};
use crate::queue::{Queue, State};
use crate::waiting::wake;

/// A queue that is a heap: comparing its items may run Python code, which comes before any change.
impl Queue {
    /// Runs a get on the state once it is known where the items of the heap will go. If a comparison fails,
    /// nothing has changed.
    pub(crate) fn get_planned<R>(
        &self,
        py: Python<'_>,
        get: impl FnOnce(&mut State) -> R,
    ) -> PyResult<R> {
        let (plan, mut state) = self.plan(py, None)?;
        heap(&state).plan.set(Some(plan));
        let result = get(&mut state);
        heap(&state).plan.set(None);
        Ok(result)
    }

    /// Puts an item into reserved room once its place in the heap is known. If a comparison fails, the room is
    /// given back.
    pub(crate) fn put_planned(&self, py: Python<'_>, permit: Permit, item: Object) -> PyResult<()> {
        let (plan, mut state) = match self.plan(py, Some(item.bind(py))) {
            Ok(planned) => planned,
            Err(error) => {
                self.release(py, permit);
                return Err(error);
            }
        };
        let (mut put, mut notified) = (Put::new(item), Waiters::default());
        heap(&state).plan.set(Some(plan));
        let result = state.put_reserved(permit, &mut put, &mut notified);
        heap(&state).plan.set(None);
        drop(state);
        wake(py, notified);
        result.map_err(|error| put_failed(py, &error.into()))
    }

    /// Plans a push of a new item, or else a pop, for the heap as it is now that the state is locked. It compares
    /// the items while the state is locked if that runs no Python code.
    fn plan(
        &self,
        py: Python<'_>,
        new: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<(Plan, SpinlockGuard<'_, State>)> {
        loop {
            let (change, len) = {
                let state = self.lock();
                let heap = heap(&state);
                let plan = Plan::new(new.is_some(), heap.items.len(), |a, b| {
                    plainly_less(heap.side(a, py, new), heap.side(b, py, new)).ok_or(NotPlain)
                });
                match plan {
                    Ok(plan) => return Ok((plan, state)),
                    Err(NotPlain) => (heap.change, heap.items.len()),
                }
            };
            let less = |a, b| self.less(py, change, a, b, new);
            let changed_by = match Plan::new(new.is_some(), len, less) {
                Err(Unplanned::Failed(error)) => return Err(error),
                Err(Unplanned::Changed(by)) => by,
                Ok(plan) => {
                    let state = self.lock();
                    let now = heap(&state).change;
                    if now == change {
                        return Ok((plan, state));
                    }
                    now.by
                }
            };
            // Another thread is no reason to fail.
            if changed_by == Some(thread::current().id()) {
                let message = "the queue changed while its items were compared";
                return Err(PyRuntimeError::new_err(message));
            }
        }
    }

    /// Compares two items while the state is not locked, unless the heap has changed.
    fn less(
        &self,
        py: Python<'_>,
        change: Change,
        a: Side,
        b: Side,
        new: Option<&Bound<'_, PyAny>>,
    ) -> Result<bool, Unplanned> {
        let (a, b) = {
            let state = self.lock();
            let heap = heap(&state);
            if heap.change != change {
                return Err(Unplanned::Changed(heap.change.by));
            }
            (heap.side(a, py, new).clone(), heap.side(b, py, new).clone())
        };
        a.lt(b).map_err(Unplanned::Failed)
    }
}

/// Why there is no plan.
enum Unplanned {
    Failed(PyErr),
    /// By this thread.
    Changed(Option<ThreadId>),
}

/// Comparing would run Python code.
struct NotPlain;

/// The heap, in a queue that is one.
fn heap(state: &State) -> &Heap {
    match state.storage() {
        Items::Heap(heap) => heap,
        Items::Fifo(_) | Items::Lifo(_) => unreachable!("only a heap is planned for"),
    }
}
