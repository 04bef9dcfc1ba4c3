use anyhow::{Context as _, ensure};
use apalis_core::backend::TaskSink as _;
use queue_benches::report::{Cell, Lane};
use queue_redis::Bytes;

use crate::GROUP;
use crate::apalis::Apalis;
use crate::script::Script;
use crate::setting::Setting;

pub(crate) const NAME: &str = "memory of the server";

const JOBS: usize = 100_000;
const BYTES: usize = 100;

/// Fills queues with jobs of 100 bytes, each on a server of its own, and returns the bytes of the server for a job.
pub(crate) fn measure() -> anyhow::Result<Cell> {
    let mut lanes = vec![
        per_job("queue-redis", queue_benches::version("queue-redis"), queue_redis)?,
        per_job("a list + nothing", "", list)?,
        per_job("apalis-redis", queue_benches::version("apalis-redis"), apalis)?,
    ];
    let setting = start()?;
    for mut script in Script::all(setting.port()) {
        let (name, version) = (script.name(), script.version().to_owned());
        let before = setting.used_memory();
        script.run(&format!("fill {JOBS}"))?;
        lanes.push(lane(name, &version, setting.used_memory() - before));
    }
    Ok(Cell { group: GROUP.to_owned(), name: NAME.to_owned(), lanes })
}

fn per_job(
    name: &str,
    version: &str,
    fill: fn(&Setting, &mut dyn FnMut()) -> anyhow::Result<()>,
) -> anyhow::Result<Lane> {
    let (setting, mut before) = (start()?, 0);
    fill(&setting, &mut || before = setting.used_memory())?;
    Ok(lane(name, version, setting.used_memory() - before))
}

fn start() -> anyhow::Result<Setting> {
    Setting::start()?.context("it could be started before")
}

fn lane(name: &str, version: &str, bytes: u64) -> Lane {
    let rounds = vec![bytes as f64 / JOBS as f64];
    Lane { name: name.to_owned(), version: version.to_owned(), rounds }
}

fn queue_redis(setting: &Setting, connected: &mut dyn FnMut()) -> anyhow::Result<()> {
    let queue = setting.queue("memory", Bytes)?;
    connected();
    setting.block_on(queue.put_many(vec![vec![b'x'; BYTES]; JOBS]))?;
    ensure!(setting.block_on(queue.counts())?.len == JOBS, "not all are there");
    Ok(())
}

fn list(setting: &Setting, connected: &mut dyn FnMut()) -> anyhow::Result<()> {
    let mut connection = setting.connection()?;
    connected();
    for _ in 0..JOBS / 1000 {
        let mut push = redis::cmd("RPUSH");
        push.arg("list").arg(vec![vec![b'x'; BYTES]; 1000]);
        setting.block_on(push.exec_async(&mut connection))?;
    }
    let length = redis::cmd("LLEN").arg("list").to_owned();
    let length: usize = setting.block_on(length.query_async(&mut connection))?;
    ensure!(length == JOBS, "not all are there");
    Ok(())
}

fn apalis(setting: &Setting, connected: &mut dyn FnMut()) -> anyhow::Result<()> {
    let apalis = setting.block_on(Apalis::connect(&setting.url()))?;
    let mut storage = apalis.storage::<String>("memory", 10);
    connected();
    for _ in 0..JOBS {
        // As JSON it has quotation marks.
        setting.block_on(storage.push("x".repeat(BYTES - 2)))?;
    }
    Ok(())
}
