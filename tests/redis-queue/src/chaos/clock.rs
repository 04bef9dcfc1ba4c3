use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// Returns the microseconds of the machine's monotonic clock, which all processes share.
pub(super) fn now() -> u64 {
    clock_gettime(ClockId::CLOCK_MONOTONIC)
        .map_or(0, |time| micros(Duration::new(time.tv_sec() as u64, time.tv_nsec() as u32)))
}

pub(super) const fn micros(duration: Duration) -> u64 {
    duration.as_micros() as u64
}
