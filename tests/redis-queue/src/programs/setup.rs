use std::fmt;

/// A queue to run programs on, and the sessions that do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setup {
    /// How many jobs can be ready; zero is any number.
    pub capacity: usize,
    /// In which order jobs leave.
    pub order: Order,
    /// How many times a job is tried; zero is any number.
    pub max_attempts: u32,
    /// How many sessions there are.
    pub sessions: usize,
    /// How long a session lives without a beat.
    pub lasts: u64,
}

/// In which order ready jobs leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By arrival.
    Fifo,
    /// The one that was put last.
    Lifo,
    /// By rank, and then by arrival.
    Rank,
}

impl Order {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Fifo => "fifo",
            Self::Lifo => "lifo",
            Self::Rank => "rank",
        }
    }
}

impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { capacity, order, max_attempts, sessions, lasts } = self;
        write!(
            f,
            "{}, capacity {capacity}, {max_attempts} attempts, {sessions} sessions of {lasts} us",
            order.name()
        )
    }
}
