use std::panic::{self, AssertUnwindSafe};

use queue_support::Shrink;

use super::engine::{Engine, Engines};
use super::fault::Fault;
use super::run::Run;
use super::setup::Setup;
use super::step::Step;

/// Steps on a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The queue.
    pub setup: Setup,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Program {
    /// Runs it on the engine and on the oracle.
    ///
    /// # Errors
    ///
    /// Fails at the first step at which they differ, or if the server fails.
    pub fn run(&self, engines: &Engines) -> Result<(), Fault> {
        let mut steps = Vec::new();
        let result = engines.with(|connection, base| {
            let engine = Engine::new(connection, &engines.library, self.setup, base);
            let run = AssertUnwindSafe(|| self.run_on(engine, &mut steps));
            Ok(panic::catch_unwind(run).unwrap_or_else(|panic| {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
                Err(format!("the oracle panics: {}", text.unwrap_or_default()))
            }))
        });
        result.unwrap_or_else(|error| Err(format!("{error:#}"))).map_err(|reason| Fault {
            setup: self.setup,
            steps,
            reason,
        })
    }

    fn run_on(&self, engine: Engine<'_>, done: &mut Vec<String>) -> Result<(), String> {
        let mut run = Run::begin(engine, self.setup)?;
        let result = self.steps.iter().try_for_each(|step| {
            done.push(step.to_string());
            let answers = run.step(step)?;
            if let Some(last) = done.last_mut() {
                *last = format!("{step} -> {answers:?}");
            }
            Ok(())
        });
        let result = result.and_then(|()| {
            done.push("drain".to_owned());
            run.drain()
        });
        let deleted = run.delete();
        result.and(deleted)
    }
}

impl Shrink for Program {
    type Part = Step;

    fn parts(&mut self) -> &mut Vec<Step> {
        &mut self.steps
    }
}
