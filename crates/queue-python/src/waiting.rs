use std::mem;

use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::{intern, pyclass, pymethods};
use queue_core::{Exchange, Waiters};
use spinning_top::Spinlock;

use crate::bell::Bell;
use crate::items::Object;
use crate::operation::{Operation, Polled};
use crate::queue::Queue;

/// An operation that has to wait: with a future of an event loop, or with a lock that blocks a thread.
///
/// It is also the waiter in the line of the state.
#[pyclass(frozen, module = "aioqueues")]
pub(crate) struct Waiting {
    queue: Py<Queue>,
    inner: Spinlock<Inner>,
}

struct Inner {
    operation: Operation,
    /// There is none once it has rung.
    alarm: Option<Alarm>,
}

/// What makes an operation go on.
struct Alarm {
    /// A future that gets its result, or a lock that is released.
    target: Object,
    /// That of the future.
    event_loop: Option<Object>,
}

impl Waiting {
    pub(crate) fn new(queue: &Bound<'_, Queue>, operation: Operation) -> Self {
        let inner = Spinlock::new(Inner { operation, alarm: None });
        Self { queue: queue.clone().unbind(), inner }
    }

    /// Lets a future of the caller's wait in a line. What it is notified of is for its owner to take.
    pub(crate) fn enter(
        queue: &Bound<'_, Queue>,
        operation: Operation,
        future: Object,
    ) -> PyResult<()> {
        let py = queue.py();
        let event_loop = Some(future.call_method0(py, intern!(py, "get_loop"))?);
        let waiting = Bound::new(py, Self::new(queue, operation))?;
        Self::poll_with(&waiting, Some(Alarm { target: future, event_loop })).map(drop)
    }

    fn with<R>(&self, change: impl FnOnce(&mut Inner) -> R) -> R {
        change(&mut self.inner.try_lock().expect("no Python code runs while it is locked"))
    }

    /// Polls the operation. Returns what it was for, or this operation if it has to wait.
    fn poll_with(slf: &Bound<'_, Self>, alarm: Option<Alarm>) -> PyResult<Object> {
        let (py, this) = (slf.py(), slf.get());
        // Taken out, since the poll may run Python code before and after it locks the state.
        let mut operation = this.with(|inner| inner.operation.take());
        let waiter = alarm.is_some().then(|| slf.clone().unbind());
        let mut exchange = Exchange { waiter, ..Exchange::default() };
        let polled = operation.poll(this.queue.bind(py), &mut exchange);
        // Before anything is woken or dropped, which may run Python code.
        let old = this.with(|inner| {
            inner.operation = operation;
            mem::replace(&mut inner.alarm, alarm)
        });
        drop((old, exchange.waiter, exchange.spent));
        wake(py, exchange.notified);
        match polled? {
            Polled::Ready(item) => Ok(item),
            Polled::NeedsWaiter | Polled::Pending => Ok(slf.clone().into_any().unbind()),
            Polled::Finished => Err(PyRuntimeError::new_err("the operation has finished")),
        }
    }

    /// Takes the operation out of its line, and appends what that notifies. A poll begins it anew.
    fn leave(&self, notified: &mut Waiters<Py<Self>>) {
        let mut exchange = Exchange::default();
        mem::swap(&mut exchange.notified, notified);
        let mut operation = self.with(|inner| inner.operation.take());
        self.queue.get().with(|state| operation.leave(state, &mut exchange));
        self.with(|inner| inner.operation = operation);
        mem::swap(&mut exchange.notified, notified);
        drop(exchange);
    }

    /// Passes on what it was notified of, since its owner is gone.
    pub(crate) fn pass_on(&self, py: Python<'_>) {
        let mut notified = Waiters::default();
        // If there is an alarm, the operation waits again, with another future.
        if self.with(|inner| inner.alarm.is_none()) {
            self.leave(&mut notified);
        }
        wake(py, notified);
    }

    /// Makes it go on. If its owner is gone, it leaves its line, and what that notifies is appended.
    fn wake(
        slf: &Bound<'_, Self>,
        running: Option<&Bound<'_, PyAny>>,
        notified: &mut Waiters<Py<Self>>,
    ) {
        let Some(alarm) = slf.get().with(|inner| inner.alarm.take()) else { return };
        let Err(error) = alarm.ring(slf, running) else { return };
        let py = slf.py();
        // It has failed because the future is done, since its task is cancelled, or because the loop is closed. Or
        // an interrupt came: then it is tried again, which does no harm.
        let is_gone = alarm.is_gone(py);
        if is_gone || (alarm.ring(slf, running).is_err() && !alarm.is_rung(py)) {
            slf.get().leave(notified);
        }
        if !is_gone || error.is_instance_of::<PyKeyboardInterrupt>(py) {
            put_off(py, error);
        }
    }
}

/// Makes operations go on, in order. An operation whose owner is gone leaves its line, and the next one goes on.
#[inline]
pub(crate) fn wake(py: Python<'_>, notified: Waiters<Py<Waiting>>) {
    if !notified.is_empty() {
        wake_all(py, notified);
    }
}

#[inline(never)]
fn wake_all(py: Python<'_>, notified: Waiters<Py<Waiting>>) {
    let running = running_loop(py);
    let mut due = notified;
    while !due.is_empty() {
        for waiting in due.take() {
            Waiting::wake(waiting.bind(py), running.as_ref(), &mut due);
        }
    }
}

/// Lets an error that came while an operation was woken come up later: the call that wakes has done its work.
fn put_off(py: Python<'_>, error: PyErr) {
    let interrupt = || py.import("_thread")?.call_method0(intern!(py, "interrupt_main"));
    if !error.is_instance_of::<PyKeyboardInterrupt>(py) || interrupt().is_err() {
        error.write_unraisable(py, None);
    }
}

/// The event loop that runs in this thread.
fn running_loop(py: Python<'_>) -> Option<Bound<'_, PyAny>> {
    static FUNCTION: PyOnceLock<Object> = PyOnceLock::new();
    let function = FUNCTION.import(py, "asyncio.events", "_get_running_loop").ok()?;
    function.call0().ok().filter(|found| !found.is_none())
}

impl Alarm {
    /// Whether no result can be set: the future has one, or its loop is closed.
    fn is_gone(&self, py: Python<'_>) -> bool {
        let is_closed = |event_loop: &Object| {
            event_loop.call_method0(py, intern!(py, "is_closed")).and_then(|is| is.is_truthy(py))
        };
        let is_closed = self.event_loop.as_ref().map(is_closed);
        self.is_rung(py) || is_closed.is_some_and(|is_closed| is_closed.unwrap_or(false))
    }

    /// Whether its future is done.
    fn is_rung(&self, py: Python<'_>) -> bool {
        let is_done = |future: &Object| {
            future.call_method0(py, intern!(py, "done")).and_then(|is| is.is_truthy(py))
        };
        self.event_loop.is_some() && is_done(&self.target).unwrap_or(false)
    }

    /// Makes its owner go on. Fails if that is gone.
    fn ring(
        &self,
        waiting: &Bound<'_, Waiting>,
        running: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let py = waiting.py();
        let target = self.target.bind(py);
        let Some(event_loop) = self.event_loop.as_ref().map(|event_loop| event_loop.bind(py))
        else {
            return target.call_method0(intern!(py, "release")).map(drop);
        };
        let set_result = |future: &Bound<'_, PyAny>| {
            future.call_method1(intern!(py, "set_result"), (py.None(),)).map(drop)
        };
        if running.is_some_and(|running| running.is(event_loop)) {
            return set_result(target);
        }
        let later = intern!(py, "call_soon_threadsafe");
        if event_loop.call_method0(intern!(py, "is_running"))?.is_truthy()? {
            let bell = Bound::new(py, Bell::new(waiting, target))?;
            return event_loop.call_method1(later, (bell,)).map(drop);
        }
        // As asyncio does, which sets results between two runs of a loop. A thread may begin to run it just now.
        set_result(target)?;
        let nothing = target.getattr(intern!(py, "done"))?;
        event_loop.call_method1(later, (nothing,)).map(drop)
    }
}

#[pymethods]
impl Waiting {
    /// Waits with a future of this loop, or with a lock. Returns what the operation is for if there is no need
    /// to wait after all, or this operation.
    #[pyo3(signature = (target, event_loop = None))]
    fn wait(slf: &Bound<'_, Self>, target: Object, event_loop: Option<Object>) -> PyResult<Object> {
        Self::poll_with(slf, Some(Alarm { target, event_loop }))
    }

    /// Goes on after a wake. Returns what the operation is for, or this operation if it has to wait again.
    fn poll(slf: &Bound<'_, Self>) -> PyResult<Object> {
        Self::poll_with(slf, None)
    }

    /// Ends the wait. What it was notified of goes to the next one.
    fn cancel(&self, py: Python<'_>) {
        let mut notified = Waiters::default();
        self.leave(&mut notified);
        drop(self.with(|inner| (inner.operation.take(), inner.alarm.take())));
        wake(py, notified);
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.queue)?;
        // Only another thread can have it locked, and then the object is in use.
        let Some(inner) = self.inner.try_lock() else { return Ok(()) };
        if let Some(item) = inner.operation.item() {
            visit.call(item)?;
        }
        let Some(alarm) = &inner.alarm else { return Ok(()) };
        visit.call(&alarm.target)?;
        visit.call(&alarm.event_loop)
    }

    fn __clear__(&self) {
        drop(self.with(|inner| inner.alarm.take()));
    }
}
