use pyo3::prelude::*;
use queue_core::{Exchange, Permit, Put, Waiters};

use crate::errors::{get_failed, put_failed};
use crate::items::Object;
use crate::operation::{Operation, Polled};
use crate::queue::{Kind, Queue, State};
use crate::waiting::{Waiting, wake};

/// Attempts, and operations that begin with one.
impl Queue {
    pub(crate) fn put_now(&self, py: Python<'_>, item: Object) -> PyResult<()> {
        if self.kind() == Kind::Heap {
            return self.put_planned(py, self.reserve(py)?, item);
        }
        let (mut put, mut notified) = (Put::new(item), Waiters::default());
        let result = self.with(|state| state.try_put_from(&mut put, &mut notified));
        wake(py, notified);
        result.map_err(|error| put_failed(py, &error))
    }

    pub(crate) fn get_now(&self, py: Python<'_>) -> PyResult<Object> {
        let (mut item, mut notified) = (None, Waiters::default());
        let get = |state: &mut State| state.try_get_into(&mut item, &mut notified);
        let result = match self.kind() {
            Kind::Heap => self.get_planned(py, get)?,
            Kind::Plain | Kind::Hooked(_) => self.with(get),
        };
        wake(py, notified);
        result.map_err(|error| get_failed(py, error))?;
        Ok(item.expect("a get that succeeds fills its slot"))
    }

    pub(crate) fn begin_get(slf: &Bound<'_, Self>) -> PyResult<Object> {
        if slf.get().kind() == Kind::Plain {
            let (mut item, mut notified) = (None, Waiters::default());
            slf.get().with(|state| state.try_get_stored(&mut item, &mut notified));
            wake(slf.py(), notified);
            if let Some(item) = item {
                return Ok(item);
            }
        }
        Self::begin(slf, Operation::get())
    }

    pub(crate) fn begin_put(slf: &Bound<'_, Self>, item: Object) -> PyResult<Object> {
        let (py, shared) = (slf.py(), slf.get());
        if shared.kind() != Kind::Plain {
            return Self::begin(slf, Operation::reserve(item));
        }
        let (mut put, mut notified) = (Put::new(item), Waiters::default());
        let tried = shared.with(|state| state.try_put_from(&mut put, &mut notified));
        wake(py, notified);
        match tried {
            Ok(()) => Ok(py.None()),
            Err(_) => Self::begin(slf, Operation::Put(put)),
        }
    }

    #[cold]
    pub(crate) fn begin(slf: &Bound<'_, Self>, mut operation: Operation) -> PyResult<Object> {
        let (py, mut exchange) = (slf.py(), Exchange::default());
        let polled = operation.poll(slf, &mut exchange);
        wake(py, exchange.notified);
        if let Polled::Ready(item) = polled? {
            return Ok(item);
        }
        Ok(Bound::new(py, Waiting::new(slf, operation))?.into_any().unbind())
    }

    pub(crate) fn reserve(&self, py: Python<'_>) -> PyResult<Permit> {
        self.with(|state| state.try_reserve(1)).map_err(|error| put_failed(py, &error))
    }

    pub(crate) fn release(&self, py: Python<'_>, permit: Permit) {
        let mut notified = Waiters::default();
        self.with(|state| state.release(permit, &mut notified));
        wake(py, notified);
    }

    pub(crate) fn shutdown_state(&self, py: Python<'_>, immediate: bool) {
        let mut notified = Waiters::default();
        let items = self.with(|state| {
            if immediate {
                return Some(state.shutdown_now(&mut notified));
            }
            state.shutdown(&mut notified);
            None
        });
        wake(py, notified);
        drop(items);
    }
}
