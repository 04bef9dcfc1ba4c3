//! Storages, as serde sees them: a sequence of items, mostly in the order in which they leave.
//!
//! To read one, the items are pushed one after the other. [`Aging`] reads their ages, too.

use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Aging, Fifo, HeapOrder, Keyed, Lifo, Priority, RoundRobin};

/// As a sequence of the items in the order in which they leave.
impl<T: Serialize> Serialize for Fifo<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fifo<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}

/// As a sequence of the items in the order in which they leave: the newest first.
impl<T: Serialize> Serialize for Lifo<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lifo<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(|items| items.into_iter().rev().collect())
    }
}

/// As a sequence of the items in the order in which they leave, equals too. It is sorted first.
impl<T: Serialize + Ord> Serialize for Priority<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.in_order())
    }
}

impl<'de, T: Deserialize<'de> + Ord> Deserialize<'de> for Priority<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}

/// As a sequence of the items as they stand in the heap, the next one first. So the order among equals stays,
/// which a sorted sequence would lose.
impl<T: Serialize> Serialize for HeapOrder<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// Pushes one item after the other. In the order of a heap, each item stays where it is pushed.
impl<'de, T: Deserialize<'de> + Ord> Deserialize<'de> for HeapOrder<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}

/// As a sequence of the items in the order in which they leave. Weights, costs and deficits are left out.
impl<K: Serialize, T: Serialize> Serialize for RoundRobin<K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.in_order())
    }
}

/// Makes a storage in which each weight and each cost is one. If the serialized one had others, items may leave
/// in another order.
///
/// To give keys a weight and items a cost, deserialize a `Vec` of items, and
/// [extend](Extend::extend) a [`RoundRobin::new`] by it. The deficits begin at zero.
impl<'de, K, T> Deserialize<'de> for RoundRobin<K, T>
where
    K: Deserialize<'de> + Ord + Clone,
    T: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}

/// As the slope, and a sequence of age and item in the order in which they leave. The age of an item is the
/// number of items put since, itself included. So nothing is lost.
impl<T: Serialize> Serialize for Aging<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items: Vec<_> =
            self.in_order().map(|(key, item, age)| (age, Keyed::new(key, item))).collect();
        (self.slope(), items).serialize(serializer)
    }
}

/// Fails if an age is zero, or above the half of `u64::MAX`.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Aging<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (slope, items) = <(u32, Vec<(u64, Keyed<u32, T>)>)>::deserialize(deserializer)?;
        let no_age = || serde::de::Error::custom("no item can have this age");
        Self::of_ages(slope, items).ok_or_else(no_age)
    }
}
