use core::{fmt, iter, mem};

use smallvec::SmallVec;

/// A list of waiters that a state hands out.
///
/// Every call that may notify an operation takes such a list and appends to it. Wake each waiter
/// after you have let go of the state. A list can be kept and passed again: nothing is overwritten.
///
/// ```
/// use queue_core::{Exchange, Fifo, Get, State, Waiters};
///
/// let mut state = State::<Fifo<u8>, &str>::default();
/// let (mut get, mut item, mut exchange) = (Get::new(), None, Exchange::with("reader"));
/// let _ = state.poll_get(&mut get, &mut item, &mut exchange, |_| true);
///
/// let mut notified = Waiters::default();
/// state.try_put(1, &mut notified)?;
/// for waiter in notified.take() {
///     assert_eq!(waiter, "reader"); // wake it here
/// }
/// assert!(notified.is_empty());
/// # Ok::<(), queue_core::TryPutError<u8>>(())
/// ```
//
// The first apart from the others, since most calls notify one: it is taken out alone.
#[derive(Clone)]
#[must_use = "wake these waiters, after you have let go of the state"]
pub struct Waiters<W> {
    first: Option<W>,
    others: Option<Others<W>>,
}

/// A get that admits a put notifies two.
#[derive(Clone)]
struct Others<W> {
    second: W,
    rest: SmallVec<[W; 2]>,
}

impl<W> Waiters<W> {
    #[inline]
    pub(crate) fn push(&mut self, waiter: W) {
        if self.first.is_none() {
            self.first = Some(waiter);
        } else {
            self.push_other(waiter);
        }
    }

    #[cold]
    #[inline(never)]
    fn push_other(&mut self, waiter: W) {
        match &mut self.others {
            None => self.others = Some(Others { second: waiter, rest: SmallVec::new() }),
            Some(others) => others.rest.push(waiter),
        }
    }

    /// Makes room for so many more than two.
    pub(crate) fn reserve(&mut self, waiters: usize) {
        if let Some(others) = &mut self.others {
            others.rest.reserve(waiters);
        }
    }

    /// Takes the waiters out and leaves an empty list.
    ///
    /// ```
    /// assert!(queue_core::Waiters::<u32>::default().take().is_empty());
    /// ```
    pub fn take(&mut self) -> Self {
        mem::take(self)
    }

    /// Takes the waiter out if it is the only one.
    ///
    /// Most calls notify one at most, and this is the fast way to it.
    ///
    /// ```
    /// assert_eq!(queue_core::Waiters::<u32>::default().take_only(), None);
    /// ```
    #[inline]
    pub fn take_only(&mut self) -> Option<W> {
        if self.others.is_none() { self.first.take() } else { None }
    }

    /// Returns whether there is no waiter.
    ///
    /// ```
    /// assert!(queue_core::Waiters::<u32>::default().is_empty());
    /// ```
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// Returns the number of waiters.
    ///
    /// ```
    /// assert_eq!(queue_core::Waiters::<u32>::default().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Returns the waiters in the order in which they are to be woken.
    ///
    /// ```
    /// assert_eq!(queue_core::Waiters::<u32>::default().iter().count(), 0);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &W> {
        let others = self.others.iter();
        self.first.iter().chain(others.flat_map(|o| iter::once(&o.second).chain(&o.rest)))
    }
}

impl<W> Default for Waiters<W> {
    #[inline]
    fn default() -> Self {
        Self { first: None, others: None }
    }
}

impl<W> IntoIterator for Waiters<W> {
    type Item = W;
    type IntoIter = IntoWaiters<W>;

    #[inline]
    fn into_iter(self) -> IntoWaiters<W> {
        let Self { first, others } = self;
        match others {
            Some(Others { second, rest }) => {
                IntoWaiters { first, second: Some(second), rest: Some(rest.into_iter()) }
            }
            None => IntoWaiters { first, second: None, rest: None },
        }
    }
}

impl<W: PartialEq> PartialEq for Waiters<W> {
    /// Compares the waiters, whatever room there is for more.
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<W: Eq> Eq for Waiters<W> {}

impl<W: PartialEq, const N: usize> PartialEq<[W; N]> for Waiters<W> {
    fn eq(&self, other: &[W; N]) -> bool {
        self.iter().eq(other)
    }
}

impl<W: fmt::Debug> fmt::Debug for Waiters<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The iterator over the waiters of a [`Waiters`] list.
#[must_use = "wake these waiters, after you have let go of the state"]
pub struct IntoWaiters<W> {
    first: Option<W>,
    second: Option<W>,
    rest: Option<smallvec::IntoIter<[W; 2]>>,
}

impl<W> Iterator for IntoWaiters<W> {
    type Item = W;

    #[inline]
    fn next(&mut self) -> Option<W> {
        let next = self.first.take().or_else(|| self.second.take());
        next.or_else(|| self.rest.as_mut().and_then(Iterator::next))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = self.rest.as_ref().map_or(0, ExactSizeIterator::len);
        let left = self.first.iter().chain(&self.second).count() + rest;
        (left, Some(left))
    }
}

impl<W> ExactSizeIterator for IntoWaiters<W> {}

impl<W: fmt::Debug> fmt::Debug for IntoWaiters<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = self.rest.as_ref().map(smallvec::IntoIter::as_slice).unwrap_or_default();
        f.debug_list().entries(&self.first).entries(&self.second).entries(rest).finish()
    }
}
