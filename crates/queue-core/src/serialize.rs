//! A capacity and a keyed item, as serde sees them. The storages are in `storage/serialize.rs`.

use core::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Capacity, Keyed};

/// As a pair of key and item.
impl<K: Serialize, T: Serialize> Serialize for Keyed<K, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.key, &self.item).serialize(serializer)
    }
}

impl<'de, K: Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for Keyed<K, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <(K, T)>::deserialize(deserializer).map(Self::from)
    }
}

/// As a number or a word: `64`, `"unbounded"`, `"rendezvous"`. Binary formats have the number as text, too.
impl Serialize for Capacity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.limit() {
            Some(limit) if serializer.is_human_readable() => limit.serialize(serializer),
            Some(_) | None => serializer.collect_str(self),
        }
    }
}

/// A zero is an error, as for `Capacity::try_from`.
impl<'de> Deserialize<'de> for Capacity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.is_human_readable() {
            true => deserializer.deserialize_any(NumberOrWord),
            false => deserializer.deserialize_str(NumberOrWord),
        }
    }
}

struct NumberOrWord;

impl Visitor<'_> for NumberOrWord {
    type Value = Capacity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a positive number of items, `unbounded` or `rendezvous`")
    }

    fn visit_u64<E: Error>(self, limit: u64) -> Result<Capacity, E> {
        let capacity = usize::try_from(limit).ok().and_then(|limit| Capacity::try_from(limit).ok());
        capacity.ok_or_else(|| E::invalid_value(Unexpected::Unsigned(limit), &self))
    }

    fn visit_i64<E: Error>(self, limit: i64) -> Result<Capacity, E> {
        let unexpected = |_| E::invalid_value(Unexpected::Signed(limit), &self);
        u64::try_from(limit).map_err(unexpected).and_then(|limit| Self.visit_u64(limit))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Capacity, E> {
        match text {
            "unbounded" => Ok(Capacity::Unbounded),
            "rendezvous" => Ok(Capacity::Rendezvous),
            number => {
                let limit = number.parse().ok().and_then(|limit: usize| limit.try_into().ok());
                limit.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
    }
}
