use core::fmt;

use crate::line::Key;

/// Names a waiting get; it is used up by [`ask_get`](crate::State::ask_get) and
/// [`leave_get`](crate::State::leave_get).
///
/// A ticket that is forgotten keeps its slot, and one release is lost on it.
///
/// ```
/// use queue_core::{Fifo, State};
///
/// let mut state = State::<Fifo<u8>, u32>::default();
/// let ticket = state.enter_get(7);
/// let (waiter, _released) = state.leave_get(ticket);
/// assert_eq!(waiter, Some(7));
/// ```
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "a ticket that is dropped keeps its place in the line for good"]
pub struct GetTicket(pub(crate) Key);

/// Names a waiting put; it is used up by [`ask_put`](crate::State::ask_put) and
/// [`leave_put`](crate::State::leave_put).
///
/// Under [`Barging`](crate::Fairness::Barging) it holds the item. A ticket that is forgotten keeps
/// its slot; under `Barging` one release is lost on it too.
///
/// ```
/// use queue_core::{Fifo, State};
///
/// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
/// let ticket = state.enter_put('b', 7);
/// let (_, item, _released) = state.leave_put(ticket);
/// assert_eq!(item, Some('b'));
/// # Ok::<(), queue_core::ZeroCapacity>(())
/// ```
#[derive(PartialEq, Eq, Hash)]
#[must_use = "a ticket that is dropped keeps its place in the line for good"]
pub struct PutTicket<T> {
    pub(crate) key: Key,
    pub(crate) item: Option<T>,
}

/// Names a waiting join; it is used up by [`ask_join`](crate::State::ask_join) and
/// [`leave_join`](crate::State::leave_join).
///
/// A ticket that is forgotten keeps its slot.
///
/// ```
/// use queue_core::{Fifo, State};
///
/// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
/// let ticket = state.enter_join(7);
/// assert_eq!(state.leave_join(ticket), Some(7));
/// ```
#[derive(Debug, PartialEq, Eq, Hash)]
#[must_use = "a ticket that is dropped keeps its place in the line for good"]
pub struct JoinTicket(pub(crate) Key);

impl GetTicket {
    /// Returns a ticket for the same waiter in a clone of the state.
    ///
    /// It is for simulators that try several futures of one state. With two tickets for one waiter of
    /// *one* state, the second panics once the first has been used up.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let ticket = state.enter_get(7);
    /// let mut what_if = state.clone();
    /// let (waiter, _released) = what_if.leave_get(ticket.for_clone());
    /// assert_eq!(waiter, Some(7));
    /// assert_eq!(state.getter(&ticket), Some(&7));
    /// ```
    pub const fn for_clone(&self) -> Self {
        Self(self.0)
    }
}

impl<T: Clone> PutTicket<T> {
    /// Returns a ticket for the same waiter in a clone of the state; see [`GetTicket::for_clone`].
    pub fn for_clone(&self) -> Self {
        Self { key: self.key, item: self.item.clone() }
    }
}

impl JoinTicket {
    /// Returns a ticket for the same waiter in a clone of the state; see [`GetTicket::for_clone`].
    pub const fn for_clone(&self) -> Self {
        Self(self.0)
    }
}

impl<T> fmt::Debug for PutTicket<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PutTicket").field(&self.key).finish()
    }
}

/// What a waiter learns when it asks again.
///
/// ```
/// use queue_core::{Asked, Fifo, State};
///
/// let mut state = State::<Fifo<u8>, u32>::default();
/// let ticket = state.enter_get(7);
/// assert!(matches!(state.ask_get(ticket), Asked::Wait(_)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a waiter that has to wait on gets its ticket back"]
pub enum Asked<T, K> {
    /// The wait is over.
    Ready(T),
    /// Nothing for this waiter yet; the ticket comes back.
    Wait(K),
}
