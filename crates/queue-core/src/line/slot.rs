use super::NONE;

/// What a state has decided about an operation that waits in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Verdict {
    /// Nothing: once notified, the operation tries again.
    Open,
    /// It has what it waited for: a put has been admitted, a reserve has its room.
    Granted,
    /// It cannot have it.
    Refused,
}

/// A slot, as it is shown.
pub(crate) struct Seen<'a, W> {
    pub(crate) index: usize,
    pub(crate) waiter: Option<&'a W>,
    pub(crate) verdict: Verdict,
    pub(super) is_abandonable: bool,
}

impl<W: PartialEq> PartialEq for Seen<'_, W> {
    /// Compares all but the index.
    fn eq(&self, other: &Self) -> bool {
        (self.waiter, self.verdict, self.is_abandonable)
            == (other.waiter, other.verdict, other.is_abandonable)
    }
}

/// How an operation left its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) was_notified: bool,
    pub(crate) verdict: Verdict,
}

/// The place of an operation in its line, from when it enters until it leaves.
#[derive(Clone, Debug)]
pub(super) struct Slot<W> {
    pub(super) arrival: u64,
    pub(super) waiter: Option<W>,
    pub(super) prev: u32,
    pub(super) next: u32,
    pub(super) child: u32,
    pub(super) is_returned: bool,
    pub(super) is_abandonable: bool,
    pub(super) verdict: Verdict,
}

impl<W> Slot<W> {
    pub(super) const fn new(arrival: u64, waiter: W, prev: u32, is_abandonable: bool) -> Self {
        Self {
            arrival,
            waiter: Some(waiter),
            prev,
            next: NONE,
            child: NONE,
            is_returned: false,
            is_abandonable,
            verdict: Verdict::Open,
        }
    }
}
