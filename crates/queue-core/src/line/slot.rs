use crate::operation::Arrival;

/// The place of an operation in its line, from when it enters until it leaves.
#[derive(Clone, Debug)]
pub(super) struct Slot<W> {
    pub(super) arrival: u64,
    pub(super) waiter: Option<W>,
    pub(super) prev: u32,
    pub(super) next: u32,
    pub(super) is_abandonable: bool,
}

/// Names a slot. The generation tells a stale or foreign key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(super) index: u32,
    pub(super) generation: u32,
}

/// What is known of an operation that left its line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Left {
    /// How it enters again, should it have lost the race.
    pub(crate) arrival: Arrival,
    pub(crate) is_notified: bool,
    pub(super) is_abandonable: bool,
}

impl Key {
    pub(crate) const fn index(self) -> usize {
        self.index as usize
    }
}

impl<W> Slot<W> {
    /// The low bits of the arrival.
    pub(super) const fn generation(&self) -> u32 {
        self.arrival as u32
    }
}

impl Left {
    /// Whether the operation was counted on to be polled or cancelled.
    pub(crate) const fn was_expected(self) -> bool {
        self.is_notified && !self.is_abandonable
    }
}
