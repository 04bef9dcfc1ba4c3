//! The Rust half of the Python package `aioqueues`. Every decision is `queue_core::State`'s.
//!
//! Python code never runs while the state is locked: a call plans first, and then commits. Waking, making and
//! dropping a waiter, comparing items and dropping them can all run Python code.

mod attempts;
mod bell;
mod compare;
mod errors;
mod heap;
mod hooked;
mod items;
mod operation;
mod planned;
mod queue;
mod turns;
mod waiting;

/// The module `aioqueues._core`.
#[pyo3::pymodule(gil_used = true)]
mod _core {
    #[pymodule_export]
    use crate::queue::Queue;
    #[pymodule_export]
    use crate::waiting::Waiting;

    use pyo3::exceptions::PyImportError;
    use pyo3::prelude::*;
    use pyo3::sync::PyOnceLock;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        // What is imported once is imported for the process. Python itself refuses a second interpreter from 3.12 on.
        static SYS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
        let sys = module.py().import("sys")?;
        if !SYS.get_or_init(module.py(), || sys.clone().unbind()).is(&sys) {
            let message = "aioqueues runs in one interpreter of a process only";
            return Err(PyImportError::new_err(message));
        }
        module.add("QueueShutDown", crate::errors::shut_down_type(module.py())?)
    }
}
