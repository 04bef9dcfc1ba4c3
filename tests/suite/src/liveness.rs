use std::collections::VecDeque;

use queue_core::Storage;

use crate::{Actor, ByPriority, Driver, Op, Step, Subject};

/// More polls than any run of few actors can need: beyond it they wake each other for ever.
const MANY: usize = 64;

/// Checks that nobody is stranded, whether all who are released come back or all of them give up.
///
/// If it fails or panics, `steps` are those that led there.
pub(crate) fn check<S: Storage<Item = ByPriority> + Clone + Default + PartialEq>(
    subject: &Subject<S>,
    steps: &mut Vec<Step>,
) -> Result<(), String> {
    for op in [Op::Ask, Op::Leave] {
        for newest_first in [false, true] {
            for abandons in [false, true] {
                steps.clear();
                settle(subject.clone(), op, newest_first, abandons, steps)?;
            }
        }
    }
    Ok(())
}

/// Lets everyone who is or gets released do `op`, until nobody is left.
///
/// Later releases come first in, first out; who was released before that is taken in either order
/// of actors, since a state doesn't tell when. Those that may be given up without a cancel are, if it
/// `abandons` them.
fn settle<S: Storage<Item = ByPriority> + Clone + Default + PartialEq>(
    mut subject: Subject<S>,
    op: Op,
    newest_first: bool,
    abandons: bool,
    steps: &mut Vec<Step>,
) -> Result<(), String> {
    let mut released = VecDeque::from(subject.released());
    if newest_first {
        released.make_contiguous().reverse();
    }
    while let Some(actor) = released.pop_front() {
        if abandons && subject.is_abandonable(actor) {
            continue;
        }
        steps.push(Step { actor, op });
        let outcome = subject.step(Step { actor, op });
        released.extend(outcome.wakes.into_iter().map(Actor::of));
        if steps.len() > MANY {
            return Err("they release each other for ever".into());
        }
    }
    subject.snapshot().stranded().map_or(Ok(()), |fault| Err(fault.into()))
}
