use core::fmt;

use crate::line::Place;

/// A wait for room, to be polled until there is a [`Permit`]: see
/// [`State::poll_reserve`](crate::State::poll_reserve).
///
/// It belongs to one state. As with a [`Put`](crate::Put), cancel one that waits instead of dropping it.
///
/// ```
/// use queue_core::{Exchange, Fifo, Polled, Put, Reserve, State};
///
/// let mut state = State::<Fifo<char>, u32>::new(Fifo::default(), 1.try_into()?);
/// let (mut reserve, mut permit, mut exchange) = (Reserve::new(), None, Exchange::default());
/// let polled = state.poll_reserve(&mut reserve, &mut permit, &mut exchange, |_| true);
/// assert_eq!(polled, Polled::Ready(Ok(())));
/// assert!(state.is_full()); // the room belongs to the permit
///
/// let mut put = Put::new('a');
/// let permit = permit.expect("a reserve that is ready has its permit");
/// assert_eq!(state.put_reserved(permit, &mut put, &mut exchange.notified), Ok(()));
/// assert_eq!(state.len(), 1);
/// # Ok::<(), queue_core::ZeroCapacity>(())
/// ```
#[derive(PartialEq, Eq, Hash)]
#[must_use = "a reserve does nothing unless polled"]
pub struct Reserve {
    pub(crate) place: Place,
    pub(crate) room: usize,
}

/// Room in a queue that belongs to the owner of this value.
///
/// It belongs to one state. Hand it back with [`State::put_reserved`](crate::State::put_reserved) or
/// [`State::release`](crate::State::release). One that is dropped leaves its room taken for good, until an
/// immediate shutdown.
#[derive(PartialEq, Eq, Hash)]
#[must_use = "a permit takes room until it is handed back"]
pub struct Permit {
    pub(crate) room: usize,
}

impl Reserve {
    /// Makes a wait for the room of one item.
    pub const fn new() -> Self {
        Self::room(1)
    }

    /// Makes a wait for so much room, all at once.
    ///
    /// It is refused if that is more than the capacity.
    ///
    /// ```
    /// use queue_core::{Fifo, PutError, Reserve, State, TryPutError};
    ///
    /// let mut state = State::<Fifo<char>, u32>::new(Fifo::default(), 2.try_into()?);
    /// assert_eq!(state.try_reserve(3), Err(TryPutError::Refused(())));
    /// assert_eq!(state.try_reserve(2).map(|permit| permit.len()), Ok(2));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub const fn room(room: usize) -> Self {
        Self { place: Place::NEW, room }
    }

    /// Returns whether the reserve is in no line and has not finished: see
    /// [`Put::is_new`](crate::Put::is_new).
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.place.is_apart()
    }

    /// Returns whether the reserve has finished: it was ready, or was cancelled.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.place.is_finished()
    }

    /// Returns the same reserve for a clone of its state; see [`Get::for_clone`](crate::Get::for_clone).
    pub const fn for_clone(&self) -> Self {
        Self { place: self.place, room: self.room }
    }
}

impl Permit {
    /// Returns how much room it has.
    #[expect(clippy::len_without_is_empty, reason = "a permit without room does no harm")]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.room
    }

    /// Takes room for one item off, as a permit of its own. Returns `None` if there is none left.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<char>, u32>::default();
    /// let mut permit = state.try_reserve(2)?;
    /// let one = permit.split_one().expect("there is room for two");
    /// assert_eq!((one.len(), permit.len()), (1, 1));
    /// # Ok::<(), queue_core::TryPutError>(())
    /// ```
    pub const fn split_one(&mut self) -> Option<Self> {
        match self.room.checked_sub(1) {
            Some(rest) => {
                self.room = rest;
                Some(Self { room: 1 })
            }
            None => None,
        }
    }

    /// Returns the same permit for a clone of its state; see [`Get::for_clone`](crate::Get::for_clone).
    pub const fn for_clone(&self) -> Self {
        Self { room: self.room }
    }
}

impl Default for Reserve {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Reserve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reserve({})", self.place.progress())
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Permit({})", self.room)
    }
}
