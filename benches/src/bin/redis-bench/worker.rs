use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use queue_benches::harness::Lane;
use queue_benches::workloads::Round;
use queue_redis::{Json, Queue};
use redis::aio::MultiplexedConnection;

use crate::apalis::Apalis;
use crate::script::Script;
use crate::setting::Setting;
use crate::{ANSWERS, floor, lane, ours};

/// How long the two parts of a workload took.
pub(crate) struct Parts {
    pub(crate) puts: Duration,
    pub(crate) work: Duration,
}

/// Jobs are put one after the other. Nothing works meanwhile.
pub(crate) fn puts(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    lanes(setting, "put", |parts| parts.puts)
}

/// One worker processes the jobs that are there, one after the other. A job does nothing.
pub(crate) fn work(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    lanes(setting, "work", |parts| parts.work)
}

fn lanes(
    setting: &Rc<Setting>,
    command: &'static str,
    part: fn(Parts) -> Duration,
) -> anyhow::Result<Vec<Lane>> {
    let (ours_in, list_in, apalis_in) =
        (Rc::clone(setting), Rc::clone(setting), Rc::clone(setting));
    let queue = setting.queue::<u64, _>("worker", Json)?;
    let connection = setting.connection()?;
    let apalis = setting.block_on(Apalis::connect(&setting.url()))?;
    let mut lanes = vec![
        ours("queue-redis", move |items| Round {
            items,
            elapsed: part(ours_in.block_on(queue_redis(&queue, items))),
        }),
        floor("RPUSH + BLPOP", move |items| Round {
            items,
            elapsed: part(list_in.block_on(list(connection.clone(), items))),
        }),
        lane("apalis-redis", queue_benches::version("apalis-redis"), move |items| Round {
            items,
            elapsed: part(apalis_in.block_on(apalis.run(command, items))),
        }),
    ];
    for script in Script::all(setting.port()) {
        let (name, version) = (script.name(), script.version().to_owned());
        let script = RefCell::new(script);
        lanes.push(lane(name, version, move |items| Round {
            items,
            elapsed: script.borrow_mut().run(command, items).expect("each job runs once"),
        }));
    }
    Ok(lanes)
}

async fn queue_redis(queue: &Queue<u64>, items: usize) -> Parts {
    let start = Instant::now();
    for number in 0..items as u64 {
        queue.put(number).await.expect(ANSWERS);
    }
    let puts = start.elapsed();
    let start = Instant::now();
    for number in 0..items as u64 {
        let lease = queue.take().await.expect(ANSWERS);
        assert_eq!(*lease, number);
        lease.done().await.expect(ANSWERS);
    }
    let work = start.elapsed();
    assert_eq!(queue.counts().await.expect(ANSWERS).unfinished, 0);
    Parts { puts, work }
}

async fn list(mut connection: MultiplexedConnection, items: usize) -> Parts {
    let start = Instant::now();
    for number in 0..items as u64 {
        let push = redis::cmd("RPUSH").arg("worker-list").arg(number).to_owned();
        push.exec_async(&mut connection).await.expect(ANSWERS);
    }
    let puts = start.elapsed();
    let start = Instant::now();
    for number in 0..items as u64 {
        let pop = redis::cmd("BLPOP").arg("worker-list").arg(0).to_owned();
        let (_, popped): (String, u64) = pop.query_async(&mut connection).await.expect(ANSWERS);
        assert_eq!(popped, number);
    }
    Parts { puts, work: start.elapsed() }
}
