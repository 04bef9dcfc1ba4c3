use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use queue_benches::harness::Lane;
use queue_benches::workloads::Round;
use queue_redis::Json;

use crate::setting::Setting;
use crate::{ANSWERS, floor, ours};

/// One client puts a job, takes it and is done with it, then the next one.
pub(crate) fn lanes(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    Ok(vec![one_client("queue-redis", setting, 0)?, list(setting)?])
}

/// Returns a lane of our queue, among so many other jobs that are queued.
pub(crate) fn one_client(name: &str, setting: &Rc<Setting>, depth: u64) -> anyhow::Result<Lane> {
    let queue = setting.queue::<u64, _>(&format!("one-client-{depth}"), Json)?;
    setting.block_on(queue.put_many(0..depth))?;
    let (setting, next) = (Rc::clone(setting), Cell::new(depth));
    Ok(ours(name, move |items| {
        setting.block_on(async {
            let start = Instant::now();
            for _ in 0..items {
                let number = next.replace(next.get() + 1);
                queue.put(number).await.expect(ANSWERS);
                let lease = queue.take().await.expect(ANSWERS);
                assert_eq!(*lease, number - depth);
                lease.done().await.expect(ANSWERS);
            }
            let elapsed = start.elapsed();
            assert_eq!(queue.counts().await.expect(ANSWERS).unfinished as u64, depth);
            Round { items, elapsed }
        })
    }))
}

/// A list, which forgets a job when it hands it out.
fn list(setting: &Rc<Setting>) -> anyhow::Result<Lane> {
    let (setting, connection) = (Rc::clone(setting), setting.connection()?);
    Ok(floor("RPUSH + BLPOP", move |items| {
        let mut connection = connection.clone();
        setting.block_on(async {
            let start = Instant::now();
            for number in 0..items as u64 {
                let push = redis::cmd("RPUSH").arg("list").arg(number).to_owned();
                push.exec_async(&mut connection).await.expect(ANSWERS);
                let pop = redis::cmd("BLPOP").arg("list").arg(0).to_owned();
                let (_, popped): (String, u64) =
                    pop.query_async(&mut connection).await.expect(ANSWERS);
                assert_eq!(popped, number);
            }
            Round { items, elapsed: start.elapsed() }
        })
    }))
}
