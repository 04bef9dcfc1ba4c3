use std::ops::Range;
use std::sync::Mutex;

use crate::session::lock;

/// Numbers of requests whose answers are here, so that the engine can forget them.
#[derive(Debug, Default)]
pub(crate) struct Arrivals(Mutex<Vec<u64>>);

/// Numbers that a request carries. Unless they have arrived, the next one carries them.
pub(crate) struct Carried<'a> {
    arrivals: &'a Arrivals,
    numbers: Vec<u64>,
}

/// They travel some at a time, to save the server a command.
const FEWEST: usize = 16;
/// More than a request adds, which can be a thousand, or they would pile up.
const MOST: usize = 2000;

impl Arrivals {
    pub(crate) fn add(&self, numbers: Range<u64>) {
        lock(&self.0).extend(numbers);
    }

    /// Numbers for the next request to carry.
    pub(crate) fn carry(&self) -> Carried<'_> {
        let mut numbers = lock(&self.0);
        let from =
            if numbers.len() < FEWEST { numbers.len() } else { numbers.len().saturating_sub(MOST) };
        Carried { arrivals: self, numbers: numbers.split_off(from) }
    }
}

impl Carried<'_> {
    pub(crate) fn text(&self) -> String {
        self.numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(" ")
    }

    /// The request has an answer.
    pub(crate) fn have_arrived(mut self) {
        self.numbers.clear();
    }
}

impl Drop for Carried<'_> {
    fn drop(&mut self) {
        if !self.numbers.is_empty() {
            lock(&self.arrivals.0).append(&mut self.numbers);
        }
    }
}
