//! The workloads of the work queue, one file for each, beside what does part of its work.
//!
//! Each checks its own result: every job ends once, in the order that the queue promises.

mod delays;
mod keys;
mod leases;
mod ready;
mod retries;
mod schedule;

use std::cell::RefCell;
use std::fmt;

use tokio::runtime::{Builder, LocalOptions, LocalRuntime};

use crate::harness::{Cell, Lane};
use crate::version;
use crate::workloads::Round;

/// The group of all these workloads.
pub const GROUP: &str = "work";

const IS_OPEN: &str = "it is open";
const IS_READY: &str = "a job is ready";
const IS_GOOD: &str = "the lease is good";

/// A workload and its contenders, not yet prepared.
pub struct Row {
    name: String,
    lanes: Box<dyn FnOnce() -> Vec<Lane>>,
}

impl Row {
    fn new(name: impl Into<String>, lanes: impl FnOnce() -> Vec<Lane> + 'static) -> Self {
        Self { name: name.into(), lanes: Box::new(lanes) }
    }

    /// Returns the name of the workload.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Prepares the contenders. A deep queue is filled here, and stays full until the cell is dropped.
    #[must_use]
    pub fn cell(self) -> Cell {
        Cell { group: GROUP, name: self.name, lanes: (self.lanes)() }
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Returns all workloads among at most so many other jobs.
#[must_use]
pub fn rows(deepest: usize) -> Vec<Row> {
    let mut rows = ready::rows();
    rows.extend(retries::rows());
    rows.extend(delays::rows(deepest));
    rows.extend(leases::rows(deepest));
    rows.extend(keys::rows(deepest));
    rows
}

/// The lanes of a workload in one flavour, each from its name: the work queue, and our plain queue.
type WorkAndPlain = [fn(&str) -> Lane; 2];

/// Returns a workload in both flavours: the work queue beside our plain queue and a channel.
fn beside_plain(what: &str, [local, sync]: [WorkAndPlain; 2], channel: fn() -> Lane) -> Vec<Row> {
    let row = |flavour: &'static str, [work, plain]: WorkAndPlain| {
        let name = move |queue| format!("queue-async {flavour} {queue}");
        let lanes = move || vec![work(&name("work")), plain(&name("fifo")), channel()];
        Row::new(format!("{what}, {flavour}"), lanes)
    };
    vec![row("local", local), row("sync", sync)]
}

/// Returns the depths that are not too deep.
fn depths<const N: usize>(
    depths: [usize; N],
    deepest: usize,
) -> impl Iterator<Item = (usize, String)> {
    let wanted = depths.into_iter().filter(move |depth| *depth <= deepest);
    wanted.map(|depth| (depth, crate::render::with_separators(&depth.to_string())))
}

/// Returns a lane, which may keep something from round to round.
fn lane(name: impl Into<String>, version: &str, run: impl FnMut(usize) -> Round + 'static) -> Lane {
    let run = RefCell::new(run);
    Lane::new(name, version, move |items| Some((run.borrow_mut())(items))).expect("it can run")
}

/// Returns a lane of a queue of ours.
fn ours(name: &str, run: impl FnMut(usize) -> Round + 'static) -> Lane {
    lane(name, version("queue-async"), run)
}

/// Returns a lane of a floor, which has the version of a crate in its name.
fn floor(krate: &str, rest: &str, run: impl FnMut(usize) -> Round + 'static) -> Lane {
    lane(format!("{krate} {} {rest}", version(krate)), "", run)
}

/// Returns a runtime whose clock stands still until it is told to move.
fn paused_runtime() -> LocalRuntime {
    let mut builder = Builder::new_current_thread();
    let options = LocalOptions::default();
    builder.enable_time().start_paused(true).build_local(options).expect("a runtime can be made")
}
