//! What is counted while the simulation runs.

use std::time::Duration;

use crate::theory::Measures;

/// The run is cut into this many batches of equally many arrivals. They are long beside the memory
/// of the station, so that their means are as good as independent.
pub(crate) const BATCHES: usize = 40;

/// What is counted during one batch.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) seconds: f64,
    pub(crate) server_seconds: f64,
    pub(crate) waiting_seconds: f64,
    pub(crate) arrived: u64,
    pub(crate) lost: u64,
    pub(crate) served: u64,
    pub(crate) waits: Duration,
}

impl Tally {
    pub(crate) fn measures(&self, servers: u16) -> Measures {
        [
            self.server_seconds / (self.seconds * f64::from(servers)),
            self.waiting_seconds / self.seconds,
            self.waits.as_secs_f64() / self.served as f64,
            self.lost as f64 / self.arrived as f64,
        ]
    }
}
