use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use super::program::Program;
use super::setup::{Order, Setup};
use super::step::{Step, Where};

impl Program {
    /// Makes a random program.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let orders = [Order::Fifo, Order::Lifo, Order::Rank];
        let setup = Setup {
            capacity: rng.random_range(0..4),
            order: *orders.choose(&mut rng).expect("there are some"),
            max_attempts: if rng.random() { 2 } else { 0 },
            sessions: rng.random_range(2..4),
            // The sessions of half of the programs do not end by time.
            lasts: if rng.random() { rng.random_range(3..10) } else { 1_000_000 },
        };
        let (length, puts) = (rng.random_range(1..50), rng.random_range(2..8));
        let steps = (0..length).map(|_| random_step(&mut rng, setup.sessions, puts)).collect();
        Self { setup, steps }
    }
}

fn random_step(rng: &mut StdRng, sessions: usize, puts: u32) -> Step {
    // The later ones say less.
    let at = rng.random_range(0..sessions).min(rng.random_range(0..sessions));
    let any = rng.random_range(0..60);
    let time = rng.random_range(0..4);
    let limit = rng.random_range(1..4);
    // Most leases last until they are ended.
    let lasts = if rng.random_bool(0.2) { rng.random_range(1..6) } else { 0 };
    let takes = 8;
    match rng.random_range(0..puts + takes + 14) {
        n if n < puts => match rng.random_range(0..8) {
            0..3 => Step::Put(at, ranks(rng)),
            3..6 => Step::TryPut(at, ranks(rng)),
            _ => Step::PutLater(at, rng.random_range(0..3), time),
        },
        n if n < puts + takes => match rng.random_range(0..8) {
            0..3 => Step::Take(at, limit, lasts),
            3 => Step::TryTake(at, limit, lasts),
            4..6 => Step::Done(any),
            _ => Step::Retry(any, place(rng, time)),
        },
        _ => match rng.random_range(0..60) {
            0..12 => Step::Beat(at, time),
            12..14 => Step::Pass(time),
            14..24 => Step::Cancel(at, any),
            24..32 => Step::Again(at, any),
            32..38 => Step::Extend(any, time),
            38..42 => Step::Join(at),
            42..45 => Step::Stale(at, any),
            45..48 => Step::Hello(at),
            48..50 => Step::Late(at, rng.random()),
            50..53 => Step::Arrived(at),
            53..55 => Step::Resize(at, rng.random_range(0..4)),
            55 => Step::Revive(at, any),
            56 => Step::Drop(at, any),
            57 => Step::Bye(at),
            58 => Step::Shutdown(at),
            _ => Step::ShutdownNow(at),
        },
    }
}

/// Mostly one.
fn ranks(rng: &mut StdRng) -> Vec<i32> {
    let count = if rng.random_bool(0.7) { 1 } else { rng.random_range(2..4) };
    (0..count).map(|_| rng.random_range(0..3)).collect()
}

fn place(rng: &mut StdRng, time: u64) -> Where {
    match rng.random_range(0..12) {
        0..5 => Where::Place,
        5..8 => Where::End,
        8..11 => Where::Later(time),
        _ => Where::Dead,
    }
}
