use std::cell::Cell;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use apalis_core::backend::TaskSink;
use apalis_core::error::BoxDynError;
use apalis_core::worker::builder::WorkerBuilder;
use apalis_core::worker::context::WorkerContext;
use apalis_redis::{Config, ConnectionManager, RedisStorage};
use futures::TryStreamExt as _;
use redis::{AsyncCommands as _, RedisResult};

use crate::worker::Parts;

/// A queue of apalis. Only a worker can end its jobs, so it cannot be driven job by job.
pub(crate) struct Apalis {
    connection: ConnectionManager,
    /// A name of a worker cannot be used again soon.
    workers: Cell<usize>,
}

impl Apalis {
    pub(crate) async fn connect(url: &str) -> anyhow::Result<Self> {
        Ok(Self { connection: apalis_redis::connect(url).await?, workers: Cell::new(0) })
    }

    /// Pushes so many jobs, then runs a worker that fetches so many at once until all are processed.
    pub(crate) async fn run(&self, queue: &str, items: usize, at_once: usize) -> Parts {
        let mut storage = self.storage(queue, at_once);
        let start = Instant::now();
        for number in 0..items as u64 {
            storage.push(number).await.expect("it can push");
        }
        let puts = start.elapsed();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&seen);
        let job = move |number: u64, worker: WorkerContext| {
            let mut seen = record.lock().expect("no job panics");
            seen.push(number);
            if seen.len() == items {
                worker.stop().expect("it runs");
            }
            async { Ok::<_, BoxDynError>(()) }
        };
        let name = format!("worker-{}", self.workers.replace(self.workers.get() + 1));
        let worker = WorkerBuilder::new(name).backend(storage).build(job);
        let start = Instant::now();
        worker.run().await.expect("it ends");
        let work = start.elapsed();
        let mut seen = seen.lock().expect("no job panics").clone();
        seen.sort_unstable();
        assert!(seen.into_iter().eq(0..items as u64), "each job ran once");
        self.clear(queue, items).await.expect("the server answers");
        Parts { puts, work }
    }

    /// Checks that the server knows so many jobs as done, and removes all of the queue.
    async fn clear(&self, queue: &str, items: usize) -> RedisResult<()> {
        let mut connection = self.connection.clone();
        let done: usize = connection.scard(format!("{queue}:done")).await?;
        assert_eq!(done, items, "the worker has ended each job");
        let keys = connection.scan_match(format!("{queue}:*")).await?;
        let keys: Vec<String> = keys.try_collect().await?;
        connection.del(keys).await
    }

    /// Returns a queue that sends no events. Without results, a worker would not end its jobs.
    pub(crate) fn storage<T>(&self, queue: &str, at_once: usize) -> RedisStorage<T> {
        let mut config = Config::default().queue(queue).batch_size(at_once);
        config.emit_events = false;
        RedisStorage::new(self.connection.clone()).with_config(config)
    }
}
