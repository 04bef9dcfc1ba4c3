use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

/// Works on the numbers below `count`, several at a time, by default as many as there are cores.
///
/// Each thread starts with its own value from `start`. On a terminal a bar shows the progress. `work`
/// suspends the bar while it prints.
///
/// # Errors
///
/// Fails with the first error of `start` or `work`. The numbers being worked on are finished.
///
/// # Panics
///
/// Panics if `start` or `work` does.
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use anyhow::bail;

    use super::*;

    #[test]
    fn each_number_is_worked_on_once() {
        let done = Mutex::new(Vec::new());
        let note = |(): &mut (), number, _: &ProgressBar| {
            done.lock().unwrap().push(number);
            Ok(())
        };
        in_parallel((100, "numbers"), NonZero::new(3), || Ok(()), note).unwrap();
        let mut done = done.into_inner().unwrap();
        done.sort_unstable();
        assert!(done.into_iter().eq(0..100));
    }

    #[test]
    fn an_error_is_returned_and_ends_the_work_of_its_thread() {
        let fail = |worked: &mut u64, number, _: &ProgressBar| {
            *worked += 1;
            assert_eq!(*worked, 1, "it goes on after an error");
            bail!("number {number}")
        };
        let result = in_parallel((2, "numbers"), NonZero::new(1), || Ok(0), fail);
        assert_eq!(result.unwrap_err().to_string(), "number 0");
    }
}
