use std::fmt;

use queue_core::work::Keep;

/// A work queue to run programs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Setup {
    /// How many jobs have room, or `None` for any number.
    pub capacity: Option<usize>,
    /// What becomes of newer items of a key.
    pub keep: Keep,
    /// In which order jobs leave.
    pub order: Order,
    /// How many times a job may be tried.
    pub max_attempts: u32,
}

/// In which order ready jobs leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// By arrival.
    Arrival,
    /// By rank, and then by arrival.
    Rank,
}

impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { capacity, keep, order, max_attempts } = self;
        match capacity {
            Some(capacity) => write!(f, "capacity {capacity}")?,
            None => write!(f, "unbounded")?,
        }
        write!(f, ", by {order:?}, keeps {keep:?}, {max_attempts} attempts")
    }
}
