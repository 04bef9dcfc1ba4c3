use std::array;

use queue_core::{Capacity, Fairness};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, IteratorRandom as _};
use rand::{RngExt as _, SeedableRng as _};

use super::Program;
use crate::{Actor, Model, Op, Order, Setup, Step, Verbs, Waiter};

/// Steps that a program takes after a shutdown, when all operations but joins finish at once.
const AFTERMATH: usize = 20;

impl Program {
    /// Makes a random program: any queue, one to six actors, up to some hundred steps, and in half
    /// of them a shutdown on the way. Equal numbers make equal programs.
    ///
    /// The probabilities change from time to time, so that operations gather, are served, lose the race,
    /// and are cancelled. In the end all futures are dropped. In half of the programs, notified ones are
    /// polled first.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let setup = setup(&mut rng);
        let actors = *choose(&mut rng, &[1, 2, 3, 4, 4, 5, 5, 6, 6, 6]);
        // In most programs, room for all actors to wait beside a full queue.
        let room = setup.capacity.limit().map_or(0, usize::from);
        let load = room + usize::from(actors) + rng.random_range(0..8);
        let longest = 1 << rng.random_range(4..9);
        let shutdown = rng.random_range(0..2 * longest);
        let length = longest.min(shutdown + AFTERMATH);
        let mut maker = Maker { rng, model: Model::new(setup), actors, load, steps: Vec::new() };
        while maker.steps.len() < length {
            let end = maker.steps.len() + maker.rng.random_range(2..24);
            let ends = [shutdown, length].into_iter().filter(|&end| end > maker.steps.len());
            maker.phase(ends.fold(end, usize::min));
            if maker.steps.len() == shutdown {
                let op = *choose(&mut maker.rng, &[Op::ShutDown, Op::ShutDownNow]);
                maker.push(Step { actor: Actor::OUTSIDER, op });
            }
        }
        maker.end();
        Self { setup, steps: maker.steps }
    }
}

fn setup(rng: &mut StdRng) -> Setup {
    let capacity = match rng.random_range(0..=5) {
        0 => Capacity::Unbounded,
        5 => Capacity::Rendezvous,
        limit => Capacity::try_from(limit).unwrap_or_default(),
    };
    let fairness = *choose(rng, &[Fairness::Fair, Fairness::Barging]);
    Setup {
        order: *choose(rng, &Order::ALL),
        // A rendezvous is always fair.
        fairness: if capacity == Capacity::Rendezvous { Fairness::Fair } else { fairness },
        capacity,
        priorities: rng.random_range(1..=3),
        verbs: *choose(rng, &[Verbs::Asyncio, Verbs::All, Verbs::All]),
    }
}

fn choose<'a, T>(rng: &mut StdRng, among: &'a [T]) -> &'a T {
    among.choose(rng).expect("there is one")
}

struct Maker {
    rng: StdRng,
    model: Model,
    actors: u8,
    load: usize,
    steps: Vec<Step>,
}

impl Maker {
    /// Takes steps up to a length, or until all that can be done has no weight.
    fn phase(&mut self, end: usize) {
        let weights = array::from_fn(|_| *choose(&mut self.rng, &[0, 1, 1, 3, 9, 27]));
        while self.steps.len() < end {
            let steps = self.model.steps(self.actors, self.load);
            let weight = |step: &Step| weight(&self.model, &weights, *step);
            let Ok(&step) = steps.choose_weighted(&mut self.rng, weight) else { return };
            self.push(step);
        }
    }

    fn end(&mut self) {
        if self.rng.random() {
            // Enough polls for all. The limit matters if they notify each other for ever.
            for _ in 0..100 {
                let Some(actor) = self.find(|waiter| waiter.is_none()) else { break };
                self.push(Step { actor, op: Op::Ask });
            }
        }
        while let Some(actor) = self.find(|_| true) {
            self.push(Step { actor, op: Op::Leave });
        }
    }

    /// Finds an actor whose future waits with such a waiter.
    fn find(&mut self, is_such: impl Fn(Option<Waiter>) -> bool) -> Option<Actor> {
        let Self { rng, model, actors, .. } = self;
        let actors = (0..*actors).map(Actor);
        actors.filter(|&actor| model.waiter(actor).is_some_and(&is_such)).choose(rng)
    }

    fn push(&mut self, step: Step) {
        self.model.step(step);
        self.steps.push(step);
    }
}

/// Returns how likely a step is. Notified actors have other probabilities than those that still wait.
fn weight(model: &Model, weights: &[u32; 19], Step { actor, op }: Step) -> u32 {
    let is_notified = model.waiter(actor) == Some(None);
    match op {
        Op::TryPut(_) => weights[0],
        Op::TryGet => weights[1],
        Op::Put(_) => weights[2],
        Op::Get => weights[3],
        // A join waits longer than others.
        Op::Join => weights[4] / 3,
        Op::Ask => weights[if is_notified { 5 } else { 6 }],
        Op::Renew => weights[7],
        Op::Leave => weights[if is_notified { 8 } else { 9 }],
        Op::TaskDone => weights[10],
        Op::Next => weights[11],
        Op::TryReserve(_) | Op::Release => weights[12],
        Op::Reserve(_) | Op::PutReserved(_) => weights[13],
        Op::TryPutMany(_) | Op::TryGetMany(_) => weights[14],
        Op::PutMany(_) | Op::GetMany(_) => weights[15],
        Op::Until(_) => weights[16] / 3,
        Op::ForcePut(_) | Op::SetCapacity(_) => weights[17] / 3,
        Op::TryGetIf(_) | Op::Remove(_) | Op::RemoveAll(_) => weights[18] / 3,
        Op::ShutDown | Op::ShutDownNow | Op::Recover => 0,
    }
}
