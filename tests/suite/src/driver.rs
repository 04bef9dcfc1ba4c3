use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::{Model, Outcome, Snapshot, Step};

/// Does steps on a real queue.
pub trait Driver {
    /// Does one step, and returns what came of it.
    ///
    /// # Panics
    ///
    /// Panics if the step makes no sense, as [`Model::makes_sense`] says, or if something goes wrong that
    /// an outcome cannot express.
    fn step(&mut self, step: Step) -> Outcome;

    /// Answers all questions at once.
    fn snapshot(&self) -> Snapshot;

    /// Returns the part of an outcome that this driver can see.
    fn visible(&self, outcome: &Outcome) -> Outcome {
        outcome.clone()
    }
}

/// Does a step on the queue and compares all there is to see with the model after that step.
pub(crate) fn agree(
    driver: &mut impl Driver,
    model: &Model,
    step: Step,
    expected: &Outcome,
) -> Result<(), String> {
    let outcome = driver.step(step);
    if outcome != driver.visible(expected) {
        return Err(format!("the queue says {outcome}"));
    }
    let (seen, expected) = (driver.snapshot(), model.snapshot());
    if seen != expected {
        return Err(format!("the queue is {seen:?}\nand should be {expected:?}"));
    }
    seen.stranded().map_or(Ok(()), |fault| Err(fault.into()))
}

/// Turns a panic into a fault, so that its program gets printed.
pub(crate) fn guarded(check: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|panic| Err(message(&*panic)))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("the queue panics: {}", text.unwrap_or("with no text"))
}
