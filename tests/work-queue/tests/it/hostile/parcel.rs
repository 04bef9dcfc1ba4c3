//! An item that tells when it is dropped.

use std::cell::{Cell, RefCell};

/// An item. It may hold others that have become one with it.
#[derive(Debug)]
pub(super) struct Parcel {
    pub(super) id: u32,
    pub(super) key: Option<char>,
    pub(super) rank: u8,
    parts: Vec<Self>,
    is_part: bool,
}

/// What happened to parcels during a call.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Those that were dropped.
    pub(super) dropped: Vec<u32>,
    /// Those that were on their way in, or were to become one.
    pub(super) given: Vec<u32>,
}

thread_local! {
    static WHOLE: Cell<usize> = const { Cell::new(0) };
    static LOG: RefCell<Option<Log>> = const { RefCell::new(None) };
}

/// How many parcels there are which are no part of another one.
pub(super) fn whole() -> usize {
    WHOLE.get()
}

/// Starts to log what happens to parcels.
pub(super) fn start_log() {
    LOG.set(Some(Log::default()));
}

/// Returns what has happened since the log was started.
pub(super) fn take_log() -> Log {
    LOG.take().unwrap_or_default()
}

impl Parcel {
    pub(super) fn new(id: u32, key: Option<char>, rank: u8) -> Self {
        WHOLE.set(WHOLE.get() + 1);
        Self { id, key, rank, parts: Vec::new(), is_part: false }
    }

    pub(super) fn is_given(&self) {
        LOG.with_borrow_mut(|log| log.iter_mut().for_each(|log| log.given.push(self.id)));
    }

    /// Makes another one a part of this one.
    pub(super) fn absorb(&mut self, mut other: Self) {
        WHOLE.set(WHOLE.get() - 1);
        other.is_part = true;
        self.parts.push(other);
    }
}

impl Drop for Parcel {
    fn drop(&mut self) {
        if !self.is_part {
            WHOLE.set(WHOLE.get() - 1);
            LOG.with_borrow_mut(|log| log.iter_mut().for_each(|log| log.dropped.push(self.id)));
        }
    }
}
