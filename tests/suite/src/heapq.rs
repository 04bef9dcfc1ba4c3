/// Python's `heapq`, transcribed line by line, so that equal items leave in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heapq<T>(Vec<T>);

impl<T> Default for Heapq<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> Heapq<T> {
    /// Python's `len`.
    #[expect(clippy::len_without_is_empty, reason = "no test needs it")]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// All items, in the order of the list.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut()
    }

    /// `heappush`, comparing with `<` only.
    pub fn push(&mut self, item: T, less: impl Fn(&T, &T) -> bool) {
        self.0.push(item);
        self.sift_down(self.0.len() - 1, less);
    }

    /// `heappop`, or `None` where Python raises.
    pub fn pop(&mut self, less: impl Fn(&T, &T) -> bool) -> Option<T> {
        let last = self.0.pop()?;
        let Some(&top) = self.0.first() else {
            return Some(last);
        };
        self.0[0] = last;
        let end = self.0.len();
        let mut hole = 0;
        while 2 * hole + 1 < end {
            let (left, right) = (2 * hole + 1, 2 * hole + 2);
            let child =
                if right < end && !less(&self.0[left], &self.0[right]) { right } else { left };
            self.0[hole] = self.0[child];
            hole = child;
        }
        self.0[hole] = last;
        self.sift_down(hole, less);
        Some(top)
    }

    /// Python's `_siftdown`, which moves an item towards the root.
    fn sift_down(&mut self, mut hole: usize, less: impl Fn(&T, &T) -> bool) {
        let item = self.0[hole];
        while hole > 0 {
            let parent = (hole - 1) / 2;
            if !less(&item, &self.0[parent]) {
                break;
            }
            self.0[hole] = self.0[parent];
            hole = parent;
        }
        self.0[hole] = item;
    }
}
