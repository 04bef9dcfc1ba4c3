//! Ranks and keys that compare at random.

use super::panics::run;
use super::step::Scenario;
use super::touchy::lie;

/// Runs a scenario in which ranks, keys or both lie, and lets one call of so many panic.
fn run_lies(seed: u64, length: usize, every: usize) {
    let scenario = Scenario::random(seed, length);
    for (ranks, keys) in [(true, false), (false, true), (true, true)] {
        let liar = |lies: bool| lies.then_some(seed as u32 + 1);
        lie(liar(ranks), liar(keys));
        for fuse in (1..=run(&scenario, &[])).step_by(every) {
            lie(liar(ranks), liar(keys));
            run(&scenario, &[fuse]);
        }
    }
    lie(None, None);
}

#[test]
fn ranks_and_keys_that_lie_lose_no_parcel_and_strand_no_operation() {
    for seed in 0..100 {
        run_lies(seed, 60, usize::MAX);
    }
}

#[test]
fn lies_and_a_panic_lose_no_other_parcel_and_strand_no_operation() {
    for seed in 0..30 {
        run_lies(seed, 25, 3);
    }
}
