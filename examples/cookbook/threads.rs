//! Threads that feed tasks, and a thread that takes what the tasks make of it.

use std::sync::Arc;
use std::thread;

use queue_async::sync::Queue;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let numbers = Arc::new(Queue::bounded(4));
    let squares = Arc::new(Queue::bounded(4));

    let feeder = thread::spawn({
        let numbers = Arc::clone(&numbers);
        move || {
            for n in 1..=100_u32 {
                numbers.blocking_put(n).expect("this thread alone shuts it down");
            }
            numbers.shutdown();
        }
    });
    let collector = thread::spawn({
        let squares = Arc::clone(&squares);
        move || squares.blocking_items().sum::<u32>() // until it is shut down and empty
    });
    let mut tasks = JoinSet::new();
    for _ in 0..3 {
        tasks.spawn(square(Arc::clone(&numbers), Arc::clone(&squares)));
    }

    tasks.join_all().await; // they end when the feeder has shut down and no number is left
    squares.shutdown();
    feeder.join().expect("it does not panic"); // both threads end without this task
    assert_eq!(collector.join().expect("it does not panic"), 338_350);
}

async fn square(numbers: Arc<Queue<u32>>, squares: Arc<Queue<u32>>) {
    while let Ok(n) = numbers.get().await {
        squares.put(n * n).await.expect("the tasks end first");
    }
}
