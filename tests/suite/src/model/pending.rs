use queue_core::Fairness;

use crate::{Actor, Answer, Item, Outcome, Waiter};

/// A future that waits, or was notified and not yet polled. Each line lists them by arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pending {
    pub(super) actor: Actor,
    /// `None` once it has been notified.
    pub(super) waiter: Option<Waiter>,
    /// What a put has still to put.
    pub(super) item: Option<Item>,
    /// Whether it may be given up without a cancel.
    pub(super) is_abandonable: bool,
}

impl Pending {
    pub(super) fn new(actor: Actor, item: Option<Item>) -> Self {
        Self { actor, waiter: Some(actor.waiter()), item, is_abandonable: false }
    }
}

/// Notifies the first that waits.
pub(super) fn notify(line: &mut [Pending]) -> Option<Waiter> {
    line.iter_mut().find_map(|pending| pending.waiter.take())
}

/// Notifies those that wait, from the first on, up to one that is sure to be polled or cancelled.
pub(super) fn notify_getter(line: &mut [Pending]) -> Vec<Waiter> {
    let mut wakes = Vec::new();
    for pending in line {
        if let Some(waiter) = pending.waiter.take() {
            wakes.push(waiter);
            if !pending.is_abandonable {
                break;
            }
        }
    }
    wakes
}

pub(super) fn notify_all(line: &mut [Pending]) -> Vec<Waiter> {
    line.iter_mut().filter_map(|pending| pending.waiter.take()).collect()
}

pub(super) fn position(line: &[Pending], actor: Actor) -> Option<usize> {
    line.iter().position(|pending| pending.actor == actor)
}

/// Puts back a future that was taken out of its place for a poll and found nothing. It waits with this
/// waiter. If it had been notified, it has lost the race.
pub(super) fn wait_on(
    line: &mut Vec<Pending>,
    place: usize,
    pending: Pending,
    waiter: Waiter,
    fairness: Fairness,
) -> Outcome {
    let (place, waiter) = match (pending.waiter, fairness) {
        (Some(_), _) => (place, waiter),
        (None, Fairness::Fair) => (place, pending.actor.waiter()),
        (None, Fairness::Barging) => (line.len(), pending.actor.waiter()),
    };
    line.insert(place, Pending { waiter: Some(waiter), ..pending });
    Outcome::quiet(Answer::Waits(pending.waiter.filter(|&replaced| replaced != waiter)))
}
