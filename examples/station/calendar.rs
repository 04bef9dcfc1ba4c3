//! The calendar, which keeps the events and the clock.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::Duration;

use queue_core::Waiters;

/// Names a planned event. It is the waiter of the queue's operations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EventNumber(usize);

#[derive(Clone, Copy)]
pub(crate) enum Event {
    Arrival,
    /// This server waited, and looks into the room again.
    Wake(usize),
    /// This server has finished a service.
    Finish(usize),
    /// After closing time the last customer has been served.
    LightsOut,
}

/// The event that comes next, and the time. An event is planned once, and may then be due any number of
/// times.
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

    /// Makes the events that the queue notified due now, in that order and before anything else.
    /// Otherwise a customer could sit in the room, and take a seat, beside a server that is free.
    pub(crate) fn wake(&mut self, notified: Waiters<EventNumber>) {
        self.at_once.extend(notified);
    }

    /// Goes to the next event, and returns how many seconds that took.
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
