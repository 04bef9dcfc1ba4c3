//! One suite for both flavours: each mounts these modules and names its lock `Flavour`.

mod bad_input;
mod browse;
mod cancel;
mod ends;
pub(crate) mod handles;
mod hostile;
mod promises;
mod select;
mod shown;
mod stream_sink;
mod verbs;

use queue_async::{Fairness, Storage};

use super::Flavour;

const WAYS: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

type Queue<S> = queue_async::Queue<S, Flavour>;

fn queue<S: Storage + Default>(capacity: usize, way: Fairness) -> Queue<S> {
    Queue::builder().bounded(capacity).fairness(way).build()
}
