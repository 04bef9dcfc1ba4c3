use queue_core::work::{Keep, Merge, Rules};

/// What programs put. Each has a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// Its number.
    pub id: u8,
    /// Its key, if it has one.
    pub key: Option<char>,
    /// Its rank, in a queue that asks for it.
    pub rank: u8,
}

/// Rules by which all items are equal.
#[derive(Clone, Copy, Debug)]
pub struct Flat(pub Keep);

/// Rules by which items have a rank.
#[derive(Clone, Copy, Debug)]
pub struct Ranked(pub Keep);

impl Rules for Flat {
    type Item = Item;
    type Rank = ();
    type Key = char;

    fn rank(&mut self, _: &Item) {}

    fn key(&self, item: &Item) -> Option<char> {
        item.key
    }

    fn merge(&mut self, queued: &mut Item, newer: Item) -> Merge<Item> {
        merge(self.0, queued, newer)
    }
}

impl Rules for Ranked {
    type Item = Item;
    type Rank = u8;
    type Key = char;

    fn rank(&mut self, item: &Item) -> u8 {
        item.rank
    }

    fn key(&self, item: &Item) -> Option<char> {
        item.key
    }

    fn merge(&mut self, queued: &mut Item, newer: Item) -> Merge<Item> {
        merge(self.0, queued, newer)
    }
}

fn merge(keep: Keep, queued: &mut Item, newer: Item) -> Merge<Item> {
    match keep {
        Keep::All => Merge::Apart(newer),
        Keep::First => Merge::Leftover(newer),
        Keep::Last => Merge::Leftover(std::mem::replace(queued, newer)),
    }
}
