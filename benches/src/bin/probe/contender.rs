use queue_benches::channel::{Ends, LocalFutures};
use queue_benches::contenders::{Visitor, visit};
use queue_benches::version;

use crate::ends::{Rx, Tx};
use crate::item::Item;
use crate::outcome::{Outcome, ensure};

/// A queue to be probed: the bounded kind of its crate, if there is one.
pub(crate) struct Contender {
    pub(crate) name: String,
    pub(crate) version: &'static str,
    pub(crate) is_ours: bool,
    pub(crate) closes: bool,
    pub(crate) last_first: bool,
    make: Make,
    holding: fn(Vec<Item>) -> Option<(Tx, Rx)>,
}

enum Make {
    Bounded(fn(usize) -> (Tx, Rx)),
    Unbounded(fn() -> (Tx, Rx)),
}

impl Contender {
    /// Returns all contenders, ours first.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = All(Vec::new());
        visit(&mut all);
        all.0
    }

    fn new<C: LocalFutures<Item = Item>>(make: Make) -> Self {
        Self {
            name: C::name(),
            version: version(C::CRATE),
            is_ours: C::CRATE.starts_with("queue-"),
            closes: C::CLOSES,
            last_first: C::LAST_FIRST,
            make,
            holding: |items| C::holding(items).map(ends::<C>),
        }
    }

    /// Returns the ends of an empty queue with room for eight items.
    pub(crate) fn empty(&self) -> (Tx, Rx) {
        match self.make {
            Make::Bounded(make) => make(8),
            Make::Unbounded(make) => make(),
        }
    }

    /// Returns the ends of an empty queue of that capacity, or `Absent` if it has none.
    pub(crate) fn bounded(&self, capacity: usize) -> Result<(Tx, Rx), Outcome> {
        match self.make {
            Make::Bounded(make) => Ok(make(capacity)),
            Make::Unbounded(_) => Err(Outcome::Absent),
        }
    }

    /// Returns the ends of a queue of capacity 1 that holds the item 0.
    pub(crate) fn full(&self) -> Result<(Tx, Rx), Outcome> {
        let (mut tx, rx) = self.bounded(1)?;
        ensure(tx.put(0), "has no room for one")?;
        Ok((tx, rx))
    }

    /// Returns the ends of a queue made from an iterator over the items 0, 1 and 2.
    pub(crate) fn holding(&self) -> Result<(Tx, Rx), Outcome> {
        (self.holding)((0..3).map(Item).collect()).ok_or(Outcome::Absent)
    }

    /// Fails with `Absent` unless one side learns that the other has gone.
    pub(crate) fn closes(&self) -> Result<(), Outcome> {
        if self.closes { Ok(()) } else { Err(Outcome::Absent) }
    }
}

fn ends<C: LocalFutures<Item = Item>>((sender, receiver): Ends<C>) -> (Tx, Rx) {
    (Tx::new::<C>(sender), Rx::new::<C>(receiver))
}

struct All(Vec<Contender>);

impl Visitor<Item> for All {
    fn bounded<C: LocalFutures<Item = Item>>(&mut self) {
        self.0.push(Contender::new::<C>(Make::Bounded(|capacity| ends::<C>(C::bounded(capacity)))));
    }

    fn unbounded<C: LocalFutures<Item = Item>>(&mut self) {
        if self.0.iter().all(|contender| contender.name != C::name()) {
            self.0.push(Contender::new::<C>(Make::Unbounded(|| ends::<C>(C::unbounded()))));
        }
    }
}
