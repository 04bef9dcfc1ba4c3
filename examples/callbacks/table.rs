//! A table of values that are named by handles.

/// Names a value in a table: a plain number, as a C interface passes it. Zero names nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Handle(u64);

/// Values, and the free places between them.
///
/// A handle has the index of a place and its generation. A place that is used again has another
/// generation, so that an old handle does not reach the new value.
pub(crate) struct Table<T> {
    places: Vec<Place<T>>,
    free: Vec<u32>,
}

struct Place<T> {
    generation: u32,
    value: Option<T>,
}

impl Handle {
    const fn new(index: u32, generation: u32) -> Self {
        Self(((generation as u64) << 32) | index as u64)
    }

    const fn index(self) -> u32 {
        self.0 as u32
    }

    const fn generation(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

impl<T> Table<T> {
    pub(crate) const fn new() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }

    pub(crate) fn insert(&mut self, value: T) -> Handle {
        let index = self.free.pop().unwrap_or_else(|| {
            self.places.push(Place { generation: 0, value: None });
            u32::try_from(self.places.len() - 1).expect("a table has at most 2^32 places")
        });
        let place = &mut self.places[index as usize];
        place.generation = place.generation.wrapping_add(1).max(1);
        place.value = Some(value);
        Handle::new(index, place.generation)
    }

    pub(crate) fn get(&self, handle: Handle) -> Option<&T> {
        let place = self.places.get(handle.index() as usize)?;
        place.value.as_ref().filter(|_| place.generation == handle.generation())
    }

    pub(crate) fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        let place = self.places.get_mut(handle.index() as usize)?;
        place.value.as_mut().filter(|_| place.generation == handle.generation())
    }

    pub(crate) fn remove(&mut self, handle: Handle) -> Option<T> {
        let place = self.places.get_mut(handle.index() as usize)?;
        let value = place.value.take_if(|_| place.generation == handle.generation())?;
        self.free.push(handle.index());
        Some(value)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.places.iter().filter_map(|place| place.value.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_handle_does_not_reach_a_new_value() {
        let mut table = Table::new();
        let old = table.insert('a');
        assert_eq!(table.remove(old), Some('a'));
        assert_eq!(table.remove(old), None);
        let new = table.insert('b');
        assert_eq!((old.index(), table.places.len()), (new.index(), 1));
        for stale in [old, Handle::default()] {
            assert_eq!(table.get(stale), None);
            assert_eq!(table.get_mut(stale), None);
            assert_eq!(table.remove(stale), None);
        }
        assert_eq!(table.get(new), Some(&'b'));
        assert!(table.values().eq(&['b']));
    }
}
