//! What the features of the crates add. Each feature has a file.

#[cfg(feature = "metrics")]
mod metrics;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(feature = "stats")]
mod stats;
mod stats_of_waits;
#[cfg(feature = "tracing")]
mod trace;
