use std::rc::Rc;

use queue_async::{Fifo, Lock, Queue};

use super::ready::now;
use super::runtime::{Tally, on_one_thread};
use super::{Round, sum_below};

/// Whether the workload counts items as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// It calls `task_done` for each item, and joins at the end.
    Done,
    /// It does not count.
    Never,
}

/// Pairs of a put and a get that need not wait.
pub fn pairs<L: Lock>(count: Count, items: usize) -> Round {
    let queue = Queue::<Fifo<usize>, L>::bounded(1024);
    let mut sum = 0;
    let round = Round::of(items, || {
        for number in 0..items {
            now(queue.put(number)).expect("it is open");
            sum += now(queue.get()).expect("it is open");
            if count == Count::Done {
                queue.task_done().expect("one was put");
            }
        }
        if count == Count::Done {
            now(queue.join());
        }
    });
    assert_eq!(sum, sum_below(items));
    round
}

/// One task puts all items and joins. Another task gets each item and calls `task_done`.
pub fn exchange<L: Lock + 'static>(capacity: usize, items: usize) -> Round {
    let queue = Rc::new(Queue::<Fifo<usize>, L>::bounded(capacity));
    let work = Box::pin(work(Rc::clone(&queue)));
    let feed = Box::pin(feed(Rc::clone(&queue), items));
    let (elapsed, received) = on_one_thread(vec![work, feed]);
    assert_eq!((received.sum, queue.unfinished()), (sum_below(items), 0));
    Round { items, elapsed }
}

async fn feed<L: Lock>(queue: Rc<Queue<Fifo<usize>, L>>, items: usize) -> Tally {
    for number in 0..items {
        queue.put(number).await.expect("it is open");
    }
    queue.join().await;
    queue.shutdown();
    Tally::NOTHING
}

async fn work<L: Lock>(queue: Rc<Queue<Fifo<usize>, L>>) -> Tally {
    let mut tally = Tally::NOTHING;
    while let Ok(number) = queue.get().await {
        tally.add(number);
        queue.task_done().expect("one was put");
    }
    tally
}
