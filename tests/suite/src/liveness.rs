use std::collections::VecDeque;

use queue_core::Browse;

use crate::{Actor, ByPriority, Driver, Op, Step, Subject};

/// More polls than any run of a few actors needs. A longer run means that they wake each other for ever.
const MANY: usize = 64;

/// Checks that no operation is stranded, whether all notified ones are polled or all are cancelled.
///
/// If it fails or panics, `steps` are those that led there.
pub(crate) fn check<S: Browse<Item = ByPriority> + Clone + Default + PartialEq>(
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

/// Lets every notified actor do `op`, until none is left.
///
/// Actors that are notified meanwhile follow in the order of their notifications. A state does not tell
/// the order of earlier notifications, so `newest_first` chooses either order of the actors. With
/// `abandons`, an actor does nothing if its future may be given up without a cancel.
fn settle<S: Browse<Item = ByPriority> + Clone + Default + PartialEq>(
    mut subject: Subject<S>,
    op: Op,
    newest_first: bool,
    abandons: bool,
    steps: &mut Vec<Step>,
) -> Result<(), String> {
    let mut notified = VecDeque::from(subject.notified());
    if newest_first {
        notified.make_contiguous().reverse();
    }
    while let Some(actor) = notified.pop_front() {
        if abandons && subject.is_abandonable(actor) {
            continue;
        }
        steps.push(Step { actor, op });
        let outcome = subject.step(Step { actor, op });
        notified.extend(outcome.wakes.into_iter().map(Actor::of));
        if steps.len() > MANY {
            return Err("they notify each other for ever".into());
        }
    }
    subject.snapshot().stranded().map_or(Ok(()), |fault| Err(fault.into()))
}
