use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{Scope, ScopedJoinHandle, scope, sleep};
use std::time::Duration;

use anyhow::{Context as _, anyhow, ensure};
use core_affinity::{get_core_ids, set_for_current};
use rustix::process::setpriority_process;
use thread_priority::unix::{
    RealtimeThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy,
    thread_native_id,
};
use thread_priority::{ThreadPriority, ThreadPriorityValue};

/// Starts threads, sets `stop` after that time, and returns the results of the threads.
pub(crate) fn run_for<'env, R: Send + 'env>(
    time: Duration,
    stop: &'env AtomicBool,
    start: impl for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> Vec<ScopedJoinHandle<'scope, R>>,
) -> Vec<R> {
    scope(|scope| {
        let threads = start(scope);
        sleep(time);
        stop.store(true, Relaxed);
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    })
}

/// Keeps the calling thread on one core.
pub(crate) fn stay_on(core: usize) -> anyhow::Result<()> {
    let cores = get_core_ids().context("the cores are not known")?;
    let core = *cores.get(core).with_context(|| format!("there is no core {core}"))?;
    ensure!(set_for_current(core), "cannot stay on one core");
    Ok(())
}

/// Makes the calling thread a real-time thread (`SCHED_FIFO`), which runs before all other threads.
pub(crate) fn become_real_time() -> anyhow::Result<()> {
    let priority = ThreadPriorityValue::try_from(10).map_err(|error| anyhow!(error))?;
    set_thread_priority_and_policy(
        thread_native_id(),
        ThreadPriority::Crossplatform(priority),
        ThreadSchedulePolicy::Realtime(RealtimeThreadSchedulePolicy::Fifo),
    )
    .map_err(|error| anyhow!("no real-time thread: {error:?}"))
}

/// Gives the calling thread the lowest priority (nice 19).
pub(crate) fn become_nice() -> anyhow::Result<()> {
    setpriority_process(None, 19).context("cannot set the priority")
}
