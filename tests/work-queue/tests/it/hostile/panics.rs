//! A panic at every point where the user's code is called.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::bomb;
use super::step::Scenario;
use super::world::World;

const SEEDS: u64 = 80;

/// Runs a scenario in which the calls with these numbers panic, and returns how many calls there were.
pub(super) fn run(scenario: &Scenario, fuses: &[u64]) -> u64 {
    bomb::arm(fuses);
    let mut world = World::new(scenario);
    let mut done = 0;
    let result = catch_unwind(AssertUnwindSafe(|| {
        for &step in &scenario.steps {
            done += 1;
            world.step(step);
        }
        let calls = bomb::disarm();
        world.drain();
        calls
    }));
    result.unwrap_or_else(|panic| {
        let Scenario { steps, .. } = scenario;
        eprintln!("calls {fuses:?} panic, and step {done} goes wrong: {scenario:?}");
        eprintln!("the last step: {:?}", steps.get(done - 1));
        resume_unwind(panic)
    })
}

#[test]
fn a_panic_of_any_call_loses_no_other_parcel_and_strands_no_operation() {
    for seed in 0..SEEDS {
        let scenario = Scenario::random(seed, 25);
        let calls = run(&scenario, &[]);
        for fuse in 1..=calls {
            run(&scenario, &[fuse]);
        }
    }
}

#[test]
fn two_panics_lose_no_other_parcel_and_strand_no_operation() {
    for seed in 0..SEEDS {
        let scenario = Scenario::random(seed, 20);
        let calls = run(&scenario, &[]).min(60);
        for first in 1..=calls {
            for second in first + 1..first + 4 {
                run(&scenario, &[first, second]);
            }
        }
    }
}
