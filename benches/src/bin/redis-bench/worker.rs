use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use futures::future::try_join_all;
use queue_benches::harness::Lane;
use queue_benches::workloads::Round;
use queue_redis::{Json, Lease, Queue};
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
    lanes(setting, "put", 1, |parts| parts.puts)
}

/// One worker processes the jobs that are there, one after the other. A job does nothing.
pub(crate) fn work(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    lanes(setting, "work", 1, |parts| parts.work)
}

/// One worker processes the jobs that are there, ten at once.
pub(crate) fn work_ten(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    lanes(setting, "work", 10, |parts| parts.work)
}

fn lanes(
    setting: &Rc<Setting>,
    command: &'static str,
    at_once: usize,
    part: fn(Parts) -> Duration,
) -> anyhow::Result<Vec<Lane>> {
    let (ours_in, list_in, apalis_in) =
        (Rc::clone(setting), Rc::clone(setting), Rc::clone(setting));
    let queue = setting.queue::<u64, _>(&format!("worker-{at_once}"), Json)?;
    let connection = setting.connection()?;
    let apalis = setting.block_on(Apalis::connect(&setting.url()))?;
    let pop = if at_once == 1 { "RPUSH + BLPOP" } else { "RPUSH + LPOP of ten" };
    let mut lanes = vec![
        ours("queue-redis", move |items| Round {
            items,
            elapsed: part(ours_in.block_on(queue_redis(&queue, items, at_once))),
        }),
        floor(pop, move |items| Round {
            items,
            elapsed: part(list_in.block_on(list(connection.clone(), items, at_once))),
        }),
        lane("apalis-redis", queue_benches::version("apalis-redis"), move |items| Round {
            items,
            elapsed: part(apalis_in.block_on(apalis.run(command, items, at_once))),
        }),
    ];
    for script in Script::all(setting.port()) {
        let (name, version) = (script.name(), script.version().to_owned());
        let script = RefCell::new(script);
        lanes.push(lane(name, version, move |items| Round {
            items,
            elapsed: script
                .borrow_mut()
                .run(&format!("{command} {items} {at_once}"))
                .expect("each job runs once"),
        }));
    }
    Ok(lanes)
}

async fn queue_redis(queue: &Queue<u64>, items: usize, at_once: usize) -> Parts {
    let start = Instant::now();
    for number in 0..items as u64 {
        queue.put(number).await.expect(ANSWERS);
    }
    let puts = start.elapsed();
    let start = Instant::now();
    let mut next = 0;
    while next < items as u64 {
        let leases = match at_once {
            1 => vec![queue.take().await.expect(ANSWERS)],
            _ => queue.take_many(at_once).await.expect(ANSWERS),
        };
        let first = next;
        next += leases.len() as u64;
        assert!(leases.iter().map(|lease| **lease).eq(first..next));
        try_join_all(leases.into_iter().map(Lease::done)).await.expect(ANSWERS);
    }
    let work = start.elapsed();
    assert_eq!(queue.counts().await.expect(ANSWERS).unfinished, 0);
    Parts { puts, work }
}

async fn list(mut connection: MultiplexedConnection, items: usize, at_once: usize) -> Parts {
    let start = Instant::now();
    for number in 0..items as u64 {
        let push = redis::cmd("RPUSH").arg("worker-list").arg(number).to_owned();
        push.exec_async(&mut connection).await.expect(ANSWERS);
    }
    let puts = start.elapsed();
    let start = Instant::now();
    let mut next = 0;
    while next < items as u64 {
        let popped: Vec<u64> = if at_once == 1 {
            let pop = redis::cmd("BLPOP").arg("worker-list").arg(0).to_owned();
            let (_, popped): (String, _) = pop.query_async(&mut connection).await.expect(ANSWERS);
            vec![popped]
        } else {
            let pop = redis::cmd("LPOP").arg("worker-list").arg(at_once).to_owned();
            pop.query_async(&mut connection).await.expect(ANSWERS)
        };
        let first = next;
        next += popped.len() as u64;
        assert!(popped.into_iter().eq(first..next));
    }
    Parts { puts, work: start.elapsed() }
}
