use std::mem;

use pyo3::exceptions::PyRuntimeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::{intern, pyclass, pymethods};
use queue_core::{Exchange, Waiters};
use spinning_top::Spinlock;

use crate::items::Object;
use crate::operation::{Operation, Polled};
use crate::queue::Queue;

/// An operation that waits: with a future of an event loop, or with a lock that blocks a thread.
///
/// It is also the waiter in the line of the state.
#[pyclass(frozen, module = "aioqueues")]
pub(crate) struct Waiting {
    queue: Py<Queue>,
    way: Way,
    inner: Spinlock<Inner>,
}

struct Inner {
    operation: Operation,
    /// It stays once it has rung: Python may be about to wait for it.
    alarm: Option<Alarm>,
    is_armed: bool,
}

/// What makes an operation go on.
struct Alarm {
    /// A future that gets its result, or a lock that is released.
    target: Object,
    /// That of the future.
    event_loop: Option<Object>,
}

/// How an operation waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Task,
    Thread,
}

impl Waiting {
    /// Lets an operation wait that has found nothing. Returns what it was for after all, or the wait.
    #[inline(never)]
    pub(crate) fn begin(
        queue: &Bound<'_, Queue>,
        operation: Operation,
        way: Way,
    ) -> PyResult<Object> {
        let (py, alarm) = (queue.py(), Alarm::new(queue.py(), way)?);
        let inner = Spinlock::new(Inner { operation, alarm: None, is_armed: false });
        let waiting = Bound::new(py, Self { queue: queue.clone().unbind(), way, inner })?;
        Self::poll_to_wait(&waiting, Some(alarm))
    }

    /// Lets a future of the caller's wait in a line. What it is notified of is for its owner to take.
    pub(crate) fn enter(
        queue: &Bound<'_, Queue>,
        operation: Operation,
        future: Object,
    ) -> PyResult<()> {
        let py = queue.py();
        let event_loop = Some(future.call_method0(py, intern!(py, "get_loop"))?);
        let inner = Spinlock::new(Inner { operation, alarm: None, is_armed: false });
        let waiting = Self { queue: queue.clone().unbind(), way: Way::Task, inner };
        let alarm = Alarm { target: future, event_loop };
        Self::poll_to_wait(&Bound::new(py, waiting)?, Some(alarm)).map(drop)
    }

    fn with<R>(&self, change: impl FnOnce(&mut Inner) -> R) -> R {
        change(&mut self.inner.try_lock().expect("no Python code runs while it is locked"))
    }

    /// Polls the operation, and lets it wait if it has to. Returns what it was for, or this wait.
    fn poll_to_wait(slf: &Bound<'_, Self>, mut alarm: Option<Alarm>) -> PyResult<Object> {
        let (py, this) = (slf.py(), slf.get());
        let mut operation = this.with(|inner| inner.operation.take());
        loop {
            let waiter = alarm.is_some().then(|| slf.clone().unbind());
            let mut exchange = Exchange { waiter, ..Exchange::default() };
            let polled = operation.poll(this.queue.bind(py), &mut exchange);
            if let Ok(Polled::Pending) = polled {
                // Before anything is woken, which may run Python code.
                let old = this.with(|inner| {
                    inner.operation = operation;
                    inner.is_armed = true;
                    mem::replace(&mut inner.alarm, alarm)
                });
                drop((old, exchange.waiter, exchange.spent));
                wake(py, exchange.notified);
                return Ok(slf.clone().into_any().unbind());
            }
            drop((exchange.waiter, exchange.spent));
            wake(py, exchange.notified);
            match polled? {
                Polled::Ready(item) => return Ok(item),
                Polled::NeedsWaiter | Polled::Pending => alarm = Some(Alarm::new(py, this.way)?),
                Polled::Finished => return Err(PyRuntimeError::new_err("it has finished")),
            }
        }
    }

    /// Cancels the operation. Appends what that notifies.
    fn cancel_into(&self, notified: &mut Waiters<Py<Self>>) {
        let mut exchange = Exchange::default();
        mem::swap(&mut exchange.notified, notified);
        let mut operation = self.with(|inner| inner.operation.take());
        let item = self.queue.get().with(|state| operation.cancel(state, &mut exchange));
        let alarm = self.with(|inner| inner.alarm.take());
        mem::swap(&mut exchange.notified, notified);
        drop((item, alarm, exchange));
    }

    /// Makes it go on. If its owner is gone, it is cancelled, and what that notifies is appended.
    fn wake(
        slf: &Bound<'_, Self>,
        running: Option<&Bound<'_, PyAny>>,
        notified: &mut Waiters<Py<Self>>,
    ) {
        let py = slf.py();
        let alarm = slf.get().with(|inner| {
            let alarm = inner.alarm.as_ref().filter(|_| mem::take(&mut inner.is_armed));
            alarm.map(|alarm| alarm.clone_ref(py))
        });
        // An error means that the future is done, since its task is cancelled, or that the loop is closed.
        if alarm.is_some_and(|alarm| alarm.ring(slf, running).is_err()) {
            slf.get().cancel_into(notified);
        }
    }
}

/// Makes operations go on, in order. An operation whose owner is gone is cancelled, and the next one goes on.
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

/// The event loop that runs in this thread.
fn running_loop(py: Python<'_>) -> Option<Bound<'_, PyAny>> {
    static FUNCTION: PyOnceLock<Object> = PyOnceLock::new();
    let function = FUNCTION.import(py, "asyncio.events", "_get_running_loop").ok()?;
    function.call0().ok().filter(|found| !found.is_none())
}

impl Alarm {
    /// Makes one for the loop that runs in this thread, or for the thread itself.
    fn new(py: Python<'_>, way: Way) -> PyResult<Self> {
        static GET_LOOP: PyOnceLock<Object> = PyOnceLock::new();
        static NEW_LOCK: PyOnceLock<Object> = PyOnceLock::new();
        if way == Way::Thread {
            let lock = NEW_LOCK.import(py, "_thread", "allocate_lock")?.call0()?;
            lock.call_method0(intern!(py, "acquire"))?;
            return Ok(Self { target: lock.unbind(), event_loop: None });
        }
        let event_loop = GET_LOOP.import(py, "asyncio.events", "get_running_loop")?.call0()?;
        let future = event_loop.call_method0(intern!(py, "create_future"))?;
        Ok(Self { target: future.unbind(), event_loop: Some(event_loop.unbind()) })
    }

    fn clone_ref(&self, py: Python<'_>) -> Self {
        let event_loop = self.event_loop.as_ref().map(|event_loop| event_loop.clone_ref(py));
        Self { target: self.target.clone_ref(py), event_loop }
    }

    /// Makes its owner go on. Fails if that is gone.
    fn ring(
        self,
        waiting: &Bound<'_, Waiting>,
        running: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let py = waiting.py();
        let target = self.target.into_bound(py);
        let Some(event_loop) = self.event_loop.map(|event_loop| event_loop.into_bound(py)) else {
            return target.call_method0(intern!(py, "release")).map(drop);
        };
        if running.is_some_and(|running| running.is(&event_loop)) {
            return target.call_method1(intern!(py, "set_result"), (py.None(),)).map(drop);
        }
        let fire = waiting.getattr(intern!(py, "fire"))?;
        event_loop.call_method1(intern!(py, "call_soon_threadsafe"), (fire, target)).map(drop)
    }
}

#[pymethods]
impl Waiting {
    /// The future to await, or the lock to acquire.
    #[getter]
    fn alarm(&self, py: Python<'_>) -> Option<Object> {
        self.with(|inner| inner.alarm.as_ref().map(|alarm| alarm.target.clone_ref(py)))
    }

    /// Goes on after a wake. Returns what the operation was for, or this wait if it goes on.
    fn poll(slf: &Bound<'_, Self>) -> PyResult<Object> {
        Self::poll_to_wait(slf, None)
    }

    /// Ends the wait. What it was notified of goes to the next one.
    fn cancel(&self, py: Python<'_>) {
        let mut notified = Waiters::default();
        self.cancel_into(&mut notified);
        wake(py, notified);
    }

    /// Sets the result of its future, in the thread of the loop.
    fn fire(&self, future: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = future.py();
        if future.call_method0(intern!(py, "done"))?.is_truthy()? {
            self.cancel(py);
        } else {
            future.call_method1(intern!(py, "set_result"), (py.None(),))?;
        }
        Ok(())
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
