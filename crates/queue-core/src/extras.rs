use alloc::boxed::Box;
use alloc::collections::{BTreeMap, VecDeque};
use alloc::vec::Vec;

use crate::claims::Claims;
use crate::line::Line;
use crate::{Event, Fairness};

/// What a state has beside its lines, once an operation has needed it. Most queues never do, so it stands
/// behind a pointer.
#[derive(Clone, Debug)]
pub(crate) struct Extras<T, W> {
    /// How much room belongs to permits.
    pub(crate) reserved: usize,
    /// What operations in the put line wait for, by their slots, if it is not room for one item.
    pub(crate) claims: Claims<T>,
    /// The operations that wait for an event.
    pub(crate) watchers: Line<W>,
    /// The event of each slot of the watchers.
    pub(crate) events: BTreeMap<usize, Event>,
}

/// What an operation in the put line waits for, if it is not room for one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Claim<T> {
    /// To put these items: all at once, if their weight is here.
    Batch { items: VecDeque<T>, displaced: Vec<T>, at_once: Option<usize> },
    /// To have so much room.
    Room(usize),
}

impl<T, W> Extras<T, W> {
    pub(crate) fn new() -> Box<Self> {
        Box::new(Self {
            reserved: 0,
            claims: Claims::new(),
            watchers: Line::new(Fairness::Fair),
            events: BTreeMap::new(),
        })
    }

    /// Returns whether there is nothing in it.
    pub(crate) fn is_unused(&self) -> bool {
        self.reserved == 0 && self.claims.is_empty() && self.watchers.len() == 0
    }
}

impl<T> Claim<T> {
    pub(crate) fn items(&self) -> impl Iterator<Item = &T> {
        match self {
            Self::Batch { items, .. } => Some(items).into_iter().flatten(),
            Self::Room(_) => None.into_iter().flatten(),
        }
    }
}
