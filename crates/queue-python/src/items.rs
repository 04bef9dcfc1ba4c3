use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::mem;
use std::thread::{self, ThreadId};

use pyo3::{Bound, Py, PyAny, Python};
use queue_core::{Pushed, Storage};

use crate::heap::{Plan, Side};

/// An object of Python.
pub(crate) type Object = Py<PyAny>;

/// The items of a queue.
pub(crate) enum Items {
    Fifo(VecDeque<Object>),
    Lifo(Vec<Object>),
    Heap(Heap),
}

/// A heap whose comparisons were made before.
#[derive(Default)]
pub(crate) struct Heap {
    pub(crate) items: Vec<Object>,
    /// What the next push or pop does.
    pub(crate) plan: Cell<Option<Plan>>,
    pub(crate) change: Change,
}

/// The last change of a heap: its number, and the thread that made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    number: u64,
    pub(crate) by: Option<ThreadId>,
}

impl Change {
    fn next(self) -> Self {
        Self { number: self.number + 1, by: Some(thread::current().id()) }
    }
}

impl Heap {
    /// Returns one side of a comparison.
    pub(crate) fn side<'a, 'py>(
        &'a self,
        side: Side,
        py: Python<'py>,
        new: Option<&'a Bound<'py, PyAny>>,
    ) -> &'a Bound<'py, PyAny> {
        match side {
            Side::New => new.expect("only a put has a new item"),
            Side::At(place) => self.items[place].bind(py),
        }
    }
}

impl Default for Items {
    fn default() -> Self {
        Self::Fifo(VecDeque::new())
    }
}

impl Items {
    /// Makes one of the same order without items.
    pub(crate) fn empty(&self) -> Self {
        match self {
            Self::Fifo(_) => Self::Fifo(VecDeque::new()),
            Self::Lifo(_) => Self::Lifo(Vec::new()),
            Self::Heap(_) => Self::Heap(Heap::default()),
        }
    }

    fn into_vec(self) -> Vec<Object> {
        match self {
            Self::Fifo(items) => items.into(),
            Self::Lifo(items) | Self::Heap(Heap { items, .. }) => items,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Object> {
        let (fifo, list) = match self {
            Self::Fifo(items) => (Some(items), None),
            Self::Lifo(items) | Self::Heap(Heap { items, .. }) => (None, Some(items)),
        };
        fifo.into_iter().flatten().chain(list.into_iter().flatten())
    }
}

impl Storage for Items {
    type Item = Object;

    #[inline]
    fn push(&mut self, item: Object) -> Pushed<Object> {
        match self {
            Self::Fifo(items) => items.push_back(item),
            Self::Lifo(items) => items.push(item),
            Self::Heap(heap) => {
                // Every put of a heap has a plan.
                let Some(Plan::Push(place)) = heap.plan.take() else {
                    return Pushed::Refused(item);
                };
                heap.change = heap.change.next();
                Plan::commit_push(place, &mut heap.items, item);
            }
        }
        Pushed::Stored
    }

    #[inline]
    fn pop(&mut self) -> Option<Object> {
        match self {
            Self::Fifo(items) => items.pop_front(),
            Self::Lifo(items) => items.pop(),
            Self::Heap(heap) => {
                let Some(Plan::Pop(path)) = heap.plan.take() else { return None };
                heap.change = heap.change.next();
                Plan::commit_pop(&path, &mut heap.items)
            }
        }
    }

    #[inline]
    fn len(&self) -> usize {
        match self {
            Self::Fifo(items) => items.len(),
            Self::Lifo(items) | Self::Heap(Heap { items, .. }) => items.len(),
        }
    }

    fn take(&mut self) -> Self {
        match self {
            Self::Fifo(items) => Self::Fifo(mem::take(items)),
            Self::Lifo(items) => Self::Lifo(mem::take(items)),
            Self::Heap(heap) => {
                heap.change = heap.change.next();
                Self::Heap(Heap { items: mem::take(&mut heap.items), ..Heap::default() })
            }
        }
    }
}

thread_local! {
    /// The items that are still to be dropped, while some are.
    static TO_DROP: RefCell<Option<Vec<Object>>> = const { RefCell::new(None) };
}

/// Drops all items. If one of them is a queue, its items come after, and not within: the stack has an end.
pub(crate) fn drop_all(items: Items) {
    if items.is_empty() {
        return;
    }
    let is_first = TO_DROP.with_borrow_mut(|list| {
        let is_first = list.is_none();
        list.get_or_insert_default().extend(items.into_vec().into_iter().rev());
        is_first
    });
    if is_first {
        // Taken out first: dropping an item may run Python code, which may drop a queue.
        while let Some(item) = TO_DROP.with_borrow_mut(|list| list.as_mut()?.pop()) {
            drop(item);
        }
        TO_DROP.with_borrow_mut(|list| *list = None);
    }
}
