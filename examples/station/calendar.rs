//! The calendar, which keeps the events and the clock.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::Duration;

/// Names a planned event; this is what waits in the lines of the queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EventNumber(usize);

#[derive(Clone, Copy)]
pub(crate) enum Event {
    Arrival,
    /// This server, who waited, is to look into the room.
    Wake(usize),
    /// This server has finished a service.
    Finish(usize),
    /// After closing time the last customer has been served.
    LightsOut,
}

/// Which event comes next, and what time it is. An event is planned once, and is then due as often
/// as need be.
#[derive(Default)]
pub(crate) struct Calendar {
    now: Duration,
    planned: Vec<Event>,
    at_once: VecDeque<EventNumber>,
    later: BinaryHeap<Reverse<(Duration, EventNumber)>>,
}

impl Calendar {
    pub(crate) const fn now(&self) -> Duration {
        self.now
    }

    pub(crate) fn plan(&mut self, event: Event) -> EventNumber {
        self.planned.push(event);
        EventNumber(self.planned.len() - 1)
    }

    pub(crate) fn schedule(&mut self, seconds: f64, number: EventNumber) {
        self.later.push(Reverse((self.now + Duration::from_secs_f64(seconds), number)));
    }

    /// Whoever the queue releases is due now, in the order of release and before anything else:
    /// else a customer could sit in the room, and take a seat, beside a server who is free.
    pub(crate) fn release(&mut self, released: impl IntoIterator<Item = EventNumber>) {
        self.at_once.extend(released);
    }

    /// Goes to the next event, and tells how many seconds that took.
    pub(crate) fn next(&mut self) -> Option<(f64, Event)> {
        let before = self.now;
        let number = self.at_once.pop_front().or_else(|| {
            let Reverse((due, number)) = self.later.pop()?;
            self.now = due;
            Some(number)
        })?;
        Some(((self.now - before).as_secs_f64(), self.planned[number.0]))
    }
}
