use std::mem;

use pyo3::prelude::*;
use queue_core::{Exchange, Get, Join, Put, PutError, Reserve};

use crate::errors::{put_failed, shut_down};
use crate::items::Object;
use crate::queue::{Kind, Queue, State};
use crate::waiting::Waiting;

/// An operation of the state, with what it needs beside it.
#[derive(Debug, Default)]
pub(crate) enum Operation {
    Get(Get),
    /// The state may store the item by itself.
    Put(Put<Object>),
    /// Python code has to store the item, so the operation waits for room and not for the put.
    Reserve(Reserve, Option<Object>),
    Join(Join),
    #[default]
    Finished,
}

/// What a poll has come to.
#[derive(Debug)]
pub(crate) enum Polled {
    Ready(Object),
    Pending,
    NeedsWaiter,
    Finished,
}

impl Polled {
    fn of<T>(polled: queue_core::Polled<T>) -> Result<T, Self> {
        match polled {
            queue_core::Polled::Ready(result) => Ok(result),
            queue_core::Polled::Pending => Err(Self::Pending),
            queue_core::Polled::NeedsWaiter => Err(Self::NeedsWaiter),
            queue_core::Polled::Finished => Err(Self::Finished),
        }
    }
}

impl Operation {
    pub(crate) fn get() -> Self {
        Self::Get(Get::new())
    }

    /// A put whose item Python code stores.
    pub(crate) fn reserve(item: Object) -> Self {
        Self::Reserve(Reserve::new(), Some(item))
    }

    pub(crate) fn join() -> Self {
        Self::Join(Join::new())
    }

    /// A wait for room that is not used.
    pub(crate) fn room() -> Self {
        Self::Reserve(Reserve::new(), None)
    }

    pub(crate) fn take(&mut self) -> Self {
        mem::take(self)
    }

    /// The item on its way in, unless the state holds it.
    pub(crate) const fn item(&self) -> Option<&Object> {
        match self {
            Self::Put(put) => put.item(),
            Self::Reserve(_, item) => item.as_ref(),
            Self::Get(_) | Self::Join(_) | Self::Finished => None,
        }
    }

    /// Polls it. A waiter in the line is replaced by the one that is given, or asked for.
    pub(crate) fn poll(
        &mut self,
        queue: &Bound<'_, Queue>,
        exchange: &mut Exchange<Py<Waiting>>,
    ) -> PyResult<Polled> {
        let (py, shared) = (queue.py(), queue.get());
        let polled = match self {
            Self::Get(get) => {
                let mut item = None;
                let mut poll = |state: &mut State, item: &mut Option<Object>| {
                    state.poll_get(get, item, exchange, |_| false)
                };
                let polled = match shared.kind() {
                    Kind::Plain => shared.with(|state| poll(state, &mut item)),
                    Kind::Heap => shared.get_planned(py, |state| poll(state, &mut item))?,
                    // With the hooks held, so that the item leaves before its room is used.
                    Kind::Hooked(_) => shared.with_hooks(py, || {
                        let polled = shared.with(|state| poll(state, &mut item));
                        if let Some(token) = item.take() {
                            item = Some(Queue::get_for_token(queue, token)?);
                        }
                        Ok(polled)
                    })?,
                };
                match Polled::of(polled) {
                    Err(polled) => return Ok(polled),
                    Ok(Err(_)) => Err(shut_down(py)),
                    Ok(Ok(())) => Ok(item.expect("a get that is ready has its item")),
                }
            }
            Self::Put(put) => {
                let polled = shared.with(|state| state.poll_put(put, exchange, |_| false));
                match Polled::of(polled) {
                    Err(polled) => return Ok(polled),
                    Ok(result) => result.map(|()| py.None()).map_err(|error| refused(py, error)),
                }
            }
            Self::Reserve(reserve, item) => {
                let mut permit = None;
                let polled = shared
                    .with(|state| state.poll_reserve(reserve, &mut permit, exchange, |_| false));
                match Polled::of(polled) {
                    Err(polled) => return Ok(polled),
                    Ok(Err(error)) => Err(refused(py, error)),
                    Ok(Ok(())) => {
                        let permit = permit.expect("a reserve that is ready has its permit");
                        let item = item.take().expect("it keeps its item until it is ready");
                        match shared.kind() {
                            Kind::Heap => shared.put_planned(py, permit, item),
                            Kind::Plain | Kind::Hooked(_) => {
                                Queue::put_in_room(queue, permit, item)
                            }
                        }
                        .map(|()| py.None())
                    }
                }
            }
            Self::Join(join) => {
                let polled = shared.with(|state| state.poll_join(join, exchange, |_| false));
                match Polled::of(polled) {
                    Err(polled) => return Ok(polled),
                    Ok(()) => Ok(py.None()),
                }
            }
            Self::Finished => return Ok(Polled::Finished),
        };
        *self = Self::Finished;
        polled.map(Polled::Ready)
    }

    /// Takes it out of its line, to begin anew when it is polled again.
    pub(crate) fn leave(&mut self, state: &mut State, exchange: &mut Exchange<Py<Waiting>>) {
        match self {
            Self::Get(get) => {
                state.cancel_get(get, exchange);
                *get = Get::new();
            }
            Self::Put(put) => {
                state.cancel_put(put, exchange);
                if let Some(item) = put.take_item() {
                    *put = Put::new(item);
                }
            }
            Self::Reserve(reserve, _) => {
                state.cancel_reserve(reserve, exchange);
                *reserve = Reserve::new();
            }
            Self::Join(join) => {
                state.cancel_join(join, exchange);
                *join = Join::new();
            }
            Self::Finished => {}
        }
    }
}

fn refused(py: Python<'_>, error: PutError) -> PyErr {
    put_failed(py, &error.into())
}
