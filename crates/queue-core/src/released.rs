use core::fmt;

use smallvec::SmallVec;

/// The waiters that one operation released: at most one putter and one getter.
///
/// Wake each of them, after you have let go of the state. A release that is dropped is a lost wakeup.
///
/// ```
/// use queue_core::{Fifo, State};
///
/// let mut state = State::<Fifo<u8>, &str>::default();
/// let _ticket = state.enter_get("reader");
/// let released = state.try_put(1)?;
/// assert_eq!(released, ["reader"]);
/// for waiter in released {
///     assert_eq!(waiter, "reader"); // wake it here
/// }
/// # Ok::<(), queue_core::TryPutError<u8>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
#[must_use = "wake whom you are given, after you have let go of the state"]
pub struct Released<W> {
    putter: Option<W>,
    getter: Option<W>,
}

impl<W> Released<W> {
    pub(crate) const NOBODY: Self = Self { putter: None, getter: None };

    pub(crate) const fn new(putter: Option<W>, getter: Option<W>) -> Self {
        Self { putter, getter }
    }

    pub(crate) fn or_getter(self, getter: impl FnOnce() -> Option<W>) -> Self {
        Self { getter: self.getter.or_else(getter), ..self }
    }

    /// Returns the putter that was released and the getter that was, to be woken in this order.
    ///
    /// ```
    /// assert_eq!(queue_core::Released::<u32>::default().into_pair(), (None, None));
    /// ```
    #[must_use = "wake whom you are given"]
    pub fn into_pair(self) -> (Option<W>, Option<W>) {
        (self.putter, self.getter)
    }

    /// Tells whether nobody was released.
    ///
    /// ```
    /// assert!(queue_core::Released::<u32>::default().is_empty());
    /// ```
    pub const fn is_empty(&self) -> bool {
        self.putter.is_none() && self.getter.is_none()
    }

    /// Returns how many were released.
    ///
    /// ```
    /// assert_eq!(queue_core::Released::<u32>::default().len(), 0);
    /// ```
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Returns the released waiters in the order of their release.
    ///
    /// ```
    /// let released = queue_core::Released::<u32>::default();
    /// assert_eq!(released.iter().count(), 0);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &W> {
        self.putter.iter().chain(&self.getter)
    }
}

impl<W> Default for Released<W> {
    fn default() -> Self {
        Self::NOBODY
    }
}

impl<W> IntoIterator for Released<W> {
    type Item = W;
    type IntoIter = ReleasedIter<W>;

    fn into_iter(self) -> ReleasedIter<W> {
        ReleasedIter(self)
    }
}

impl<W: PartialEq, const N: usize> PartialEq<[W; N]> for Released<W> {
    fn eq(&self, other: &[W; N]) -> bool {
        self.iter().eq(other)
    }
}

impl<W: fmt::Debug> fmt::Debug for Released<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The iterator over a [`Released`].
#[must_use = "wake whom you are given"]
#[derive(Clone, Debug)]
pub struct ReleasedIter<W>(Released<W>);

impl<W> Iterator for ReleasedIter<W> {
    type Item = W;

    fn next(&mut self) -> Option<W> {
        self.0.putter.take().or_else(|| self.0.getter.take())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.0.len();
        (left, Some(left))
    }
}

impl<W> ExactSizeIterator for ReleasedIter<W> {}

/// The waiters that one event released all at once: joiners first, then getters, then putters.
///
/// Wake each of them, after you have let go of the state. A release that is dropped is a lost wakeup.
///
/// ```
/// use queue_core::{Fifo, State};
///
/// let mut state = State::<Fifo<u8>, &str>::default();
/// let _tickets = [state.enter_get("a"), state.enter_get("b")];
/// assert_eq!(state.shut_down(), ["a", "b"]);
/// ```
//
// `None` if nobody is released, which is mostly so: then there is nothing to make or to drop.
#[derive(Clone, PartialEq, Eq)]
#[must_use = "wake whom you are given, after you have let go of the state"]
pub struct Broadcast<W>(Option<SmallVec<[W; 4]>>);

impl<W> Broadcast<W> {
    pub(crate) fn reserve(&mut self, waiters: usize) {
        if waiters > 0 {
            self.0.get_or_insert_default().reserve(waiters);
        }
    }

    pub(crate) fn push(&mut self, waiter: W) {
        self.0.get_or_insert_default().push(waiter);
    }

    /// Tells whether nobody was released.
    ///
    /// ```
    /// assert!(queue_core::Broadcast::<u32>::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns how many were released.
    ///
    /// ```
    /// assert_eq!(queue_core::Broadcast::<u32>::default().len(), 0);
    /// ```
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, SmallVec::len)
    }

    /// Returns the released waiters in the order of their release.
    ///
    /// ```
    /// let released = queue_core::Broadcast::<u32>::default();
    /// assert_eq!(released.iter().count(), 0);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = &W> {
        self.0.as_deref().unwrap_or_default().iter()
    }
}

impl<W> Default for Broadcast<W> {
    fn default() -> Self {
        Self(None)
    }
}

impl<W> IntoIterator for Broadcast<W> {
    type Item = W;
    type IntoIter = BroadcastIter<W>;

    fn into_iter(self) -> BroadcastIter<W> {
        BroadcastIter(self.0.unwrap_or_default().into_iter())
    }
}

impl<W: PartialEq, const N: usize> PartialEq<[W; N]> for Broadcast<W> {
    fn eq(&self, other: &[W; N]) -> bool {
        self.iter().eq(other)
    }
}

impl<W: fmt::Debug> fmt::Debug for Broadcast<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The iterator over a [`Broadcast`].
#[must_use = "wake whom you are given"]
pub struct BroadcastIter<W>(smallvec::IntoIter<[W; 4]>);

impl<W> Iterator for BroadcastIter<W> {
    type Item = W;

    fn next(&mut self) -> Option<W> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<W> ExactSizeIterator for BroadcastIter<W> {}

impl<W: fmt::Debug> fmt::Debug for BroadcastIter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.as_slice()).finish()
    }
}
