use redis::{ParsingError, Value};

use crate::answer::field;

/// What a queue has at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Jobs that can be taken.
    pub len: usize,
    /// The most jobs that can be ready, or `None` if the queue is unbounded.
    pub capacity: Option<usize>,
    /// Jobs that have not ended.
    pub unfinished: usize,
    /// Jobs that are leased.
    pub in_flight: usize,
    /// Jobs that are not yet due.
    pub delayed: usize,
    /// Jobs that have come back and found no room.
    pub returning: usize,
    /// Puts that wait.
    pub waiting_putters: usize,
    /// Takes that wait.
    pub waiting_takers: usize,
    /// Dead letters.
    pub dead: usize,
    /// Whether the queue has been shut down.
    pub is_shutdown: bool,
}

impl Counts {
    pub(crate) fn read(fields: &[Value]) -> Result<Self, ParsingError> {
        Ok(Self {
            len: field(fields, 0)?,
            capacity: Some(field(fields, 1)?).filter(|&capacity| capacity > 0),
            unfinished: field(fields, 2)?,
            in_flight: field(fields, 3)?,
            delayed: field(fields, 4)?,
            returning: field(fields, 5)?,
            waiting_putters: field(fields, 6)?,
            waiting_takers: field(fields, 7)?,
            dead: field(fields, 8)?,
            is_shutdown: field::<u8>(fields, 9)? > 0,
        })
    }
}
