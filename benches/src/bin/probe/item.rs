use std::cmp::Ordering;

use queue_benches::Payload;

/// An item of eight bytes. All items are equal, so only their arrival can order them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Item(pub(crate) u64);

impl Payload for Item {
    type Rank = ();

    fn rank(&self) {}
}

impl PartialEq for Item {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Item {}

impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Item {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}
