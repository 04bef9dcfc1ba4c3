mod parse;

use std::fmt;

use queue_support::Shrink;

use crate::{Actor, Op, Order};

pub use parse::ParseError;

/// A scenario of tasks at an asyncio queue, as a text that people write and read.
///
/// ```text
/// # A getter that lost the race waits behind the others.
/// fifo, maxsize 0
/// a: get
/// b: get
/// turn
/// put_nowait 1
/// get_nowait -> 1
/// turn
/// put_nowait 2
/// put_nowait 3
/// turn -> b: 2, a: 3
/// shows <Queue maxsize=0>
/// ```
///
/// What is expected follows `->`. For an operation it is the answer, and `done` if nothing is given. For
/// a turn it is what the tasks are told, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// What it shows.
    pub title: String,
    /// The order in which items leave.
    pub order: Order,
    /// The `maxsize` of the queue.
    pub maxsize: isize,
    /// What is done.
    pub lines: Vec<Line>,
}

/// One line of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A new task does one thing after the other, from the next turn on.
    Task(Actor, Vec<Act>),
    /// An operation is done between two turns, and expected to answer this.
    Now(Op, String),
    /// A task is cancelled.
    Cancel(Actor),
    /// The loop runs once, and the tasks are expected to be told this.
    Turn(String),
    /// The queue is expected to look like that.
    Shows(String),
}

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Something with the queue.
    Op(Op),
    /// It lets the others run.
    Yield,
}

impl Script {
    /// Returns whether it needs a Python that knows `shutdown`.
    #[must_use]
    pub fn uses_shutdown(&self) -> bool {
        let shuts_down = |op: &Op| matches!(op, Op::ShutDown | Op::ShutDownNow);
        self.lines.iter().any(|line| match line {
            Line::Task(_, acts) => {
                acts.iter().any(|act| matches!(act, Act::Op(op) if shuts_down(op)))
            }
            Line::Now(op, _) => shuts_down(op),
            Line::Cancel(_) | Line::Turn(_) | Line::Shows(_) => false,
        })
    }

    /// Makes it expect what was seen.
    #[must_use]
    pub fn expecting(mut self, seen: &[String]) -> Self {
        for (line, seen) in self.lines.iter_mut().zip(seen) {
            match line {
                Line::Now(_, expected) | Line::Shows(expected) => expected.clone_from(seen),
                Line::Turn(expected) => {
                    *expected = seen.split_once(" | ").map_or("", |(told, _)| told).to_owned();
                }
                Line::Task(..) | Line::Cancel(_) => {}
            }
        }
        self
    }
}

impl Shrink for Script {
    type Part = Line;

    fn parts(&mut self) -> &mut Vec<Line> {
        &mut self.lines
    }

    /// The same script with one act less of a task.
    fn simpler(&self) -> impl Iterator<Item = Self> {
        let acts = self.lines.iter().enumerate().flat_map(|(index, line)| {
            let count = if let Line::Task(_, acts) = line { acts.len() } else { 0 };
            (0..if count > 1 { count } else { 0 }).map(move |act| (index, act))
        });
        acts.map(|(index, act)| {
            let mut candidate = self.clone();
            if let Line::Task(_, acts) = &mut candidate.lines[index] {
                acts.remove(act);
            }
            candidate
        })
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.title.is_empty() {
            writeln!(f, "# {}", self.title)?;
        }
        writeln!(f, "{}, maxsize {}", order_name(self.order), self.maxsize)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Task(actor, acts) => {
                write!(f, "{actor}:")?;
                let mut separator = " ";
                acts.iter().try_for_each(|act| {
                    write!(f, "{separator}{act}")?;
                    separator = ", ";
                    Ok(())
                })
            }
            Self::Now(op, expected) if expected == "done" => op.fmt(f),
            Self::Now(op, expected) => write!(f, "{op} -> {expected}"),
            Self::Cancel(actor) => write!(f, "cancel {actor}"),
            Self::Turn(expected) if expected.is_empty() => f.write_str("turn"),
            Self::Turn(expected) => write!(f, "turn -> {expected}"),
            Self::Shows(text) => write!(f, "shows {text}"),
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Op(op) => op.fmt(f),
            Self::Yield => f.write_str("yield"),
        }
    }
}

/// The orders that asyncio has, and their names in scripts.
const ORDERS: [(Order, &str); 3] =
    [(Order::Fifo, "fifo"), (Order::Lifo, "lifo"), (Order::HeapOrder, "priority")];

/// Returns the name of an order in scripts.
///
/// # Panics
///
/// Panics if asyncio has no queue of that order.
#[must_use]
pub(crate) fn order_name(order: Order) -> &'static str {
    let named = ORDERS.into_iter().find(|&(known, _)| known == order);
    named.expect("asyncio has a queue of that order").1
}
