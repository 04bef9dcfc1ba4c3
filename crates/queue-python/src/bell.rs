use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::{intern, pyclass, pymethods};
use spinning_top::Spinlock;

use crate::items::Object;
use crate::waiting::Waiting;

/// What an event loop is to call in its own thread, so that an operation goes on.
///
/// If the loop is closed first, it drops the bell, and what the operation was notified of goes to the next one.
#[pyclass(frozen, module = "aioqueues")]
pub(crate) struct Bell {
    /// There is none once it has rung.
    target: Spinlock<Option<Target>>,
}

struct Target {
    waiting: Py<Waiting>,
    future: Object,
}

impl Bell {
    pub(crate) fn new(waiting: &Bound<'_, Waiting>, future: &Bound<'_, PyAny>) -> Self {
        let target = Target { waiting: waiting.clone().unbind(), future: future.clone().unbind() };
        Self { target: Spinlock::new(Some(target)) }
    }

    fn take(&self) -> Option<Target> {
        self.target.try_lock().and_then(|mut target| target.take())
    }

    fn is_dropped(&self) {
        let Some(Target { waiting, .. }) = self.take() else { return };
        // At the end of the interpreter, nothing goes on.
        Python::try_attach(|py| waiting.get().pass_on(py));
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.is_dropped();
    }
}

#[pymethods]
impl Bell {
    /// Sets the result of the future.
    fn __call__(&self, py: Python<'_>) -> PyResult<()> {
        let Some(Target { waiting, future }) = self.take() else { return Ok(()) };
        if future.call_method0(py, intern!(py, "done"))?.is_truthy(py)? {
            waiting.get().pass_on(py);
            return Ok(());
        }
        future.call_method1(py, intern!(py, "set_result"), (py.None(),)).map(drop)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let Some(target) = self.target.try_lock() else { return Ok(()) };
        let Some(Target { waiting, future }) = &*target else { return Ok(()) };
        visit.call(waiting)?;
        visit.call(future)
    }

    fn __clear__(&self) {
        self.is_dropped();
    }
}
