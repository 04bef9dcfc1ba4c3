use std::mem;
use std::thread::{self, ThreadId};

use pyo3::intern;
use pyo3::prelude::*;
use queue_core::{Permit, Pushed, Put, Storage as _, Waiters};

use crate::errors::put_failed;
use crate::items::Object;
use crate::queue::{Count, Kind, Queue};
use crate::waiting::wake;

/// What the next call of a method of a subclass need not take from the state.
#[derive(Debug)]
pub(crate) struct Stash {
    owner: ThreadId,
    room: Option<Permit>,
    token: Option<Object>,
}

/// A queue whose items are with a subclass. The state has a token for each, which is `None`.
impl Queue {
    /// Puts an item into reserved room, by the method of the subclass.
    pub(crate) fn put_in_room(slf: &Bound<'_, Self>, permit: Permit, item: Object) -> PyResult<()> {
        let put = || slf.call_method1(intern!(slf.py(), "put_nowait"), (item,));
        slf.get().with_stash(slf.py(), Some(permit), None, put).map(drop)
    }

    /// Gets the item of a token, by the method of the subclass.
    pub(crate) fn get_for_token(slf: &Bound<'_, Self>, token: Object) -> PyResult<Object> {
        let get = || slf.call_method0(intern!(slf.py(), "get_nowait"));
        slf.get().with_stash(slf.py(), None, Some(token), get).map(Bound::unbind)
    }

    /// Calls Python with a stash, and gives back what is left of it.
    fn with_stash<R>(
        &self,
        py: Python<'_>,
        room: Option<Permit>,
        token: Option<Object>,
        call: impl FnOnce() -> R,
    ) -> R {
        let stash = Stash { owner: thread::current().id(), room, token };
        let before = self.rest(|rest| rest.stash.replace(stash));
        let result = call();
        let left = self.rest(|rest| mem::replace(&mut rest.stash, before));
        if let Some(Stash { room, token, .. }) = left {
            if let Some(permit) = room {
                self.release(py, permit);
            }
            if let Some(token) = token {
                self.give_back(py, token);
            }
        }
        result
    }

    /// Takes something out of the stash of this thread.
    fn take_stash<T>(&self, take: impl FnOnce(&mut Stash) -> Option<T>) -> Option<T> {
        self.rest(|rest| {
            let stash = rest.stash.as_mut()?;
            if stash.owner == thread::current().id() { take(stash) } else { None }
        })
    }

    pub(crate) fn put_hooked(slf: &Bound<'_, Self>, item: Object) -> PyResult<()> {
        let (py, queue) = (slf.py(), slf.get());
        let permit = match queue.take_stash(|stash| stash.room.take()) {
            Some(permit) => permit,
            None => queue.reserve(py)?,
        };
        if let Err(error) = slf.call_method1(intern!(py, "_put"), (item,)) {
            queue.release(py, permit);
            return Err(error);
        }
        let (mut put, mut notified) = (Put::new(py.None()), Waiters::default());
        let result = queue.with(|state| state.put_reserved(permit, &mut put, &mut notified));
        wake(py, notified);
        result.map_err(|error| put_failed(py, &error.into()))?;
        Self::count(slf)
    }

    pub(crate) fn get_hooked(slf: &Bound<'_, Self>) -> PyResult<Object> {
        let (py, queue) = (slf.py(), slf.get());
        let token = match queue.take_stash(|stash| stash.token.take()) {
            Some(token) => token,
            None => queue.get_now(py)?,
        };
        match slf.call_method0(intern!(py, "_get")) {
            Ok(item) => {
                Self::count(slf)?;
                Ok(item.unbind())
            }
            Err(error) => {
                queue.give_back(py, token);
                Err(error)
            }
        }
    }

    /// How many items there are, as the subclass counts them.
    pub(crate) fn items(slf: &Bound<'_, Self>) -> PyResult<usize> {
        match slf.get().kind() {
            Kind::Hooked(Count::Qsize) => slf.call_method0(intern!(slf.py(), "qsize"))?.extract(),
            Kind::Hooked(Count::Len) | Kind::Plain | Kind::Heap => Self::qsize(slf),
        }
    }

    /// Makes the state have as many tokens as the subclass says that it has items. What has been put counts as
    /// unfinished however many items it was.
    fn count(slf: &Bound<'_, Self>) -> PyResult<()> {
        let (py, queue) = (slf.py(), slf.get());
        let items = Self::items(slf)?;
        while queue.with(|state| state.len()) < items {
            queue.give_back(py, py.None());
        }
        while queue.with(|state| state.len()) > items {
            let mut notified = Waiters::default();
            let token = queue.with(|state| state.try_get(&mut notified));
            drop(token);
            wake(py, notified);
        }
        Ok(())
    }

    /// Puts a token back that has been got. It counts as before.
    fn give_back(&self, py: Python<'_>, token: Object) {
        let mut notified = Waiters::default();
        self.with(|state| {
            let pushed = state.with_storage(&mut notified, |items| items.push(token));
            debug_assert!(matches!(pushed, Pushed::Stored), "a list refuses nothing");
            // The storage has one more, which counts already.
            state.task_done(&mut notified)
        })
        .expect("it has just been counted");
        wake(py, notified);
    }
}
