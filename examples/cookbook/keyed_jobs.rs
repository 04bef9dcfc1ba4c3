//! At most one job of a user is in progress, and a newer job takes the place of one that waits.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use queue_async::SyncLock;
use queue_async::work::{ByKey, Keep, WorkQueue};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Writes the version of a page of a user.
struct Save {
    user: &'static str,
    version: u32,
}

type Saves = WorkQueue<ByKey<Save, &'static str>, SyncLock>;
type Saved = Arc<Mutex<BTreeMap<&'static str, Vec<u32>>>>;

#[tokio::main]
async fn main() {
    let saved = Saved::default();
    let rules = ByKey::new(Keep::Last, |save: &Save| save.user);
    let saves = Arc::new(
        Saves::builder(rules)
            .bounded(100)
            .max_attempts(5)
            .backoff(Duration::from_millis(1), Duration::from_millis(100))
            .build(),
    );
    let mut tasks = JoinSet::new();
    let driver = Arc::clone(&saves);
    tasks.spawn(async move { driver.drive(sleep).await }); // the backoff needs a driver
    for _ in 0..4 {
        tasks.spawn(work(Arc::clone(&saves), Arc::clone(&saved)));
    }
    for version in 1..=100 {
        for user in ["ann", "bob", "eve"] {
            saves.put(Save { user, version }).await.expect("nothing shuts it down yet");
        }
        tokio::task::yield_now().await;
    }
    saves.join().await; // until each job is done or dead
    saves.shutdown(); // ends the workers and the driver
    tasks.join_all().await;

    assert!(saves.dead().is_empty());
    for versions in saved.lock().expect("no worker holds it").values() {
        assert!(versions.is_sorted(), "a user's jobs are done one by one");
        assert_eq!(versions.last(), Some(&100), "the last version is never left out");
    }
}

async fn work(saves: Arc<Saves>, saved: Saved) {
    while let Ok(save) = saves.take().await {
        if save.version % 7 == 0 && save.attempts() == 1 {
            continue; // it fails, and comes back after the backoff, or as a newer version
        }
        sleep(Duration::from_millis(1)).await;
        let mut saved = saved.lock().expect("no worker holds it");
        saved.entry(save.user).or_default().push(save.version);
        save.done().expect("the lease has not ended");
    }
}
