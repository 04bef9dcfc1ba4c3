//! Tasks that own the struct in which their queues are, without an `async` block.

use std::ops::Deref;
use std::sync::Arc;

use futures::StreamExt;
use queue_async::sync::Queue;
use queue_async::{Get, ItemSink, ItemStream};

/// What the tasks share.
struct App {
    jobs: Queue<u32>,
    results: Queue<u32>,
}

/// A handle of the jobs that owns the app.
struct Jobs(Arc<App>);

impl Deref for Jobs {
    type Target = Queue<u32>;

    fn deref(&self) -> &Queue<u32> {
        &self.0.jobs
    }
}

/// A handle of the results that owns the app.
struct Results(Arc<App>);

impl Deref for Results {
    type Target = Queue<u32>;

    fn deref(&self) -> &Queue<u32> {
        &self.0.results
    }
}

#[tokio::main]
async fn main() {
    let app = Arc::new(App { jobs: Queue::bounded(4), results: Queue::bounded(4) });
    let squares = ItemStream::new(Jobs(Arc::clone(&app))).map(|n| Ok(n * n));
    let worker = tokio::spawn(squares.forward(ItemSink::new(Results(Arc::clone(&app)))));
    let first = tokio::spawn(Get::new(Results(Arc::clone(&app)))); // a get is a task, too

    app.jobs.put(3).await.expect("nothing shuts it down yet");
    assert_eq!(first.await.expect("it does not panic"), Ok(9));
    app.jobs.put(4).await.expect("nothing shuts it down yet");
    app.jobs.shutdown();
    worker.await.expect("it does not panic").expect("nothing shuts the results down");
    assert!(app.results.drain().eq([16]));
    assert_eq!(Arc::strong_count(&app), 1); // the tasks have dropped their handles
}
