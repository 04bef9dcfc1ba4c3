use queue_core::Storage;

use crate::{ByPriority, Op, Step, Subject};

/// More polls than any run of few actors can need: beyond it they wake each other for ever.
const MANY: usize = 64;

/// Checks that nobody is stranded, whether all who are released come back or all of them give up.
pub(crate) fn check<S: Storage<Item = ByPriority> + Clone + Default + PartialEq>(
    subject: &Subject<S>,
) -> Result<(), String> {
    for op in [Op::Ask, Op::Leave] {
        for newest_first in [false, true] {
            settle(subject.clone(), op, newest_first)?;
        }
    }
    Ok(())
}

/// Lets everyone who is or gets released do `op`, until nobody is left.
///
/// Later releases come first in, first out; who was released before that is taken in either order
/// of actors, since a state doesn't tell when.
fn settle<S: Storage<Item = ByPriority> + Clone + Default + PartialEq>(
    mut subject: Subject<S>,
    op: Op,
    newest_first: bool,
) -> Result<(), String> {
    let mut released = std::collections::VecDeque::from(subject.released());
    if newest_first {
        released.make_contiguous().reverse();
    }
    let mut polls = 0;
    while let Some(actor) = released.pop_front() {
        let outcome = subject.step(Step { actor, op });
        released.extend(outcome.wakes.into_iter().map(crate::Actor::of));
        polls += 1;
        if polls > MANY {
            return Err(format!("released waiters {op} for ever"));
        }
    }
    let core = subject.core();
    let stranded = if core.waiting_getters() > 0 && !core.is_empty() {
        "a getter sleeps beside an item"
    } else if core.waiting_putters() > 0 && !core.is_full() {
        "a putter sleeps beside room"
    } else if core.waiting_joiners() > 0 && core.unfinished() == 0 {
        "a joiner sleeps though all tasks are done"
    } else {
        return Ok(());
    };
    Err(format!("once every released waiter did '{op}', {stranded}"))
}
