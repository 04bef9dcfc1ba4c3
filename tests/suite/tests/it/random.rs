//! Random programs on the core and on the futures, beside the model.

use queue_async::{Builder, Fifo, LocalLock, Queue};
use queue_suite::{
    Answer, ByPriority, Counterexample, Driver, Futures, Model, Op, Order, Outcome, Program, Setup,
    Snapshot, Step, Verbs,
};
use queue_support::shrink;

const PROGRAMS: u64 = 1_000;

fn check(first: u64) {
    println!("from --seed {first}");
    for seed in (0..PROGRAMS).map(|index| first.wrapping_add(index)) {
        let program = Program::random(seed);
        if program.run().is_err() {
            let smallest = shrink(program, |candidate| candidate.run().is_err());
            panic!("from --seed {seed}:\n{}", smallest.run().unwrap_err());
        }
    }
}

#[test]
fn the_queues_do_what_the_model_does() {
    check(0);
}

#[test]
fn the_queues_do_what_the_model_does_whatever_the_seed() {
    check(rand::random());
}

#[test]
fn equal_seeds_make_equal_programs() {
    assert_eq!(Program::random(7), Program::random(7));
    assert_ne!(Program::random(7), Program::random(8));
}

/// Mistakes hide in these cases, which are rare in programs of unrelated steps.
#[test]
fn random_programs_reach_the_rare_cases() {
    let [mut lost, mut passed_on, mut crowds, mut ended] = [0; 4];
    for program in (0..PROGRAMS).map(Program::random) {
        let mut model = Model::new(program.setup);
        for step in program.steps {
            let is_notified = model.waiter(step.actor) == Some(None);
            let Outcome { answer, wakes } = model.step(step);
            let Snapshot { waiting_getters, waiting_putters, .. } = model.snapshot();
            lost += u32::from(is_notified && answer == Answer::Waits(None));
            passed_on += u32::from(matches!(answer, Answer::Left(None, _)) && !wakes.is_empty());
            crowds += u32::from(waiting_getters.max(waiting_putters) > 3);
            ended +=
                u32::from(matches!(step.op, Op::ShutDown | Op::ShutDownNow) && wakes.len() > 1);
        }
    }
    for times in [lost, passed_on, crowds, ended] {
        assert!(
            times > 100,
            "{lost} lost the race, {passed_on} passed on, {crowds} crowds, {ended} ended"
        );
    }
}

/// A queue that loses the wake that a cancelled operation passes on.
struct Forgetful<D>(D);

impl<D: Driver> Driver for Forgetful<D> {
    fn step(&mut self, step: Step) -> Outcome {
        let outcome = self.0.step(step);
        if step.op == Op::Leave { Outcome::quiet(outcome.answer) } else { outcome }
    }

    fn snapshot(&self) -> Snapshot {
        self.0.snapshot()
    }

    fn visible(&self, outcome: &Outcome) -> Outcome {
        self.0.visible(outcome)
    }
}

fn run_forgetfully(program: &Program) -> Result<(), Box<Counterexample>> {
    let fifo = Fifo::<ByPriority>::default();
    let queue: Queue<_, LocalLock> = Builder::new(fifo)
        .capacity(program.setup.capacity)
        .fairness(program.setup.fairness)
        .build();
    program.run_on("forgetful", Forgetful(Futures::new(&queue, Order::Fifo)))
}

#[test]
fn a_forgotten_wake_is_found_and_shrunk() {
    let is_plain = |setup: Setup| setup.order == Order::Fifo && setup.verbs == Verbs::Asyncio;
    let programs = (0..PROGRAMS).map(Program::random);
    let found =
        programs.filter(|program| is_plain(program.setup) && run_forgetfully(program).is_err());
    let shrunk = found.take(5).map(|found| shrink(found, |other| run_forgetfully(other).is_err()));
    let smallest = shrunk.min_by_key(|program| program.steps.len()).unwrap();
    let counterexample = run_forgetfully(&smallest).unwrap_err();
    // Two operations wait, one is notified, and it is cancelled.
    assert!(smallest.steps.len() <= 5, "{counterexample}");
    let Setup { capacity, priorities, .. } = smallest.setup;
    assert!(
        priorities == 1 && capacity.limit().is_none_or(|limit| limit.get() == 1),
        "{counterexample}"
    );
    let (last, expected) = counterexample.last.unwrap();
    assert_eq!((last.op, expected.wakes.len()), (Op::Leave, 1));
    assert!(counterexample.fault.starts_with("forgetful: the queue says left notified"));
}
