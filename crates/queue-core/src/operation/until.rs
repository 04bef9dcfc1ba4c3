use core::fmt;

use crate::Event;
use crate::line::Place;

/// A wait for an event, to be polled until the event has come: see
/// [`State::poll_until`](crate::State::poll_until).
///
/// It belongs to one state. Dropping one that waits, instead of cancelling it, leaves its slot for good.
///
/// ```
/// use queue_core::{Event, Exchange, Fifo, Polled, State, Until};
///
/// let mut state = State::<Fifo<u8>, u32>::default();
/// let mut until = Until::new(Event::Empty);
/// assert_eq!(state.poll_until(&mut until, &mut Exchange::default(), |_| true), Polled::Ready(()));
/// assert!(until.is_finished());
/// ```
#[derive(PartialEq, Eq, Hash)]
#[must_use = "an until does nothing unless polled"]
pub struct Until {
    pub(crate) place: Place,
    pub(crate) event: Event,
}

impl Until {
    /// Makes a wait that has not begun.
    pub const fn new(event: Event) -> Self {
        Self { place: Place::NEW, event }
    }

    /// Returns the event.
    #[must_use]
    pub const fn event(&self) -> Event {
        self.event
    }

    /// Returns whether the wait is in no line and has not finished: see [`Put::is_new`](crate::Put::is_new).
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.place.is_apart()
    }

    /// Returns whether the wait has finished: it was ready, or was cancelled.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.place.is_finished()
    }

    /// Returns the same wait for a clone of its state; see [`Get::for_clone`](crate::Get::for_clone).
    pub const fn for_clone(&self) -> Self {
        Self { place: self.place, event: self.event }
    }
}

impl fmt::Debug for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Until({:?}, {})", self.event, self.place.progress())
    }
}
