//! Workers that feed their own queue: a crawler, whose pages link to more pages.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use queue_async::TryPutError;
use queue_async::sync::Queue;
use tokio::task::{JoinSet, yield_now};

/// How many pages there are; page `n` links to the pages `2n` and `2n + 1`.
const PAGES: u32 = 1000;

#[tokio::main]
async fn main() {
    assert_eq!(crawl(Queue::unbounded()).await, PAGES as usize);
    assert_eq!(crawl(Queue::bounded(4)).await, PAGES as usize);
}

/// Visits all pages and returns their number.
async fn crawl(pages: Queue<u32>) -> usize {
    let (pages, seen) = (Arc::new(pages), Arc::new(Mutex::new(HashSet::from([1]))));
    let mut workers = JoinSet::new();
    for _ in 0..3 {
        workers.spawn(work(Arc::clone(&pages), Arc::clone(&seen)));
    }
    pages.put(1).await.expect("nothing shuts it down yet");
    pages.join().await; // until no page is left that could link to another
    pages.shutdown();
    workers.join_all().await.into_iter().sum()
}

async fn work(pages: Arc<Queue<u32>>, seen: Arc<Mutex<HashSet<u32>>>) -> usize {
    let mut visited = 0;
    while let Ok(page) = pages.get().await {
        let mut backlog = vec![page];
        while let Some(page) = backlog.pop() {
            visited += 1;
            for link in links(page).await {
                if !seen.lock().expect("no worker panics").insert(link) {
                    continue;
                }
                match pages.try_put(link) {
                    Ok(()) => {}
                    Err(TryPutError::Full(link)) => backlog.push(link), // this worker visits it
                    Err(_) => {}                                        // no more pages
                }
            }
        }
        pages.task_done().expect("one for each get"); // not before its links are in the queue
    }
    visited
}

/// Stands for fetching the page.
async fn links(page: u32) -> impl Iterator<Item = u32> {
    yield_now().await;
    [2 * page, 2 * page + 1].into_iter().filter(|link| *link <= PAGES)
}
