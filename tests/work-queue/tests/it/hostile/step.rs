//! What a scenario does, step by step.

use queue_core::Fairness;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use super::touchy::Fate;

/// The queue of a scenario, and its steps.
#[derive(Clone, Debug)]
pub(super) struct Scenario {
    pub(super) fate: Fate,
    pub(super) fairness: Fairness,
    pub(super) capacity: Option<usize>,
    pub(super) steps: Vec<Step>,
}

/// A parcel to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub(super) key: Option<char>,
    pub(super) rank: u8,
    pub(super) lives: Option<u64>,
}

/// One step. An answer is to one of the leases that there are, by a number of any size.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    TryPut(Label),
    ForcePut(Label),
    Put(Label),
    PutLater(Label, u64),
    /// So many of one key in a row.
    Burst(Label, u8),
    TryGet,
    Get,
    Join,
    Cancel(usize),
    Done(usize),
    RetryInPlace(usize),
    RetryAtEnd(usize),
    RetryLater(usize, u64),
    /// Puts a job back that has been taken.
    GiveBack(usize),
    Keep(usize, u64),
    Advance(u64),
    SetCapacity(usize),
    Shutdown,
    ShutdownNow,
}

impl Scenario {
    pub(super) fn random(seed: u64, length: usize) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let fates = [Fate::Apart, Fate::First, Fate::Last, Fate::Together];
        let fate = *fates.choose(&mut rng).expect("there are some");
        let fairness = if rng.random() { Fairness::Fair } else { Fairness::Barging };
        let capacity = [Some(1), Some(2), Some(3), None].choose(&mut rng).copied().flatten();
        let steps = (0..length).map(|_| Step::random(&mut rng)).collect();
        Self { fate, fairness, capacity, steps }
    }
}

impl Step {
    fn random(rng: &mut StdRng) -> Self {
        let label = Label {
            key: [None, Some('a'), Some('b'), Some('c')].choose(rng).copied().flatten(),
            rank: rng.random_range(0..4),
            lives: rng.random_bool(0.2).then(|| rng.random_range(1..4)),
        };
        let (at, time) = (rng.random_range(0..100), rng.random_range(0..4));
        match rng.random_range(0..100) {
            0..20 => Self::TryPut(label),
            20..24 => Self::ForcePut(label),
            24..34 => Self::Put(label),
            34..42 => Self::PutLater(label, time),
            42..43 => Self::Burst(label, 40),
            43..59 => Self::TryGet,
            59..62 => Self::Get,
            62..64 => Self::Join,
            64..66 => Self::Cancel(at),
            66..72 => Self::Done(at),
            72..77 => Self::RetryInPlace(at),
            77..81 => Self::RetryAtEnd(at),
            81..85 => Self::RetryLater(at, time),
            85..88 => Self::GiveBack(at),
            88..91 => Self::Keep(at, time),
            91..97 => Self::Advance(time),
            97..98 => Self::SetCapacity(1 + at % 3),
            98..99 => Self::Shutdown,
            _ => Self::ShutdownNow,
        }
    }
}
