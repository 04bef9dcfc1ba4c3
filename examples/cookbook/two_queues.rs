//! One worker that serves several queues: with `select!`, and with a stream of them.

use queue_async::Select;
use queue_async::sync::Queue;
use tokio::{join, select, task};

#[tokio::main]
async fn main() {
    // Jobs of both queues come in one by one, while the worker waits.
    let (urgent, jobs) = (Queue::bounded(1), Queue::bounded(1));
    let feed = async |queue: &Queue<u32>, first: u32| {
        for job in first..first + 100 {
            queue.put(job).await.expect("nothing shuts it down yet");
            task::yield_now().await;
        }
        queue.shutdown();
    };
    let fed = async { join!(feed(&urgent, 0), feed(&jobs, 1_000)) };
    let (mut done, _) = join!(work(&urgent, &jobs), fed);
    done.sort_unstable();
    assert!(done.into_iter().eq((0..100).chain(1_000..1_100)), "each job once");

    // Many jobs wait in the first queue. The others have one each.
    let queues = [Queue::from_iter(0..100), Queue::from_iter([7]), Queue::from_iter([8])];
    queues.iter().for_each(Queue::shutdown);
    let done = serve(&queues).await;
    assert_eq!(done[..4], [(0, 0), (1, 7), (2, 8), (0, 1)]);
    assert_eq!(done.len(), 102);
    assert!(queues.iter().all(|queue| queue.unfinished() == 0));
}

/// Does the jobs of both queues, the urgent ones first, until both queues have ended.
async fn work(urgent: &Queue<u32>, jobs: &Queue<u32>) -> Vec<u32> {
    let mut done = Vec::new();
    loop {
        let job = select! {
            biased; // looks at the branches in order
            Ok(job) = urgent.get() => job, // does not match once the queue has ended
            Ok(job) = jobs.get() => job,
            else => return done, // no branch matches
        };
        done.push(job);
    }
}

/// Does the jobs of all queues in turn, and remembers which queue each came from.
async fn serve(queues: &[Queue<u32>]) -> Vec<(usize, u32)> {
    let (mut jobs, mut done) = (Select::new(queues), Vec::new());
    while let Some((queue, job)) = jobs.next().await {
        done.push((queue, job));
        queues[queue].task_done().expect("one for each get");
    }
    done
}
