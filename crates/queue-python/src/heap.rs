use std::mem;

/// What is compared: a new item, or the one at a place of the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    New,
    At(usize),
}

/// What a push or a pop will do. The heap is that of Python's `heapq`, and the comparisons are the same ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// The new item goes up to this place.
    Push(usize),
    /// The items at these places go up by one, from the root on, and the last item takes the place behind.
    Pop(Vec<usize>),
}

impl Plan {
    /// Makes a plan for a heap of so many items: for a push, or else for a pop.
    pub(crate) fn new<E>(
        is_push: bool,
        len: usize,
        less: impl FnMut(Side, Side) -> Result<bool, E>,
    ) -> Result<Self, E> {
        if is_push { Self::push(len, less) } else { Self::pop(len, less) }
    }

    /// Plans a push into a heap of so many items.
    fn push<E>(len: usize, mut less: impl FnMut(Side, Side) -> Result<bool, E>) -> Result<Self, E> {
        let mut place = len;
        while place > 0 {
            let parent = (place - 1) / 2;
            if !less(Side::New, Side::At(parent))? {
                break;
            }
            place = parent;
        }
        Ok(Self::Push(place))
    }

    /// Plans a pop from a heap of so many items.
    fn pop<E>(len: usize, mut less: impl FnMut(Side, Side) -> Result<bool, E>) -> Result<Self, E> {
        let last = len.saturating_sub(1);
        let (mut path, mut child) = (Vec::new(), 1);
        while child < last {
            let right = child + 1;
            if right < last && !less(Side::At(child), Side::At(right))? {
                child = right;
            }
            path.push(child);
            child = 2 * child + 1;
        }
        while let Some(&place) = path.last() {
            if !less(Side::At(last), Side::At(place))? {
                break;
            }
            path.pop();
        }
        Ok(Self::Pop(path))
    }

    /// Pushes an item as planned.
    pub(crate) fn commit_push<T>(place: usize, heap: &mut Vec<T>, item: T) {
        let mut child = heap.len();
        heap.push(item);
        while child > place {
            let parent = (child - 1) / 2;
            heap.swap(child, parent);
            child = parent;
        }
    }

    /// Pops an item as planned.
    pub(crate) fn commit_pop<T>(path: &[usize], heap: &mut Vec<T>) -> Option<T> {
        let last = heap.pop()?;
        let Some(root) = heap.first_mut() else { return Some(last) };
        let first = mem::replace(root, last);
        let mut parent = 0;
        for &child in path {
            heap.swap(parent, child);
            parent = child;
        }
        Some(first)
    }
}
