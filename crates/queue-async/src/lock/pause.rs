use core::hint::spin_loop;
use std::thread::{sleep, yield_now};
use std::time::Duration;

/// What a thread does before it looks again.
pub(super) enum Pause {
    /// So many turns of an empty loop.
    Spin(u32),
    Yield,
    /// So many microseconds, and what the system takes to wake the thread.
    Sleep(u64),
}

impl Pause {
    pub(super) fn take(&self) {
        match *self {
            Self::Spin(times) => (0..times).for_each(|_| spin_loop()),
            Self::Yield => yield_now(),
            Self::Sleep(micros) => sleep(Duration::from_micros(micros)),
        }
    }
}

/// Lets other threads go on, for as long as some twenty items take them.
pub(crate) fn stand_back() {
    Pause::Spin(32).take();
}
