use std::fmt;

use crate::protocol::request::Item;

/// A lease as the client knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Lease {
    pub(crate) job: Item,
    pub(crate) generation: u8,
}

/// Leases, as bits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Leases(u64);

/// So many generations of a job fit in.
const GENERATIONS: u8 = 8;

impl Lease {
    fn bit(self) -> u64 {
        assert!(self.generation < GENERATIONS, "a job is taken too often");
        1 << (self.job * GENERATIONS + self.generation)
    }
}

impl Leases {
    pub(crate) fn insert(&mut self, lease: Lease) {
        self.0 |= lease.bit();
    }

    pub(crate) fn has(self, lease: Lease) -> bool {
        self.0 & lease.bit() != 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Lease> {
        let bits = (0..64).filter(move |bit| self.0 & 1 << bit != 0);
        bits.map(|bit| Lease { job: bit / GENERATIONS, generation: bit % GENERATIONS })
    }
}

impl FromIterator<Lease> for Leases {
    fn from_iter<I: IntoIterator<Item = Lease>>(leases: I) -> Self {
        let mut all = Self::default();
        leases.into_iter().for_each(|lease| all.insert(lease));
        all
    }
}

impl fmt::Debug for Leases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
