use std::path::PathBuf;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::Rules;

/// What a run is to be like.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The program that runs a [`Member`](super::Member), with `member` before its arguments.
    pub program: PathBuf,
    /// For how long the storm goes on.
    pub lasts: Duration,
    /// Where its choices begin.
    pub seed: u64,
    /// How many processes put.
    pub producers: usize,
    /// How many processes take.
    pub consumers: usize,
    /// Whether the server keeps all that it has acknowledged. If not, it loses up to a second when it is killed.
    pub keeps_all: bool,
}

/// What a seed decides before the run begins.
#[derive(Debug)]
pub(super) struct Choices {
    pub(super) rng: StdRng,
    pub(super) capacity: usize,
    /// The longest time between two deeds of the storm.
    pub(super) longest_pause: Duration,
    pub(super) drops_takes: bool,
}

impl Plan {
    pub(super) fn choices(&self) -> Choices {
        let mut rng = StdRng::seed_from_u64(self.seed);
        let capacity = rng.random_range(1..8);
        let longest_pause = Duration::from_millis(rng.random_range(60..500));
        Choices { rng, capacity, longest_pause, drops_takes: self.seed % 2 == 1 }
    }

    pub(super) fn rules(&self) -> Rules {
        Rules { session: SESSION, keeps_all: self.keeps_all }
    }
}

/// How long a process may be silent.
pub(super) const SESSION: Duration = Duration::from_secs(2);
