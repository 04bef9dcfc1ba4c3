use std::sync::Arc;

use futures::{SinkExt as _, StreamExt as _};
use queue_async::sync::Queue;

type Sender<T> = Arc<Queue<T>>;
type Receiver<T> = Arc<Queue<T>>;

fn open<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let queue = Arc::new(Queue::bounded(capacity));
    (Arc::clone(&queue), queue)
}

macro_rules! put {
    ($sender:expr, $item:expr) => { assert!($sender.put($item).await.is_ok()) };
}

macro_rules! get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.get().await else { panic!() }; item }};
}

macro_rules! try_put {
    ($sender:expr, $item:expr) => { assert!($sender.try_put($item).is_ok()) };
}

macro_rules! try_get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.try_get() else { panic!() }; item }};
}

macro_rules! blocking_put {
    ($sender:expr, $item:expr) => { assert!($sender.blocking_put($item).is_ok()) };
}

macro_rules! blocking_get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.blocking_get() else { panic!() }; item }};
}

macro_rules! sink {
    ($sender:expr) => { $sender.sink() };
}

macro_rules! stream {
    ($receiver:expr) => { $receiver.stream() };
}
