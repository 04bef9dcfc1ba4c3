//! Compares the speed of `queue-redis` with that of other queues on the same server.

mod apalis;
mod flat;
mod memory;
mod one_client;
mod pipelined;
mod script;
mod setting;
mod wake;
mod worker;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use clap::Parser;
use queue_benches::harness::{Cell, Lane, Plan};
use queue_benches::render::{list, memory_list, read_redis_report, render_redis};
use queue_benches::report::{Machine, RedisReport, Report};
use queue_benches::workloads::Round;

use crate::setting::Setting;

/// Compares the speed of `queue-redis` with that of other queues on the same server.
///
/// It starts a server of its own. The contenders of a workload take turns, round by round. It prints the median ratio
/// of our time to that of each other contender. Below 1 ours is faster. In brackets are the quartiles of the ratio.
/// It takes a few minutes. The status is 2 if there is no server. BullMQ comes from npm, and arq from the Python
/// package index; what cannot be installed is skipped.
///
/// Let no other program run at the same time.
#[derive(Parser)]
#[command(name = "cargo xtask bench-redis", bin_name = "cargo xtask bench-redis")]
struct Args {
    /// Measure only workloads with PATTERN in their name, such as `tasks`
    #[arg(long, value_name = "PATTERN", default_value = "")]
    only: String,

    /// Renew docs/redis-benchmarks.md and its plot with what is measured
    #[arg(long, conflicts_with = "only")]
    write: bool,

    /// Write all rounds to FILE
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Measure nothing, and renew docs/redis-benchmarks.md and its plot from a FILE that `--json` has written
    #[arg(long, value_name = "FILE", conflicts_with_all = ["only", "write", "json"])]
    render: Option<PathBuf>,

    /// Put into a queue of the server at URL what the process that takes asks for
    #[arg(long, value_name = "URL", hide = true)]
    putter: Option<String>,
}

const PLAN: Plan = Plan { rounds: 15, round: Duration::from_millis(150) };

/// The group of all workloads.
const GROUP: &str = "redis";

const ANSWERS: &str = "the server answers";

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    if let Some(url) = &args.putter {
        return wake::putter(url).map(|()| ExitCode::SUCCESS);
    }
    if let Some(path) = &args.render {
        render_redis(&read_redis_report(path)?, Path::new("docs"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(setting) = Setting::start()? else {
        println!("bench-redis: skipped, since there is neither redis-server nor valkey-server");
        return Ok(ExitCode::from(2));
    };
    let setting = Rc::new(setting);
    let (machine, server) = (Machine::this(), setting.version());
    println!("{server}, {machine}\n");
    let mut rows = rows();
    rows.retain(|(name, _)| name.contains(&args.only));
    let progress = PLAN.progress(rows.len());
    let mut cells = Vec::new();
    for (name, lanes) in rows {
        progress.set_message(name);
        let cell = Cell { group: GROUP, name: name.to_owned(), lanes: lanes(&setting)? };
        cells.push(cell.measure(PLAN, || progress.inc(1)));
    }
    progress.finish_and_clear();
    print!("{}", list(&cells));
    let memory = if memory::NAME.contains(&args.only) { vec![memory::measure()?] } else { vec![] };
    print!("\n{}", memory_list(&memory));
    let report = RedisReport { server, memory, times: Report { machine, cells } };
    if let Some(path) = &args.json {
        report.write(path)?;
    }
    if args.write {
        render_redis(&report, Path::new("docs"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prepares the contenders of a workload.
type Lanes = fn(&Rc<Setting>) -> anyhow::Result<Vec<Lane>>;

/// Returns the names of all workloads, and what prepares each.
fn rows() -> Vec<(&'static str, Lanes)> {
    vec![
        ("one client, one job after the other", one_client::lanes),
        ("64 tasks of one process", pipelined::lanes),
        ("puts, one after the other", worker::puts),
        ("one worker, one job after the other", worker::work),
        ("one worker, ten jobs at once", worker::work_ten),
        ("a take that waits", wake::lanes),
        ("one client, among 100,000 jobs", flat::among_jobs),
        ("handed to a take, among 1,000 that wait", flat::among_takes),
    ]
}

/// Returns a lane of a contender that can run the workload.
fn lane(
    name: impl Into<String>,
    version: impl Into<String>,
    run: impl Fn(usize) -> Round + 'static,
) -> Lane {
    Lane::new(name, version, move |items| Some(run(items))).expect("it can run")
}

/// Returns a lane of our queue.
fn ours(name: &str, run: impl Fn(usize) -> Round + 'static) -> Lane {
    lane(name, queue_benches::version("queue-redis"), run)
}

/// Returns a lane of a floor, which has the version of the client in its name.
fn floor(rest: &str, run: impl Fn(usize) -> Round + 'static) -> Lane {
    lane(format!("redis {} {rest}", queue_benches::version("redis")), "", run)
}
