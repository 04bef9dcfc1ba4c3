//! Runs scripts on the queues and on CPython, and compares them turn by turn.

mod asyncio;
mod core_loop;
mod corpus;
mod future_loop;
mod python;
mod random;
mod recorded;

use std::fmt::Write as _;

use queue_async::{Fifo, HeapOrder, Lifo, LocalLock, Lock, SyncLock};

use crate::{Actor, Answer, ByPriority, Line, Op, Order, Script};

use asyncio::Asyncio;
use core_loop::CoreLoop;
use future_loop::FutureLoop;

pub use corpus::{corpus, recorded};
pub use python::Python;
pub use random::random;
pub use recorded::Recorded;

/// What each line shows: what the tasks were told and, after a turn, what the queue looks like.
pub type Seen = Vec<String>;

/// A loop that runs tasks at a queue.
trait EventLoop {
    fn spawn(&mut self, actor: Actor, acts: &[crate::Act]);
    fn now(&mut self, op: Op) -> Answer;
    fn cancel(&mut self, actor: Actor);
    /// Runs each ready task once, and returns what each was told, in order.
    fn turn(&mut self) -> Vec<(Actor, Told)>;
    /// What `str` shows of the queue.
    fn shows(&self) -> String;
    /// `qsize`, `empty` and `full`.
    fn questions(&self) -> (usize, bool, bool);
}

/// What a task learns.
enum Told {
    Answer(Answer),
    Cancelled,
}

/// A queue that runs scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Under {
    /// `queue-core` with named waiters.
    Core,
    /// `queue-async`, local.
    AsyncLocal,
    /// `queue-async`, sync.
    AsyncSync,
    /// `queue-compat`, local.
    CompatLocal,
    /// `queue-compat`, sync.
    CompatSync,
}

impl Under {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::CompatLocal, Self::CompatSync, Self::AsyncLocal, Self::AsyncSync, Self::Core];

    /// Runs a script and returns what was seen.
    #[must_use]
    pub fn run(self, script: &Script) -> Seen {
        match self {
            Self::Core => on_core(script),
            Self::AsyncLocal => on_async::<LocalLock>(script),
            Self::AsyncSync => on_async::<SyncLock>(script),
            Self::CompatLocal => on_compat::<LocalLock>(script),
            Self::CompatSync => on_compat::<SyncLock>(script),
        }
    }
}

fn on_core(script: &Script) -> Seen {
    match script.order {
        Order::Fifo => drive(script, CoreLoop::<Fifo<_>>::new(script)),
        Order::Lifo => drive(script, CoreLoop::<Lifo<_>>::new(script)),
        Order::HeapOrder => drive(script, CoreLoop::<HeapOrder<_>>::new(script)),
        Order::Priority | Order::Weighed => unlike_asyncio(),
    }
}

fn on_async<L: Lock>(script: &Script) -> Seen {
    fn run<Q: Asyncio>(script: &Script) -> Seen {
        let queue = Q::new(script.maxsize);
        drive(script, FutureLoop::new(&queue))
    }
    match script.order {
        Order::Fifo => run::<asyncio::Bare<Fifo<ByPriority>, L>>(script),
        Order::Lifo => run::<asyncio::Bare<Lifo<ByPriority>, L>>(script),
        Order::HeapOrder => run::<asyncio::Bare<HeapOrder<ByPriority>, L>>(script),
        Order::Priority | Order::Weighed => unlike_asyncio(),
    }
}

fn on_compat<L: Lock>(script: &Script) -> Seen {
    fn run<Q: Asyncio>(script: &Script) -> Seen {
        let queue = Q::new(script.maxsize);
        drive(script, FutureLoop::new(&queue))
    }
    match script.order {
        Order::Fifo => run::<queue_compat::Queue<Fifo<ByPriority>, L>>(script),
        Order::Lifo => run::<queue_compat::Queue<Lifo<ByPriority>, L>>(script),
        Order::HeapOrder => run::<queue_compat::Queue<HeapOrder<ByPriority>, L>>(script),
        Order::Priority | Order::Weighed => unlike_asyncio(),
    }
}

fn unlike_asyncio() -> ! {
    unreachable!("scripts have the orders of asyncio")
}

fn drive(script: &Script, mut event_loop: impl EventLoop) -> Seen {
    script.lines.iter().map(|line| see(line, &mut event_loop)).collect()
}

fn see(line: &Line, event_loop: &mut impl EventLoop) -> String {
    match line {
        Line::Task(actor, acts) => event_loop.spawn(*actor, acts),
        Line::Now(op, _) => return word(&event_loop.now(*op)),
        Line::Cancel(actor) => event_loop.cancel(*actor),
        Line::Turn(_) => {
            let mut seen = String::new();
            for (actor, told) in event_loop.turn() {
                let separator = if seen.is_empty() { "" } else { ", " };
                let told = match told {
                    Told::Answer(answer) => word(&answer),
                    Told::Cancelled => "cancelled".to_owned(),
                };
                write!(seen, "{separator}{actor}: {told}").expect("a string takes all");
            }
            let (qsize, empty, full) = event_loop.questions();
            let shows = event_loop.shows();
            return format!("{seen} | qsize {qsize}, empty {empty}, full {full}, {shows}");
        }
        Line::Shows(_) => return event_loop.shows(),
    }
    String::new()
}

/// Writes an answer as Python could give it: no item comes back with an error.
fn word(answer: &Answer) -> String {
    match answer {
        Answer::Full(_) => "full".to_owned(),
        Answer::ShutDown(_) => "shut down".to_owned(),
        Answer::Refused(_) => "refused".to_owned(),
        Answer::Drained(_) => "done".to_owned(),
        _ => answer.to_string(),
    }
}

/// Compares what was seen with what the script expects, and returns the first difference in words.
///
/// # Errors
///
/// Fails with the line, what was expected and what was seen.
pub fn check(script: &Script, seen: &Seen) -> Result<(), String> {
    for (line, seen) in script.lines.iter().zip(seen) {
        let (expected, seen) = match line {
            Line::Now(_, expected) => (expected.as_str(), seen.as_str()),
            Line::Turn(expected) => {
                (expected.as_str(), seen.split_once(" | ").map_or("", |(told, _)| told))
            }
            Line::Shows(expected) => (expected.as_str(), seen.as_str()),
            Line::Task(..) | Line::Cancel(_) => continue,
        };
        if expected != seen {
            return Err(format!("`{line}`: expected `{expected}`, saw `{seen}`"));
        }
    }
    Ok(())
}
