//! The work queue beside its model, its promises by name, and the futures around it.
#![expect(clippy::duplicate_mod, reason = "the suite runs once for each flavour")]

mod controller;
mod hostile;
mod left_over;
mod local_shell;
mod shown;
mod sync_shell;

use queue_core::work::Keep;
use queue_support::shrink;
use queue_work::{Order, Program, Setup, explore};

#[test]
fn every_short_program_runs_as_on_the_model() {
    for capacity in [Some(1), Some(2), None] {
        for keep in [Keep::All, Keep::First, Keep::Last] {
            let setup = Setup { capacity, keep, order: Order::Rank, max_attempts: 2 };
            let explored = explore(setup, 4).unwrap_or_else(|found| panic!("{found}"));
            assert!(explored.states > 500, "{explored:?}");
        }
    }
}

#[test]
fn random_programs_run_as_on_the_model() {
    for seed in 0..5_000 {
        let program = Program::random(seed);
        if program.run().is_err() {
            let found = shrink(program, |candidate| candidate.run().is_err())
                .run()
                .expect_err("it goes wrong");
            panic!("seed {seed}: {found}");
        }
    }
}
