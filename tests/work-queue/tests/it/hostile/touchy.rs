//! Rules, ranks and keys that may panic or lie whenever they are called.

use std::cell::Cell;
use std::cmp::Ordering;
use std::mem;

use queue_core::work::{Merge, Rules};

use super::bomb::call;
use super::parcel::Parcel;

/// What becomes of a newer parcel of the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Apart,
    First,
    Last,
    Together,
}

/// Rules of which each call may panic.
#[derive(Debug)]
pub(super) struct Touchy(pub(super) Fate);

/// A rank of which each comparison may panic.
#[derive(Clone, Debug)]
pub(super) struct Rank(u8);

/// A key of which each comparison and each clone may panic.
#[derive(Debug)]
pub(super) struct Key(char);

thread_local! {
    /// The seed of the lies, unless the truth is told.
    static RANKS_LIE: Cell<Option<u32>> = const { Cell::new(None) };
    static KEYS_LIE: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Lets ranks and keys compare at random, or tell the truth.
pub(super) fn lie(ranks: Option<u32>, keys: Option<u32>) {
    RANKS_LIE.set(ranks);
    KEYS_LIE.set(keys);
}

/// Whether keys tell the truth.
pub(super) fn keys_are_honest() -> bool {
    KEYS_LIE.get().is_none()
}

fn answer(liar: &Cell<Option<u32>>, truth: Ordering) -> Ordering {
    call();
    let Some(mut seed) = liar.get() else { return truth };
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    liar.set(Some(seed));
    [Ordering::Less, Ordering::Equal, Ordering::Greater][seed as usize % 3]
}

impl Clone for Touchy {
    fn clone(&self) -> Self {
        call();
        Self(self.0)
    }
}

impl Rules for Touchy {
    type Item = Parcel;
    type Rank = Rank;
    type Key = Key;

    fn rank(&mut self, parcel: &Parcel) -> Rank {
        call();
        Rank(parcel.rank)
    }

    fn key(&self, parcel: &Parcel) -> Option<Key> {
        parcel.is_given();
        call();
        parcel.key.map(Key)
    }

    fn merge(&mut self, queued: &mut Parcel, newer: Parcel) -> Merge<Parcel> {
        newer.is_given();
        queued.is_given();
        assert!(queued.key == newer.key || !keys_are_honest(), "two keys become one");
        call();
        let merged = match self.0 {
            Fate::Apart => Merge::Apart(newer),
            Fate::First => Merge::Leftover(newer),
            Fate::Last => Merge::Leftover(mem::replace(queued, newer)),
            Fate::Together => {
                queued.absorb(newer);
                Merge::Together
            }
        };
        call();
        merged
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        RANKS_LIE.with(|liar| answer(liar, self.0.cmp(&other.0)))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        KEYS_LIE.with(|liar| answer(liar, self.0.cmp(&other.0)))
    }
}

impl Clone for Key {
    fn clone(&self) -> Self {
        call();
        Self(self.0)
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rank {}

impl Eq for Key {}
