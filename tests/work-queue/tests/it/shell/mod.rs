mod cancel;
mod drive;
mod drops;
mod ends;
mod input;
mod leases;
mod shown;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use queue_async::work::{Plain, WorkBuilder, WorkQueue};

use super::Flavour;
use queue_support::Task;

type Queue<T> = WorkQueue<Plain<T>, Flavour>;

fn builder<T>() -> WorkBuilder<Plain<T>, Flavour> {
    Queue::builder(Plain::default())
}

/// A clock that stands still until it is moved.
#[derive(Clone, Default)]
struct Clock(Arc<AtomicU64>);

impl Clock {
    fn now(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::Relaxed))
    }

    fn pass(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }

    fn set<T>(&self, builder: WorkBuilder<Plain<T>, Flavour>) -> WorkBuilder<Plain<T>, Flavour> {
        let clock = self.clone();
        builder.clock(move || clock.now())
    }
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
