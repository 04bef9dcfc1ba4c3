use std::thread::{self, ThreadId};

use pyo3::intern;
use pyo3::prelude::*;
use queue_core::{Permit, Pushed, Put, Storage as _, Waiters};

use crate::errors::get_failed;
use crate::items::Object;
use crate::queue::{Count, Kind, Queue, State};
use crate::waiting::{Waiting, wake};

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
        slf.get().rest(|rest| rest.taken += 1);
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
        let owner = thread::current().id();
        self.rest(|rest| rest.stashes.push(Stash { owner, room, token }));
        let result = call();
        let left = self.rest(|rest| {
            let place = rest.stashes.iter().rposition(|stash| stash.owner == owner)?;
            Some(rest.stashes.remove(place))
        });
        if let Some(Stash { room, token, .. }) = left {
            if let Some(permit) = room {
                self.release(py, permit);
            }
            if let Some(token) = token {
                self.rest(|rest| rest.taken -= 1);
                self.give_back(py, token);
            }
        }
        result
    }

    /// Takes something out of the stash of this thread.
    fn take_stash<T>(&self, take: impl FnOnce(&mut Stash) -> Option<T>) -> Option<T> {
        let owner = thread::current().id();
        self.rest(|rest| rest.stashes.iter_mut().rfind(|stash| stash.owner == owner).and_then(take))
    }

    pub(crate) fn put_hooked(slf: &Bound<'_, Self>, item: Object) -> PyResult<()> {
        slf.get().with_hooks(slf.py(), || Self::put_by_hook(slf, item))
    }

    pub(crate) fn get_hooked(slf: &Bound<'_, Self>) -> PyResult<Object> {
        slf.get().with_hooks(slf.py(), || Self::get_by_hook(slf))
    }

    fn put_by_hook(slf: &Bound<'_, Self>, item: Object) -> PyResult<()> {
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
        queue.with(|state| {
            if state.put_reserved(permit, &mut put, &mut notified).is_err() {
                // The hook has shut the queue down, and the item is there all the same.
                store(state, py.None(), &mut notified);
            }
        });
        drop(put);
        wake(py, notified);
        Self::count_at_last(slf);
        Ok(())
    }

    fn get_by_hook(slf: &Bound<'_, Self>) -> PyResult<Object> {
        let (py, queue) = (slf.py(), slf.get());
        let token = match queue.take_stash(|stash| stash.token.take()) {
            Some(token) => token,
            None => queue.take_token(py)?,
        };
        let got = slf.call_method0(intern!(py, "_get"));
        queue.rest(|rest| rest.taken -= 1);
        match got {
            Ok(item) => {
                Self::count_at_last(slf);
                Ok(item.unbind())
            }
            Err(error) => {
                queue.give_back(py, token);
                Err(error)
            }
        }
    }

    fn take_token(&self, py: Python<'_>) -> PyResult<Object> {
        let mut notified = Waiters::default();
        let token = self.with(|state| state.try_get(&mut notified));
        if token.is_ok() {
            // Before anything is woken, which may run Python code.
            self.rest(|rest| rest.taken += 1);
        }
        wake(py, notified);
        token.map_err(|error| get_failed(py, error))
    }

    /// How many items there are, as the subclass counts them.
    pub(crate) fn items(slf: &Bound<'_, Self>) -> PyResult<usize> {
        match slf.get().kind() {
            Kind::Hooked(Count::Qsize) => slf.call_method0(intern!(slf.py(), "qsize"))?.extract(),
            Kind::Hooked(Count::Len) | Kind::Plain | Kind::Heap => Self::qsize(slf),
        }
    }

    /// Counts after a put or a get that has succeeded, which an error of `qsize` must not undo.
    fn count_at_last(slf: &Bound<'_, Self>) {
        if let Err(error) = Self::count(slf) {
            error.write_unraisable(slf.py(), Some(slf));
        }
    }

    /// Makes the state have as many tokens as the subclass says that it has items, less those whose tokens are taken.
    /// What has been put counts as unfinished however many items it was.
    fn count(slf: &Bound<'_, Self>) -> PyResult<()> {
        let (py, queue) = (slf.py(), slf.get());
        let items = Self::items(slf)?;
        let items = items.saturating_sub(queue.rest(|rest| rest.taken));
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
            store(state, token, &mut notified);
            state.task_done(&mut notified)
        })
        .expect("it has just been counted");
        wake(py, notified);
    }
}

/// Stores a token, which counts as unfinished.
fn store(state: &mut State, token: Object, notified: &mut Waiters<Py<Waiting>>) {
    let pushed = state.with_storage(notified, |items| items.push(token));
    debug_assert!(matches!(pushed, Pushed::Stored), "a list refuses nothing");
}
