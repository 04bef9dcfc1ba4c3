use std::thread::scope;
use std::time::{Duration, Instant};

use crate::thread::stay_on;

/// A channel between two threads that block.
#[derive(Clone, Copy)]
pub(crate) enum Channel {
    Ours,
    Kanal,
    Crossbeam,
    Flume,
}

impl Channel {
    pub(crate) const ALL: [Self; 4] = [Self::Ours, Self::Kanal, Self::Crossbeam, Self::Flume];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Ours => "queue-async",
            Self::Kanal => "kanal",
            Self::Crossbeam => "crossbeam-channel",
            Self::Flume => "flume",
        }
    }

    /// Returns the time for an item from one thread to another on the same core.
    pub(crate) fn on_one_core(self, capacity: usize, items: u32) -> anyhow::Result<Duration> {
        match self {
            Self::Ours => {
                let queue = queue_async::sync::Queue::bounded(capacity);
                let send = |item| queue.blocking_put(item).is_ok();
                exchange(items, send, || queue.blocking_get().ok())
            }
            Self::Kanal => {
                let (sender, receiver) = kanal::bounded(capacity);
                exchange(items, |item| sender.send(item).is_ok(), || receiver.recv().ok())
            }
            Self::Crossbeam => {
                let (sender, receiver) = crossbeam_channel::bounded(capacity);
                exchange(items, |item| sender.send(item).is_ok(), || receiver.recv().ok())
            }
            Self::Flume => {
                let (sender, receiver) = flume::bounded(capacity);
                exchange(items, |item| sender.send(item).is_ok(), || receiver.recv().ok())
            }
        }
    }
}

fn exchange(
    items: u32,
    send: impl Fn(u32) -> bool + Sync,
    receive: impl Fn() -> Option<u32> + Sync,
) -> anyhow::Result<Duration> {
    scope(|scope| {
        let sends = scope.spawn(|| {
            stay_on(0)?;
            anyhow::Ok((0..items).all(&send))
        });
        let receives = scope.spawn(|| {
            stay_on(0)?;
            let start = Instant::now();
            let in_order = (0..items).all(|item| receive() == Some(item));
            anyhow::ensure!(in_order, "items are lost or out of order");
            Ok(start.elapsed() / items)
        });
        let sent = sends.join().expect("it does not panic")?;
        anyhow::ensure!(sent, "an item was refused");
        receives.join().expect("it does not panic")
    })
}
