use flume::bounded;
use futures::{SinkExt as _, StreamExt as _};

type Sender<T> = flume::Sender<T>;
type Receiver<T> = flume::Receiver<T>;

fn open<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    bounded(capacity)
}

macro_rules! put {
    ($sender:expr, $item:expr) => { assert!($sender.send_async($item).await.is_ok()) };
}

macro_rules! get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.recv_async().await else { panic!() }; item }};
}

macro_rules! try_put {
    ($sender:expr, $item:expr) => { assert!($sender.try_send($item).is_ok()) };
}

macro_rules! try_get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.try_recv() else { panic!() }; item }};
}

macro_rules! blocking_put {
    ($sender:expr, $item:expr) => { assert!($sender.send($item).is_ok()) };
}

macro_rules! blocking_get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.recv() else { panic!() }; item }};
}

macro_rules! sink {
    ($sender:expr) => { $sender.sink() };
}

macro_rules! stream {
    ($receiver:expr) => { $receiver.stream() };
}
