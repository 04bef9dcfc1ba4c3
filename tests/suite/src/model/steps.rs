use super::Model;
use crate::{Actor, Op, Step};

/// What may happen next.
impl Model {
    /// Returns whether a step can be done at all. Only an actor without a future begins one, and only an
    /// actor with a future polls or drops it.
    #[must_use]
    pub fn makes_sense(&self, Step { actor, op }: Step) -> bool {
        match op {
            Op::Put(_) | Op::Get | Op::Next | Op::Join => self.waiter(actor).is_none(),
            Op::Ask | Op::Leave => self.waiter(actor).is_some(),
            Op::Renew => self.waiter(actor).flatten().is_some(),
            Op::TryPut(_) | Op::TryGet | Op::TaskDone | Op::ShutDown | Op::ShutDownNow => true,
            Op::Recover => true,
        }
    }

    /// Lists the steps that make sense and are worth a try, for this many actors. No step puts beyond
    /// the load.
    #[must_use]
    pub fn steps(&self, actors: u8, load: usize) -> Vec<Step> {
        let actors = (0..actors).map(Actor);
        // Idle actors differ in name only, so one of them begins for all.
        let beginner = actors.clone().find(|&actor| self.waiter(actor).is_none());
        let may_put = self.is_shutdown() || self.load() < load;
        let is_worth = |&Step { actor, op }: &Step| match op {
            Op::TryPut(_) => actor == Actor::OUTSIDER && (may_put || self.is_full()),
            Op::TryGet | Op::TaskDone | Op::ShutDown | Op::ShutDownNow | Op::Recover => {
                actor == Actor::OUTSIDER
            }
            Op::Put(_) => Some(actor) == beginner && may_put,
            Op::Get | Op::Next | Op::Join => Some(actor) == beginner,
            Op::Ask | Op::Renew | Op::Leave => true,
        };
        let puts = |item| [Op::TryPut(item), Op::Put(item)];
        let ops = self.new_items().into_iter().flat_map(puts).chain(Op::WITHOUT_ITEM);
        actors
            .chain([Actor::OUTSIDER])
            .flat_map(|actor| ops.clone().map(move |op| Step { actor, op }))
            .filter(|step| is_worth(step) && self.makes_sense(*step))
            .collect()
    }
}
