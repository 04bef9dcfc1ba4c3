//! What operations cost that a clock does not show: instructions, allocations and wakes, the same in each run.

mod cells;
mod committed;
mod work;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Wake, Waker};

use allocation_counter::measure;

pub use committed::{Committed, Counters, growing, path};

use crate::steps::count;

/// How many times each operation is done while it is counted.
const TIMES: u64 = 1000;

/// Counts all operations, or returns `None` if there is no valgrind.
///
/// `program` is the program `counters`, which is run under valgrind as `counters under-valgrind`.
///
/// # Errors
///
/// Fails if valgrind did not count.
pub fn count_all(program: &Path) -> anyhow::Result<Option<Vec<(String, Counters)>>> {
    let mut all = Vec::new();
    let woken = Arc::new(Woken::default());
    cells::visit(&Waker::from(Arc::clone(&woken)), &mut |name, operation| {
        repeat(operation);
        woken.0.store(0, Ordering::Relaxed);
        let allocations = measure(|| repeat(operation)).count_total;
        let wakes = woken.0.load(Ordering::Relaxed);
        let counters = Counters { instructions: 0, allocations, wakes };
        all.push((name, counters));
    });
    let Some(instructions) = count(program, &["under-valgrind"], "counters::counted", all.len())?
    else {
        return Ok(None);
    };
    for ((_, counters), instructions) in all.iter_mut().zip(instructions) {
        counters.instructions = instructions / TIMES;
    }
    Ok(Some(all))
}

/// Does all that is counted, under valgrind.
pub fn run_all() {
    cells::visit(&Waker::from(Arc::new(Woken::default())), &mut |_, operation| {
        repeat(operation);
        counted(operation);
    });
}

/// The function that valgrind counts, and finds by its name.
#[inline(never)]
fn counted(operation: &mut dyn FnMut()) {
    repeat(operation);
}

fn repeat(operation: &mut dyn FnMut()) {
    for _ in 0..TIMES {
        operation();
    }
}

/// Counts how many times it is woken.
#[derive(Default)]
struct Woken(AtomicU64);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
