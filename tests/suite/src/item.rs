use std::cmp::Ordering;
use std::fmt;

/// An item that programs put. Its name tells it from every other item in the queue.
///
/// Its order is that of a list of steps. Queues compare items [by priority](ByPriority) alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// The smallest leaves first, in the orders that use priorities.
    pub priority: u8,
    /// Which item it is.
    pub name: u8,
}

impl fmt::Display for Item {
    /// Writes the name, and the priority behind `^` unless it is zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.priority {
            0 => write!(f, "{}", self.name),
            priority => write!(f, "{}^{priority}", self.name),
        }
    }
}

/// An item as the real queues store it: two of equal priority are equal.
#[derive(Clone, Copy)]
pub struct ByPriority(pub Item);

impl fmt::Debug for ByPriority {
    /// Writes what Python shows of an item in a queue.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl PartialEq for ByPriority {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for ByPriority {}

impl PartialOrd for ByPriority {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByPriority {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.priority.cmp(&other.0.priority)
    }
}
