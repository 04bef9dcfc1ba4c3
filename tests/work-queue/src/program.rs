use std::fmt;
use std::panic::{self, AssertUnwindSafe};

use queue_core::work::{Keep, Rules};
use queue_support::Shrink;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use crate::{Answer, Flat, How, Item, Model, Order, Ranked, Setup, Step, Subject};

/// Steps on a work queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The queue.
    pub setup: Setup,
    /// The steps.
    pub steps: Vec<Step>,
}

/// A program after which the queue and the model disagree, or a rule is broken.
#[derive(Clone, Debug)]
pub struct Counterexample {
    /// The queue.
    pub setup: Setup,
    /// The steps, with what they led to in the model.
    pub steps: Vec<(Step, Answer)>,
    /// What went wrong at the last one.
    pub fault: String,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.setup)?;
        for (number, (step, answer)) in self.steps.iter().enumerate() {
            writeln!(f, "  {number}: {step} -> {:?}", answer.returned)?;
        }
        f.write_str(&self.fault)
    }
}

impl std::error::Error for Counterexample {}

impl Shrink for Program {
    type Part = Step;

    /// Puts and leases keep their numbers only as far as steps before them stay.
    fn parts(&mut self) -> &mut Vec<Step> {
        &mut self.steps
    }
}

/// The item that a step puts, if it puts one: its number is that of the step.
pub(crate) fn item(step: Step, number: usize) -> Item {
    let id = u8::try_from(number).expect("programs are short");
    match step {
        Step::TryPut { key, rank, .. } => Item { id, key, rank },
        Step::Put { key } | Step::PutLater { key, .. } => Item { id, key, rank: 1 },
        Step::TryGet
        | Step::Get
        | Step::Done(_)
        | Step::Retry(..)
        | Step::Keep(..)
        | Step::Extend(..)
        | Step::Advance(_)
        | Step::Join
        | Step::Cancel
        | Step::SetCapacity(_)
        | Step::Shutdown
        | Step::ShutdownNow => Item { id, key: None, rank: 0 },
    }
}

impl Program {
    /// Runs it on the core and on the model.
    ///
    /// # Errors
    ///
    /// Fails at the first step at which they disagree.
    pub fn run(&self) -> Result<Model, Box<Counterexample>> {
        match self.setup.order {
            Order::Arrival => self.run_on(Flat(self.setup.keep)),
            Order::Rank => self.run_on(Ranked(self.setup.keep)),
        }
    }

    fn run_on<R: Rules<Item = Item>>(&self, rules: R) -> Result<Model, Box<Counterexample>> {
        let mut subject = Subject::new(&self.setup, rules);
        let mut model = Model::new(self.setup);
        let mut steps = Vec::new();
        for (number, &step) in self.steps.iter().enumerate() {
            let item = item(step, number);
            let expected = model.step(step, item);
            let seen = panic::catch_unwind(AssertUnwindSafe(|| subject.step(step, item)));
            steps.push((step, expected.clone()));
            let fault = match seen {
                Ok(Ok(answer)) if answer == expected => continue,
                Ok(Ok(answer)) => {
                    format!("the model says {expected:#?}\nthe queue says {answer:#?}")
                }
                Ok(Err(violation)) => violation,
                Err(panic) => {
                    let text = panic.downcast_ref::<String>().map(String::as_str);
                    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
                    format!("the queue panics: {}", text.unwrap_or_default())
                }
            };
            return Err(Box::new(Counterexample { setup: self.setup, steps, fault }));
        }
        Ok(model)
    }

    /// Makes a random program.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let keep = *[Keep::All, Keep::First, Keep::Last].choose(&mut rng).expect("there are some");
        let setup = Setup {
            capacity: [Some(1), Some(2), Some(3), None].choose(&mut rng).copied().flatten(),
            keep,
            order: if rng.random() { Order::Arrival } else { Order::Rank },
            max_attempts: rng.random_range(1..=4),
        };
        let (length, puts) = (rng.random_range(1..=60), rng.random_range(1..=6));
        let (mut steps, mut model) = (Vec::new(), Model::new(setup));
        for number in 0..length {
            let step = random_step(&mut rng, &model, puts);
            model.step(step, item(step, number));
            steps.push(step);
        }
        Self { setup, steps }
    }
}

fn random_step(rng: &mut StdRng, model: &Model, puts: u32) -> Step {
    let key = [None, Some('a'), Some('b')].choose(rng).copied().flatten();
    let (rank, time) = (rng.random_range(0..3), rng.random_range(0..4));
    let lives = rng.random_bool(0.2).then(|| rng.random_range(0..5));
    let live = model.live_leases();
    let stale = model.stale_lease().filter(|_| rng.random_bool(0.1));
    let lease = stale.or_else(|| live.choose(rng).copied()).unwrap_or_default();
    let how = *[How::InPlace, How::AtEnd, How::After(time)].choose(rng).expect("there are some");
    let other = 9;
    match rng.random_range(0..puts + 2 * other) {
        n if n < puts => match rng.random_range(0..4) {
            0 => Step::Put { key },
            1 => Step::PutLater { key, delay: time, lives },
            _ => Step::TryPut { key, rank, lives },
        },
        n if n < puts + other => match rng.random_range(0..3) {
            0 => Step::Get,
            1 => Step::TryGet,
            _ => Step::Done(lease),
        },
        _ => match rng.random_range(0..24) {
            0..6 => Step::Done(lease),
            6..12 => Step::Retry(lease, how),
            12..15 => Step::Keep(lease, time),
            15 => Step::Extend(lease, time),
            16..20 => Step::Advance(time),
            20 => Step::Join,
            21 => Step::Cancel,
            22 => Step::SetCapacity([Some(1), Some(2), None].choose(rng).copied().flatten()),
            _ if rng.random_bool(0.3) => Step::ShutdownNow,
            _ if rng.random_bool(0.3) => Step::Shutdown,
            _ => Step::TryGet,
        },
    }
}
