use alloc::vec::Vec;

use crate::extras::Claim;

/// Claims by the slots of their operations. A list, since the code of a map would be compiled for each type of
/// items.
#[derive(Clone, Debug)]
pub(crate) struct Claims<T>(Vec<Option<Claim<T>>>);

impl<T> Claims<T> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    pub(crate) fn get(&self, slot: usize) -> Option<&Claim<T>> {
        self.0.get(slot)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, slot: usize) -> Option<&mut Claim<T>> {
        self.0.get_mut(slot)?.as_mut()
    }

    pub(crate) fn insert(&mut self, slot: usize, claim: Claim<T>) {
        while self.0.len() <= slot {
            self.0.push(None);
        }
        self.0[slot] = Some(claim);
    }

    pub(crate) fn remove(&mut self, slot: usize) -> Option<Claim<T>> {
        self.0.get_mut(slot).and_then(Option::take)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Claim<T>> {
        self.0.iter().flatten()
    }
}
