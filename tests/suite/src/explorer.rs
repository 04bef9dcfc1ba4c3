use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use queue_core::{Browse, Fifo, HeapOrder, Lifo, Priority};

use crate::driver::{agree, guarded};
use crate::{
    ByPriority, ByWeight, Counterexample, Model, Order, Outcome, Setup, Step, Subject, Verbs,
    liveness,
};

/// How far to explore.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many actors have futures.
    pub actors: u8,
    /// How many items are stored, waiting or unfinished at most. No step puts more.
    pub load: usize,
    /// How many steps a program has at most.
    pub depth: usize,
}

impl Bounds {
    /// Returns bounds of as many items as the queue holds, plus one for each actor, or two if there are
    /// batches, and of programs of any length. An unbounded queue counts as one that holds none.
    #[must_use]
    pub fn of(setup: Setup, actors: u8) -> Self {
        let fit = setup.capacity.limit().map_or(0, NonZeroUsize::get);
        let each = if setup.verbs == Verbs::Batches { 2 } else { 1 };
        Self { actors, load: fit + each * usize::from(actors), depth: usize::MAX }
    }
}

/// What was explored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// States that differ in more than names.
    pub states: usize,
    /// Steps tried.
    pub transitions: usize,
    /// The length of the longest program. If it is below the bound, longer programs lead to no new
    /// state.
    pub depth: usize,
}

/// Runs all programs within the bounds on the core and on the model, breadth first.
///
/// Before each state it passes a report to `watch`, which may end the walk.
///
/// # Errors
///
/// Fails with a shortest program that goes wrong.
pub fn explore(
    setup: Setup,
    bounds: Bounds,
    watch: impl FnMut(Report) -> ControlFlow<()>,
) -> Result<Report, Box<Counterexample>> {
    match setup.order {
        Order::Fifo => Explorer::<Fifo<ByPriority>>::new(setup, bounds).run(watch),
        Order::Lifo => Explorer::<Lifo<ByPriority>>::new(setup, bounds).run(watch),
        Order::Priority => Explorer::<Priority<ByPriority>>::new(setup, bounds).run(watch),
        Order::HeapOrder => Explorer::<HeapOrder<ByPriority>>::new(setup, bounds).run(watch),
        Order::Weighed => Explorer::<ByWeight>::new(setup, bounds).run(watch),
    }
}

struct Explorer<S: Browse<Item = ByPriority>> {
    setup: Setup,
    bounds: Bounds,
    nodes: Vec<Node<S>>,
    /// The states by their canonical forms.
    seen: HashMap<Model, usize>,
    transitions: usize,
}

/// A state, and how it was reached first.
struct Node<S: Browse<Item = ByPriority>> {
    subject: Subject<S>,
    model: Model,
    depth: usize,
    from: Option<(usize, Step, Outcome)>,
}

impl<S: Browse<Item = ByPriority> + Clone + Default + PartialEq> Explorer<S> {
    fn new(setup: Setup, bounds: Bounds) -> Self {
        let model = Model::new(setup);
        let root =
            Node { subject: Subject::new(setup), model: model.clone(), depth: 0, from: None };
        let seen = HashMap::from([(model.canonical(), 0)]);
        Self { setup, bounds, nodes: vec![root], seen, transitions: 0 }
    }

    fn run(
        mut self,
        mut watch: impl FnMut(Report) -> ControlFlow<()>,
    ) -> Result<Report, Box<Counterexample>> {
        let mut next = 0;
        while let Some(node) = self.nodes.get(next) {
            if node.depth >= self.bounds.depth || watch(self.report(node.depth)).is_break() {
                break;
            }
            for step in node.model.steps(self.bounds.actors, self.bounds.load) {
                self.try_step(next, step)?;
            }
            next += 1;
        }
        Ok(self.report(self.nodes.last().map_or(0, |node| node.depth)))
    }

    fn report(&self, depth: usize) -> Report {
        Report { states: self.nodes.len(), transitions: self.transitions, depth }
    }

    fn try_step(&mut self, from: usize, step: Step) -> Result<(), Box<Counterexample>> {
        self.transitions += 1;
        let Node { subject, model, depth, .. } = &self.nodes[from];
        let (mut subject, mut model, depth) = (subject.clone(), model.clone(), depth + 1);
        let expected = model.step(step);
        let verdict = guarded(|| agree(&mut subject, &model, step, &expected));
        let fail = |fault| Err(self.counterexample(from, Some((step, expected.clone())), fault));
        if let Err(fault) = verdict {
            return fail(fault);
        }
        let canonical = model.canonical();
        if let Some(&same) = self.seen.get(&canonical) {
            if self.nodes[same].subject.core() == subject.core() {
                return Ok(());
            }
            let other = self.counterexample(same, None, String::new());
            return fail(format!("the state differs from the one after\n{other}"));
        }
        let mut steps = Vec::new();
        if let Err(fault) = guarded(|| liveness::check(&subject, &mut steps)) {
            let steps: String = steps.iter().map(|step| format!("  {step}\n")).collect();
            return fail(format!("and once the notified actors poll or leave:\n{steps}{fault}"));
        }
        self.seen.insert(canonical, self.nodes.len());
        self.nodes.push(Node { subject, model, depth, from: Some((from, step, expected)) });
        Ok(())
    }

    fn counterexample(
        &self,
        mut node: usize,
        last: Option<(Step, Outcome)>,
        fault: String,
    ) -> Box<Counterexample> {
        let mut program = Vec::new();
        while let Some((from, step, outcome)) = &self.nodes[node].from {
            program.push((*step, outcome.clone()));
            node = *from;
        }
        program.reverse();
        Box::new(Counterexample { setup: self.setup, program, last, fault })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { states, transitions, depth } = self;
        write!(f, "{states} states, {transitions} transitions, depth {depth}")
    }
}
