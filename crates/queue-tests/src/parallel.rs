use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

/// Works on the numbers below `count`, several at a time, by default as many as there are cores.
///
/// Each thread starts with what it needs for itself. On a terminal a bar shows how far it has come;
/// who prints meanwhile does so while that is suspended.
///
/// # Errors
///
/// The first that `start` or `work` returned; what is being worked on is finished.
///
/// # Panics
///
/// If `start` or `work` does.
pub fn in_parallel<T>(
    (count, what): (u64, &str),
    jobs: Option<NonZero<usize>>,
    start: impl Fn() -> anyhow::Result<T> + Sync,
    work: impl Fn(&mut T, u64, &ProgressBar) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<()> {
    let style = format!("{{bar:40}} {{pos}} of {{len}} {what}, {{elapsed}} {{msg}}");
    let bar = ProgressBar::new(count).with_style(ProgressStyle::with_template(&style)?);
    let next = AtomicU64::new(0);
    let one_after_the_other = || -> anyhow::Result<()> {
        let mut own = start()?;
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return Ok(());
            }
            work(&mut own, index, &bar)?;
            bar.inc(1);
        }
    };
    let jobs = jobs.map_or_else(thread::available_parallelism, Ok)?;
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.get()).map(|_| scope.spawn(one_after_the_other)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("it does not panic"))
    })?;
    bar.finish_and_clear();
    Ok(())
}
