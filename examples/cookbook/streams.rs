//! A pipeline of a sink and a stream, which works on eight items at a time.

use std::time::Duration;

use futures::stream::{self, Stream, StreamExt};
use queue_async::sync::Queue;
use tokio::join;
use tokio::task::coop::cooperative;
use tokio::time::timeout;

#[tokio::main]
async fn main() {
    let numbers = Queue::bounded(8);
    let feed = async {
        let all = stream::iter((1..=100).map(Ok));
        all.forward(numbers.sink()).await.expect("nothing shuts it down yet");
        numbers.shutdown(); // closing a sink does not
    };
    let add_squares = async {
        let squares = items(&numbers).map(square).buffer_unordered(8);
        squares
            .fold(0, async |sum, n| {
                numbers.task_done().expect("one for each get");
                sum + n
            })
            .await
    };
    let ((), sum) = join!(feed, add_squares);
    assert_eq!((sum, numbers.unfinished()), (338_350, 0));

    // A stream that is always ready, under a time limit.
    let endless = Queue::from_iter([0]);
    let turn = items(&endless).for_each(async |item| endless.try_put(item).expect("it is open"));
    assert!(timeout(Duration::from_millis(1), turn).await.is_err());
}

/// Returns the items as a stream that yields now and then, as tokio's own streams do.
fn items(queue: &Queue<u32>) -> impl Stream<Item = u32> {
    stream::unfold(queue, async |queue| Some((cooperative(queue.get()).await.ok()?, queue)))
}

async fn square(n: u32) -> u32 {
    n * n
}
