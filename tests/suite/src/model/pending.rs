use queue_core::{Event, Fairness};

use crate::{Actor, Answer, Batch, Item, Op, Outcome, Waiter};

/// A future that waits, or was notified and not yet polled. Each line lists them by arrival.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pending {
    pub(super) actor: Actor,
    /// `None` once it has been notified.
    pub(super) waiter: Option<Waiter>,
    /// What was decided about a put while it waited.
    pub(super) verdict: Verdict,
    /// What a put has still to put.
    pub(super) items: Vec<Item>,
    pub(super) is_batch: bool,
    /// Whether all get in at once, or none.
    pub(super) is_at_once: bool,
    /// How much room a reserve wants.
    pub(super) room: usize,
    /// How many items a get takes at most.
    pub(super) limit: usize,
    /// Whether it may be given up without a cancel.
    pub(super) is_abandonable: bool,
    pub(super) event: Option<Event>,
    /// How much room it wanted when it began.
    pub(super) wants: usize,
}

/// What was decided about a put or a reserve while it waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Verdict {
    Open,
    Granted,
    Refused,
}

impl Pending {
    pub(super) fn new(actor: Actor) -> Self {
        Self {
            actor,
            waiter: Some(actor.waiter()),
            verdict: Verdict::Open,
            items: Vec::new(),
            is_batch: false,
            is_at_once: false,
            room: 0,
            limit: 0,
            is_abandonable: false,
            event: None,
            wants: 0,
        }
    }

    pub(super) fn put(actor: Actor, item: Item) -> Self {
        Self { items: vec![item], ..Self::new(actor) }
    }

    pub(super) fn put_many(actor: Actor, batch: Batch) -> Self {
        let items = batch.items.to_vec();
        Self { items, is_batch: true, is_at_once: batch.is_at_once, ..Self::new(actor) }
    }

    pub(super) fn reserve(actor: Actor, room: usize) -> Self {
        Self { room, ..Self::new(actor) }
    }

    pub(super) fn get(actor: Actor, op: Op) -> Self {
        let limit = if let Op::GetMany(limit) = op { limit } else { 1 };
        Self { limit, is_abandonable: op == Op::Next, ..Self::new(actor) }
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
    let replaced = pending.waiter.filter(|&replaced| replaced != waiter);
    line.insert(place, Pending { waiter: Some(waiter), ..pending });
    Outcome::quiet(Answer::Waits(replaced))
}
