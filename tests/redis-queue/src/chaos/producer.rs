use std::fmt::Debug;
use std::num::NonZeroUsize;
use std::time::Duration;

use queue_redis::{Queue, TryPutError};
use rand::RngExt as _;
use rand::rngs::StdRng;
use tokio::sync::watch;
use tokio::time::timeout;

use super::{Event, Journal};

/// Puts one item after the other until it is told to stop. `name` begins each of them.
pub(super) async fn work(
    queue: Queue<String>,
    journal: Journal,
    name: String,
    mut rng: StdRng,
    mut stop: watch::Receiver<bool>,
) {
    let mut number = 0_u64;
    while !*stop.borrow() {
        let way = rng.random_range(0..100);
        let patience = Duration::from_micros(rng.random_range(0..20_000));
        if way < 8 {
            let first = number + 1;
            number += rng.random_range(2..6);
            let items = (first..=number).map(|number| format!("{name}/{number}")).collect();
            // Most wait as long as it takes.
            let patience = if rng.random_bool(0.7) { Duration::MAX } else { patience };
            several(&queue, &journal, items, patience).await;
            continue;
        }
        if way < 9 && queue.set_capacity(NonZeroUsize::new(rng.random_range(1..8))).await.is_err() {
            journal.write(Event::Stuck { what: format!("{name} cannot set the capacity") });
        }
        number += 1;
        let item = format!("{name}/{number}");
        let is_delayed = matches!(way, 70..75);
        journal.write(Event::Put { item: item.clone(), is_delayed, after: None });
        journal.write(match way {
            0..60 => said(&item, queue.put(item.clone()).await),
            60..70 => match queue.try_put(item.clone()).await {
                Ok(()) => Event::HasPut { item },
                Err(TryPutError::Full(_)) => Event::HasNotPut { item },
                Err(error) => Event::MayHavePut { item, why: reason(&error) },
            },
            70..75 => said(&item, queue.put_after(item.clone(), patience).await),
            75..88 => cancelled(&queue, item, patience).await,
            _ => match timeout(patience, async { queue.put(item.clone()).await }).await {
                Ok(result) => said(&item, result),
                Err(_) => Event::MayHavePut { item, why: "dropped".to_owned() },
            },
        });
        if rng.random_bool(0.3) {
            let pause = Duration::from_micros(rng.random_range(0..20_000));
            let _ = timeout(pause, stop.wait_for(|stops| *stops)).await;
        }
    }
}

/// Puts items with one call, and drops it when its patience is over.
async fn several(queue: &Queue<String>, journal: &Journal, items: Vec<String>, patience: Duration) {
    let mut after = None;
    for item in &items {
        let before = after.replace(item.clone());
        journal.write(Event::Put { item: item.clone(), is_delayed: false, after: before });
    }
    let result = timeout(patience, queue.put_many(items.clone())).await;
    for item in items {
        let why = match &result {
            Ok(Ok(())) => None,
            Ok(Err(error)) => error.items.contains(&item).then(|| reason(&error.cause)),
            Err(_) => Some("dropped".to_owned()),
        };
        journal.write(match why {
            None => Event::HasPut { item },
            Some(why) => Event::MayHavePut { item, why },
        });
    }
}

/// Puts, and cancels when its patience is over.
async fn cancelled(queue: &Queue<String>, item: String, patience: Duration) -> Event {
    let mut put = queue.put(item.clone());
    match timeout(patience, &mut put).await {
        Ok(result) => said(&item, result),
        Err(_) => match put.cancel().await {
            Ok(Some(item)) => Event::HasNotPut { item },
            Ok(None) => Event::HasPut { item },
            Err(error) => Event::MayHavePut { item, why: reason(&error) },
        },
    }
}

fn said<E: Debug>(item: &str, result: Result<(), E>) -> Event {
    let item = item.to_owned();
    match result {
        Ok(()) => Event::HasPut { item },
        Err(error) => Event::MayHavePut { item, why: reason(&error) },
    }
}

pub(super) fn reason(error: &impl Debug) -> String {
    format!("{error:?}")
}
