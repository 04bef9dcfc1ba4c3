use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use queue_benches::harness::Lane;
use queue_benches::workloads::Round;
use queue_redis::{Json, Queue};
use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task::JoinSet;

use crate::one_client::one_client;
use crate::setting::Setting;
use crate::{ANSWERS, ours};

const JOBS: u64 = 100_000;
const TAKES: usize = 1000;

/// One client, one job after the other, while other jobs are queued.
pub(crate) fn among_jobs(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    let other = one_client("queue-redis among none", setting, 0)?;
    Ok(vec![one_client("queue-redis", setting, JOBS)?, other])
}

/// A job is put and handed to the take that waits longest. When the job is done, a take waits again.
pub(crate) fn among_takes(setting: &Rc<Setting>) -> anyhow::Result<Vec<Lane>> {
    Ok(vec![handed("queue-redis", setting, TAKES)?, handed("queue-redis among none", setting, 1)?])
}

fn handed(name: &str, setting: &Rc<Setting>, waiting: usize) -> anyhow::Result<Lane> {
    let queue = setting.queue::<u64, _>(&format!("handed-{waiting}"), Json)?;
    let (sender, receiver) = mpsc::unbounded_channel();
    let takes: JoinSet<()> = setting.block_on(async {
        (0..waiting).map(|_| take_all(queue.clone(), sender.clone())).collect()
    });
    let (setting, receiver) = (Rc::clone(setting), RefCell::new(receiver));
    Ok(ours(name, move |items| {
        let receiver = &mut *receiver.borrow_mut();
        setting.block_on(async {
            while queue.counts().await.expect(ANSWERS).waiting_takers < waiting {}
            let start = Instant::now();
            for number in 0..items as u64 {
                queue.put(number).await.expect(ANSWERS);
                assert_eq!(receiver.recv().await, Some(number));
            }
            let elapsed = start.elapsed();
            assert_eq!(takes.len(), waiting);
            assert_eq!(queue.counts().await.expect(ANSWERS).unfinished, 0);
            Round { items, elapsed }
        })
    }))
}

/// Takes jobs, is done with each, and says so.
async fn take_all(queue: Queue<u64>, sender: UnboundedSender<u64>) {
    loop {
        let lease = queue.take().await.expect(ANSWERS);
        let number = *lease;
        lease.done().await.expect(ANSWERS);
        // The benchmark may have ended.
        let _ = sender.send(number);
    }
}
