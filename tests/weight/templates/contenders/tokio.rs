use tokio::sync::mpsc;

type Sender<T> = mpsc::Sender<T>;
type Receiver<T> = mpsc::Receiver<T>;

fn open<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    mpsc::channel(capacity)
}

macro_rules! put {
    ($sender:expr, $item:expr) => { assert!($sender.send($item).await.is_ok()) };
}

macro_rules! get {
    ($receiver:expr) => {{ let Some(item) = $receiver.recv().await else { panic!() }; item }};
}

macro_rules! try_put {
    ($sender:expr, $item:expr) => { assert!($sender.try_send($item).is_ok()) };
}

macro_rules! try_get {
    ($receiver:expr) => {{ let Ok(item) = $receiver.try_recv() else { panic!() }; item }};
}

macro_rules! blocking_put {
    ($sender:expr, $item:expr) => { assert!($sender.blocking_send($item).is_ok()) };
}

macro_rules! blocking_get {
    ($receiver:expr) => {{ let Some(item) = $receiver.blocking_recv() else { panic!() }; item }};
}
