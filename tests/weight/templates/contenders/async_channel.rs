use async_channel::bounded;

type Sender<T> = async_channel::Sender<T>;
type Receiver<T> = async_channel::Receiver<T>;

fn open<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    bounded(capacity)
}

macro_rules! put {
    ($sender:expr, $item:expr) => { assert!($sender.send($item).await.is_ok()) };
}

macro_rules! get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.recv().await else { panic!() }; item }};
}

macro_rules! try_put {
    ($sender:expr, $item:expr) => { assert!($sender.try_send($item).is_ok()) };
}

macro_rules! try_get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.try_recv() else { panic!() }; item }};
}

macro_rules! blocking_put {
    ($sender:expr, $item:expr) => { assert!($sender.send_blocking($item).is_ok()) };
}

macro_rules! blocking_get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.recv_blocking() else { panic!() }; item }};
}
