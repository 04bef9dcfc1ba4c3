use std::mem;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use pyo3::{intern, pyclass, pymethods};
use queue_core::{Capacity, Fairness, TaskDoneError, Waiters};
use spinning_top::Spinlock;
use spinning_top::guard::SpinlockGuard;

use crate::hooked::Stash;
use crate::items::{Heap, Items, Object, drop_all};
use crate::operation::Operation;
use crate::turns::Turns;
use crate::waiting::{Waiting, wake};

pub(crate) type State = queue_core::State<Items, Py<Waiting>>;

/// Where the items are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// In the state, in an order that compares nothing.
    Plain,
    /// In the state, in a heap: comparing them may run Python code.
    Heap,
    /// With a subclass. The state has a `None` for each.
    Hooked(Count),
}

/// How a subclass says how many items it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    /// By the length of its `_queue`.
    Len,
    /// By a `qsize` of its own.
    Qsize,
}

/// The Rust half of `aioqueues.Queue`. The module adds what is written in Python to the same class, since Python
/// calls a method fastest on an object of the very class that has it.
#[pyclass(frozen, subclass, weakref, dict, module = "aioqueues")]
pub(crate) struct Queue {
    kind: Kind,
    /// Held for moments in which no Python code runs, so it is free whenever Python code asks for it.
    state: Spinlock<State>,
    rest: Spinlock<Rest>,
}

/// What few calls need.
#[derive(Default)]
pub(crate) struct Rest {
    maxsize: Option<Object>,
    /// The last one of a thread is what it uses.
    pub(crate) stashes: Vec<Stash>,
    /// How many tokens were taken whose items are still with the subclass.
    pub(crate) taken: usize,
    /// Hooks run in one thread at a time, since threads cannot see each other's halves.
    pub(crate) turns: Turns,
}

/// By how much the count of unfinished tasks can be raised at once.
const MOST_SET: usize = 1 << 20;

impl Drop for Queue {
    fn drop(&mut self) {
        drop_all(mem::take(self.state.get_mut()).into_storage());
    }
}

impl Queue {
    #[inline]
    pub(crate) fn lock(&self) -> SpinlockGuard<'_, State> {
        self.state.try_lock().expect("no Python code runs while the state is locked")
    }

    /// Changes the state. No Python code may run in there.
    #[inline]
    pub(crate) fn with<R>(&self, change: impl FnOnce(&mut State) -> R) -> R {
        change(&mut self.lock())
    }

    pub(crate) fn rest<R>(&self, change: impl FnOnce(&mut Rest) -> R) -> R {
        change(&mut self.rest.try_lock().expect("no Python code runs while it is locked"))
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }
}

#[pymethods]
impl Queue {
    /// A subclass may have any parameters.
    #[new]
    #[classmethod]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(
        class: &Bound<'_, PyType>,
        _args: &Bound<'_, PyTuple>,
        _kwargs: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let order = class.getattr(intern!(class.py(), "_order"))?;
        let (items, kind) = match order.extract()? {
            "fifo" => (Items::default(), Kind::Plain),
            "lifo" => (Items::Lifo(Vec::new()), Kind::Plain),
            "heap" => (Items::Heap(Heap::default()), Kind::Heap),
            "hooked" => (Items::Lifo(Vec::new()), Kind::Hooked(Count::Len)),
            "counted" => (Items::Lifo(Vec::new()), Kind::Hooked(Count::Qsize)),
            _ => return Err(PyValueError::new_err("there is no such order")),
        };
        let state = Spinlock::new(State::new(items, Capacity::Unbounded));
        Ok(Self { kind, state, rest: Spinlock::default() })
    }

    /// Makes it an empty queue of this capacity, where zero is any number.
    fn _reset(&self, maxsize: Object, capacity: usize, fair: bool) -> PyResult<()> {
        if self.with(|state| state.operations()) > 0 {
            let message = "a queue cannot begin anew while an operation waits";
            return Err(PyRuntimeError::new_err(message));
        }
        let capacity = Capacity::try_from(capacity).unwrap_or(Capacity::Unbounded);
        let fairness = if fair { Fairness::Fair } else { Fairness::Barging };
        let old = self.with(|state| {
            let empty = state.storage().empty();
            mem::replace(state, State::with_fairness(empty, capacity, fairness))
        });
        let before = self.rest(|rest| rest.maxsize.replace(maxsize));
        drop((before, old));
        Ok(())
    }

    /// Number of items allowed in the queue.
    #[getter]
    fn maxsize(&self, py: Python<'_>) -> Option<Object> {
        self.rest(|rest| rest.maxsize.as_ref().map(|maxsize| maxsize.clone_ref(py)))
    }

    /// Put an item into the queue without blocking.
    fn put_nowait(slf: &Bound<'_, Self>, item: Object) -> PyResult<()> {
        match slf.get().kind() {
            Kind::Hooked(_) => Self::put_hooked(slf, item),
            Kind::Plain | Kind::Heap => slf.get().put_now(slf.py(), item),
        }
    }

    /// Remove and return an item from the queue without blocking.
    fn get_nowait(slf: &Bound<'_, Self>) -> PyResult<Object> {
        match slf.get().kind() {
            Kind::Hooked(_) => Self::get_hooked(slf),
            Kind::Plain | Kind::Heap => slf.get().get_now(slf.py()),
        }
    }

    /// Begins a get. Returns the item, or a `Waiting`.
    fn _begin_get(slf: &Bound<'_, Self>) -> PyResult<Object> {
        Self::begin_get(slf)
    }

    /// Begins a put. Returns `None`, or a `Waiting`.
    fn _begin_put(slf: &Bound<'_, Self>, item: Object) -> PyResult<Object> {
        Self::begin_put(slf, item)
    }

    /// Begins a join. Returns `None`, or a `Waiting`.
    fn _begin_join(slf: &Bound<'_, Self>) -> PyResult<Object> {
        Self::begin(slf, Operation::join())
    }

    /// Indicate that a formerly enqueued task is complete.
    fn task_done(&self, py: Python<'_>) -> PyResult<()> {
        let mut notified = Waiters::default();
        let result = self.with(|state| state.task_done(&mut notified));
        wake(py, notified);
        result.map_err(|TaskDoneError| PyValueError::new_err("task_done() called too many times"))
    }

    /// Shut the queue down, so that puts and gets raise QueueShutDown.
    #[pyo3(signature = (immediate = false))]
    fn shutdown(slf: &Bound<'_, Self>, immediate: bool) -> PyResult<()> {
        match slf.get().kind() {
            Kind::Hooked(_) => slf.get().with_hooks(slf.py(), || {
                slf.get().shutdown_state(slf.py(), immediate);
                let empty = intern!(slf.py(), "empty");
                while immediate && !slf.call_method0(empty)?.is_truthy()? {
                    slf.call_method0(intern!(slf.py(), "_get"))?;
                }
                Ok(())
            }),
            Kind::Plain | Kind::Heap => {
                slf.get().shutdown_state(slf.py(), immediate);
                Ok(())
            }
        }
    }

    /// Number of items in the queue.
    pub(crate) fn qsize(slf: &Bound<'_, Self>) -> PyResult<usize> {
        match slf.get().kind() {
            Kind::Hooked(_) => slf.getattr(intern!(slf.py(), "_queue"))?.len(),
            Kind::Plain | Kind::Heap => Ok(slf.get().with(|state| state.len())),
        }
    }

    /// Return True if the queue is empty, False otherwise.
    fn empty(slf: &Bound<'_, Self>) -> PyResult<bool> {
        match slf.get().kind() {
            Kind::Hooked(_) => Ok(!slf.getattr(intern!(slf.py(), "_queue"))?.is_truthy()?),
            Kind::Plain | Kind::Heap => Ok(slf.get().with(|state| state.is_empty())),
        }
    }

    /// Return True if there are maxsize items in the queue.
    fn full(slf: &Bound<'_, Self>) -> PyResult<bool> {
        match slf.get().kind() {
            Kind::Hooked(_) => {
                let (items, capacity) = (Self::items(slf)?, slf.get().with(|s| s.capacity()));
                Ok(capacity.limit().is_some_and(|limit| items >= limit.get()))
            }
            Kind::Plain | Kind::Heap => Ok(slf.get().with(|state| state.is_full())),
        }
    }

    #[getter]
    fn _unfinished_tasks(&self) -> usize {
        self.with(|state| state.unfinished())
    }

    /// Sets the count, as a test of asyncio's does.
    #[setter(_unfinished_tasks)]
    fn set_unfinished_tasks(&self, py: Python<'_>, count: usize) -> PyResult<()> {
        let mut notified = Waiters::default();
        self.with(|state| {
            if state.operations() > 0 {
                let message = "the count cannot be set while an operation waits";
                return Err(PyRuntimeError::new_err(message));
            }
            for _ in count..state.unfinished() {
                let _ = state.task_done(&mut notified);
            }
            // What is stored counts, and what has been got goes on to count.
            let more = count - state.unfinished();
            if more > MOST_SET {
                return Err(PyValueError::new_err("the count is too large to be set"));
            }
            let nones = (0..state.len() + more).map(|_| py.None()).collect();
            let mut items = Items::Lifo(nones);
            state.with_storage(&mut notified, |storage| mem::swap(storage, &mut items));
            for _ in 0..more {
                let _ = state.try_get(&mut notified);
            }
            state.with_storage(&mut notified, |storage| mem::swap(storage, &mut items));
            Ok(())
        })
    }

    #[getter]
    fn _is_shutdown(&self) -> bool {
        self.with(|state| state.is_shutdown())
    }

    #[getter]
    fn _waiting_getters(&self) -> usize {
        self.with(|state| state.waiting_getters())
    }

    #[getter]
    fn _waiting_putters(&self) -> usize {
        self.with(|state| state.waiting_putters())
    }

    /// Lets a future wait for an item, if there is none.
    fn _add_getter(slf: &Bound<'_, Self>, future: Object) -> PyResult<()> {
        if slf.get().with(|state| state.is_empty()) {
            Waiting::enter(slf, Operation::get(), future)
        } else {
            Ok(())
        }
    }

    /// Lets a future wait for room, if there is none.
    fn _add_putter(slf: &Bound<'_, Self>, future: Object) -> PyResult<()> {
        if slf.get().with(|state| state.is_full()) {
            Waiting::enter(slf, Operation::room(), future)
        } else {
            Ok(())
        }
    }

    /// The items, in the order of a list of asyncio's.
    fn _items(&self, py: Python<'_>) -> Vec<Object> {
        self.with(|state| state.storage().iter().map(|item| item.clone_ref(py)).collect())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // Only another thread can have it locked, and then the queue is in use.
        let Some(state) = self.state.try_lock() else { return Ok(()) };
        state.storage().iter().chain(state.held_items()).try_for_each(|item| visit.call(item))?;
        state.waiters().try_for_each(|waiting| visit.call(waiting))?;
        self.rest.try_lock().map_or(Ok(()), |rest| visit.call(&rest.maxsize))
    }

    fn __clear__(&self) {
        let state = self.with(|state| {
            let empty = State::new(state.storage().empty(), Capacity::Unbounded);
            mem::replace(state, empty)
        });
        let rest = self.rest(mem::take);
        drop((state, rest));
    }
}
