use queue_core::Event;

use super::Model;
use crate::{Actor, Op, Step, Verbs};

/// What may happen next.
impl Model {
    /// Returns whether a step can be done at all. Only an actor without a future begins one, and only an
    /// actor with a future polls or drops it. Only a permit that was given out is handed back.
    #[must_use]
    pub fn makes_sense(&self, Step { actor, op }: Step) -> bool {
        match op {
            Op::Ask | Op::Leave => self.waiter(actor).is_some(),
            Op::Renew => self.waiter(actor).flatten().is_some(),
            Op::PutReserved(_) | Op::Release => self.permits() > 0,
            Op::ForcePut(_) => self.setup.order.says_what_is_evicted(),
            Op::Remove(_) | Op::RemoveAll(_) => self.setup.order.says_what_is_removed(op),
            Op::SetCapacity(capacity) => (capacity == 0) == self.is_rendezvous(),
            _ => !op.begins() || self.waiter(actor).is_none(),
        }
    }

    /// Lists the steps that make sense and are worth a try, for this many actors. No step puts beyond
    /// the load.
    #[must_use]
    pub fn steps(&self, actors: u8, load: usize) -> Vec<Step> {
        let actors = (0..actors).map(Actor);
        // Idle actors differ in name only, so one of them begins for all.
        let beginner = actors.clone().find(|&actor| self.waiter(actor).is_none());
        let is_worth = |&Step { actor, op }: &Step| {
            let is_in_bounds = self.is_shutdown() || self.load() + op.load() <= load;
            if op.is_of_future() {
                true
            } else if op.begins() {
                Some(actor) == beginner && is_in_bounds
            } else {
                let fails = matches!(op, Op::TryPut(_)) && self.is_full();
                actor == Actor::OUTSIDER && (is_in_bounds || fails)
            }
        };
        let ops = self.ops();
        actors
            .chain([Actor::OUTSIDER])
            .flat_map(|actor| ops.iter().map(move |&op| Step { actor, op }))
            .filter(|step| is_worth(step) && self.makes_sense(*step))
            .collect()
    }

    /// Lists the operations of the setup.
    fn ops(&self) -> Vec<Op> {
        let verbs = self.setup.verbs;
        let has = |one: Verbs| verbs == one || verbs == Verbs::All;
        let items = self.new_items();
        let mut ops: Vec<_> =
            items.iter().flat_map(|&item| [Op::TryPut(item), Op::Put(item)]).collect();
        ops.extend([Op::TryGet, Op::Get, Op::Ask, Op::Leave]);
        ops.extend([Op::ShutDown, Op::ShutDownNow, Op::Recover]);
        if has(Verbs::Asyncio) {
            ops.extend([Op::Next, Op::Join, Op::Renew, Op::TaskDone]);
        }
        if has(Verbs::Permits) {
            ops.extend(
                [1, 2].into_iter().flat_map(|room| [Op::TryReserve(room), Op::Reserve(room)]),
            );
            ops.extend(items.iter().map(|&item| Op::PutReserved(item)));
            ops.extend([Op::Release, Op::Renew]);
        }
        if has(Verbs::Batches) {
            let batches = self.new_batches().into_iter();
            ops.extend(batches.flat_map(|batch| [Op::TryPutMany(batch), Op::PutMany(batch)]));
            ops.extend([Op::TryGetMany(2), Op::GetMany(2), Op::TryReserve(2), Op::Release]);
        }
        if has(Verbs::Events) {
            let events = [Event::Empty, Event::Room, Event::Len(1), Event::Len(2), Event::ShutDown];
            ops.extend(events.map(Op::Until));
            ops.push(Op::Renew);
        }
        if has(Verbs::Capacity) {
            ops.extend(items.iter().map(|&item| Op::ForcePut(item)));
            ops.extend([1, 2, 3].map(Op::SetCapacity));
            ops.extend([Op::Reserve(2), Op::Release, Op::Join, Op::Until(Event::Len(1))]);
        }
        if has(Verbs::Removals) {
            let priorities = [0, 1].into_iter();
            ops.extend(priorities.flat_map(|p| [Op::TryGetIf(p), Op::Remove(p), Op::RemoveAll(p)]));
            ops.push(Op::Join);
        }
        ops.sort_unstable();
        ops.dedup();
        ops
    }
}
