use std::collections::HashSet;
use std::mem;

use crate::program::item;
use crate::{Counterexample, How, Model, Program, Setup, Step};

/// What an exploration has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Explored {
    /// How many programs were run.
    pub programs: u64,
    /// How many different states there were.
    pub states: u64,
}

/// Runs every program of so many steps, shortest first. Of two that reach the same state, up to names, only one
/// goes on.
///
/// # Errors
///
/// Fails at a shortest program after which the queue and the model disagree.
pub fn explore(setup: Setup, steps: usize) -> Result<Explored, Box<Counterexample>> {
    let mut seen = HashSet::new();
    let mut explored = Explored::default();
    let mut now = vec![(Program { setup, steps: Vec::new() }, Model::new(setup))];
    for _ in 0..steps {
        for (program, model) in mem::take(&mut now) {
            for step in choices(&model) {
                let mut model = model.clone();
                model.step(step, item(step, program.steps.len()));
                let mut program = program.clone();
                program.steps.push(step);
                explored.programs += 1;
                program.run()?;
                if seen.insert(model.normal()) {
                    drains(&program, &model)?;
                    now.push((program, model));
                }
            }
        }
    }
    explored.states = seen.len() as u64;
    Ok(explored)
}

/// Sees that a queue always moves: if leases end and time passes, all that waits is served and all jobs end.
fn drains(program: &Program, model: &Model) -> Result<(), Box<Counterexample>> {
    let (mut program, mut model) = (program.clone(), model.clone());
    for _ in 0..30 {
        let mut steps: Vec<_> = model.live_leases().into_iter().map(Step::Done).collect();
        steps.extend([Step::Advance(9), Step::TryGet]);
        for step in steps {
            model.step(step, item(step, program.steps.len()));
            program.steps.push(step);
        }
        if model.unfinished() == 0 && model.waiting_puts() == 0 {
            return program.run().map(drop);
        }
    }
    let fault = "the queue does not move".to_owned();
    Err(Box::new(Counterexample { setup: program.setup, steps: Vec::new(), fault }))
}

/// What can be done next, and could make a difference.
fn choices(model: &Model) -> Vec<Step> {
    let mut steps = vec![Step::TryGet, Step::Advance(1)];
    if model.unfinished() < 4 {
        for key in [None, Some('a')] {
            steps.push(Step::TryPut { key, rank: 1, lives: None });
            steps.push(Step::PutLater { key, delay: 1, lives: None });
        }
        steps.push(Step::TryPut { key: Some('a'), rank: 0, lives: Some(1) });
        steps.push(Step::PutLater { key: Some('a'), delay: 2, lives: Some(1) });
    }
    if model.waiting() < 2 {
        steps.extend([
            Step::Get,
            Step::Join,
            Step::Put { key: None },
            Step::Put { key: Some('a') },
        ]);
    } else {
        steps.push(Step::Cancel);
    }
    let live = model.live_leases();
    let mut leases = live.first().into_iter().chain(live.last().filter(|_| live.len() > 1));
    for &lease in leases.by_ref() {
        steps.push(Step::Done(lease));
        steps.push(Step::Keep(lease, 1));
        for how in [How::InPlace, How::AtEnd, How::After(1)] {
            steps.push(Step::Retry(lease, how));
        }
    }
    if let Some(stale) = model.stale_lease() {
        steps.push(Step::Done(stale));
        steps.push(Step::Retry(stale, How::AtEnd));
    }
    if !model.is_shutdown() {
        steps.push(Step::Shutdown);
    }
    steps.push(Step::ShutdownNow);
    steps
}
