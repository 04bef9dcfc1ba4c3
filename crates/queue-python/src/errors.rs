use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use queue_core::{TryGetError, TryPutError};

pyo3::import_exception!(asyncio, QueueEmpty);
pyo3::import_exception!(asyncio, QueueFull);

/// Returns asyncio's `QueueShutDown`, or one of ours where asyncio has none: it came with Python 3.13.
pub(crate) fn shut_down_type(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static TYPE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let make = || match py.import("asyncio")?.getattr_opt("QueueShutDown")? {
        Some(found) => Ok(found.cast_into::<PyType>()?.unbind()),
        None => PyErr::new_type(
            py,
            c"aioqueues.QueueShutDown",
            Some(c"Raised when putting on to or getting from a shut-down Queue."),
            Some(&py.get_type::<PyException>()),
            None,
        ),
    };
    TYPE.get_or_try_init(py, make).map(|found| found.bind(py))
}

pub(crate) fn shut_down(py: Python<'_>) -> PyErr {
    shut_down_type(py).map_or_else(|error| error, |found| PyErr::from_type(found.clone(), ()))
}

pub(crate) fn get_failed(py: Python<'_>, error: TryGetError) -> PyErr {
    match error {
        TryGetError::Empty => QueueEmpty::new_err(()),
        TryGetError::ShutDown => shut_down(py),
    }
}

pub(crate) fn put_failed(py: Python<'_>, error: &TryPutError) -> PyErr {
    match error {
        TryPutError::Full(()) | TryPutError::Refused(()) => QueueFull::new_err(()),
        TryPutError::ShutDown(()) => shut_down(py),
    }
}
