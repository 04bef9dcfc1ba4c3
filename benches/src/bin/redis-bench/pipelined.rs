use std::rc::Rc;
use std::time::Instant;

use queue_benches::harness::Lane;
use queue_benches::workloads::Round;
use queue_redis::{Json, Queue};
use redis::aio::MultiplexedConnection;
use tokio::task::JoinSet;

use crate::setting::Setting;
use crate::{ANSWERS, floor, ours};

const TASKS: usize = 64;

/// Tasks of one process put, take and are done, all at the same queue over the same connection.
pub(crate) fn lanes(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    let queue = setting.queue::<u64, _>("pipelined", Json)?;
    let connection = setting.connection()?;
    let (ours_in, list_in) = (Rc::clone(setting), Rc::clone(setting));
    Ok(vec![
        ours("queue-redis", move |items| {
            let round = run(&ours_in, items, |numbers| work(queue.clone(), numbers));
            let left = ours_in.block_on(queue.counts()).expect(ANSWERS).unfinished;
            assert_eq!(left, 0);
            round
        }),
        floor("RPUSH + LPOP", move |items| {
            run(&list_in, items, |numbers| list(connection.clone(), numbers))
        }),
    ])
}

/// Runs the tasks, each with its share of the numbers, and checks that each number came out once.
fn run<F>(setting: &Setting, items: usize, task: impl Fn(Vec<u64>) -> F) -> Round
where
    F: Future<Output = Vec<u64>> + Send + 'static,
{
    let share = items.div_ceil(TASKS) as u64;
    let all = share * TASKS as u64;
    setting.block_on(async {
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for first in (0..all).step_by(share as usize) {
            tasks.spawn(task((first..first + share).collect()));
        }
        let mut taken: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
        let elapsed = start.elapsed();
        taken.sort_unstable();
        assert!(taken.into_iter().eq(0..all), "each came out once");
        Round { items: all as usize, elapsed }
    })
}

async fn work(queue: Queue<u64>, numbers: Vec<u64>) -> Vec<u64> {
    let mut taken = Vec::with_capacity(numbers.len());
    for number in numbers {
        queue.put(number).await.expect(ANSWERS);
        let lease = queue.take().await.expect(ANSWERS);
        taken.push(*lease);
        lease.done().await.expect(ANSWERS);
    }
    taken
}

async fn list(mut connection: MultiplexedConnection, numbers: Vec<u64>) -> Vec<u64> {
    let mut taken = Vec::with_capacity(numbers.len());
    for number in numbers {
        let push = redis::cmd("RPUSH").arg("pipelined-list").arg(number).to_owned();
        push.exec_async(&mut connection).await.expect(ANSWERS);
        let pop = redis::cmd("LPOP").arg("pipelined-list").to_owned();
        taken.push(pop.query_async(&mut connection).await.expect(ANSWERS));
    }
    taken
}
