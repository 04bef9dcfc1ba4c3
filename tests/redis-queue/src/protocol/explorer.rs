use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::protocol::Setup;
use crate::protocol::action::Action;
use crate::protocol::engine::Fault;
use crate::protocol::world::World;

/// What an exploration has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Explored {
    /// States that differ.
    pub states: usize,
    /// Steps from state to state.
    pub transitions: usize,
    /// The length of the longest of the shortest ways to a state.
    pub depth: usize,
}

/// A broken promise, and a shortest way there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What is wrong.
    pub fault: String,
    /// The steps that lead there.
    pub steps: Vec<String>,
    /// How many of them the explorer chose. After these, all goes well, and it is wrong all the same.
    pub chosen: usize,
}

/// Explores all states of a setup, breadth first.
///
/// A state is known by 128 bits of its hash, and its way by the step that led to it first.
///
/// # Errors
///
/// Fails with a shortest way to a state in which a promise is broken.
pub fn explore(setup: &Setup) -> Result<Explored, Box<Violation>> {
    let root = World::new(setup);
    let mut seen = HashMap::from([(fingerprint(&root), 0)]);
    let mut ways = vec![None];
    let mut now = vec![(0, root)];
    let mut explored = Explored { states: 1, ..Explored::default() };
    while !now.is_empty() {
        let mut next = Vec::new();
        for (from, world) in now {
            for action in world.choices(setup) {
                explored.transitions += 1;
                let mut world = world.clone();
                let result = world.apply(setup, action).and_then(|()| world.check(setup));
                if let Err(fault) = result {
                    return Err(violation(setup, &ways, from, action, &[], fault));
                }
                let index = ways.len();
                if *seen.entry(fingerprint(&world)).or_insert(index) != index {
                    continue;
                }
                let mut rest = Vec::new();
                if let Err(fault) = world.settles(setup, &mut rest) {
                    return Err(violation(setup, &ways, from, action, &rest, fault));
                }
                ways.push(Some((from, action)));
                next.push((index, world));
            }
        }
        now = next;
        explored.depth += 1;
    }
    explored.states = ways.len();
    Ok(explored)
}

fn fingerprint(world: &World) -> (u64, u64) {
    let hash = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        world.hash(&mut hasher);
        hasher.finish()
    };
    (hash(0), hash(1))
}

fn violation(
    setup: &Setup,
    ways: &[Option<(usize, Action)>],
    mut from: usize,
    last: Action,
    rest: &[Action],
    fault: Fault,
) -> Box<Violation> {
    let mut actions = vec![last];
    while let Some((before, action)) = ways[from] {
        actions.push(action);
        from = before;
    }
    actions.reverse();
    let chosen = actions.len();
    let mut world = World::new(setup);
    let mut steps = Vec::new();
    for action in actions {
        steps.push(world.describe(setup, action));
        let _ = world.apply(setup, action);
    }
    steps.extend(rest.iter().map(|action| format!("{action:?}")));
    Box::new(Violation { fault: fault.to_owned(), steps, chosen })
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { states, transitions, depth } = self;
        write!(f, "{states} states, {transitions} transitions, depth {depth}")
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.fault)?;
        for (index, step) in self.steps.iter().enumerate() {
            if index == self.chosen {
                writeln!(f, "and then, while all goes well:")?;
            }
            writeln!(f, "  {step}")?;
        }
        Ok(())
    }
}
