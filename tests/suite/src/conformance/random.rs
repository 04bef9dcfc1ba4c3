use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use crate::{Act, Actor, Item, Line, Op, Order, Script};

/// Turns at the end, after which nothing more can happen.
const LAST_TURNS: usize = 6;

/// Makes a random script: any order, bounded or not, several tasks, cancellation at any turn, both
/// shutdowns, equal priorities. Equal numbers make equal scripts.
#[must_use]
pub fn random(seed: u64, has_shutdown: bool) -> Script {
    let mut maker =
        Maker { rng: StdRng::seed_from_u64(seed), items: 0, tasks: 0, has_shutdown, lines: vec![] };
    maker.has_shutdown &= maker.rng.random::<bool>();
    let order = *maker.choose(&[Order::Fifo, Order::Lifo, Order::HeapOrder]);
    let maxsize = *maker.choose(&[-1, 0, 1, 1, 1, 2, 2, 3]);
    for _ in 0..maker.rng.random_range(3..30) {
        maker.line();
    }
    maker.lines.extend([const { Line::Turn(String::new()) }; LAST_TURNS]);
    Script { title: format!("Random script {seed}."), order, maxsize, lines: maker.lines }
}

struct Maker {
    rng: StdRng,
    items: u8,
    tasks: u8,
    has_shutdown: bool,
    lines: Vec<Line>,
}

impl Maker {
    fn line(&mut self) {
        if self.tasks < 8 && self.rng.random_range(0..100) < 6 {
            return self.crowd();
        }
        let line = match self.rng.random_range(0..100) {
            0..35 if self.tasks < 12 => self.task(),
            0..60 => Line::Turn(String::new()),
            60..75 if self.tasks > 0 => Line::Cancel(Actor(self.rng.random_range(0..self.tasks))),
            60..97 => Line::Now(self.now(), "done".to_owned()),
            _ if self.has_shutdown => Line::Now(self.shutdown(), "done".to_owned()),
            _ => Line::Turn(String::new()),
        };
        self.lines.push(line);
    }

    /// Several tasks that do the same one thing.
    fn crowd(&mut self) {
        let kind = self.rng.random_range(0..3);
        for _ in 0..self.rng.random_range(2..7) {
            let op = match kind {
                0 => Op::Put(self.item()),
                1 => Op::Get,
                _ => Op::Join,
            };
            self.lines.push(Line::Task(Actor(self.tasks), vec![Act::Op(op)]));
            self.tasks += 1;
        }
        self.lines.push(Line::Turn(String::new()));
    }

    fn task(&mut self) -> Line {
        let actor = Actor(self.tasks);
        self.tasks += 1;
        let acts = (0..*self.choose(&[1, 1, 1, 2, 3, 4])).map(|_| self.act()).collect();
        Line::Task(actor, acts)
    }

    fn act(&mut self) -> Act {
        match self.rng.random_range(0..100) {
            0..30 => Act::Op(Op::Put(self.item())),
            30..60 => Act::Op(Op::Get),
            60..70 => Act::Op(Op::Join),
            70..76 => Act::Yield,
            76..78 if self.has_shutdown => Act::Op(self.shutdown()),
            _ => Act::Op(self.now()),
        }
    }

    fn now(&mut self) -> Op {
        match self.rng.random_range(0..100) {
            0..35 => Op::TryPut(self.item()),
            35..70 => Op::TryGet,
            _ => Op::TaskDone,
        }
    }

    fn shutdown(&mut self) -> Op {
        *self.choose(&[Op::ShutDown, Op::ShutDownNow])
    }

    /// A new item; priorities repeat.
    fn item(&mut self) -> Item {
        self.items += 1;
        Item { name: self.items, priority: self.rng.random_range(0..3) }
    }

    fn choose<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        among.choose(&mut self.rng).expect("there is one")
    }
}
