use std::pin::pin;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;

use queue_redis::{Counts, Lease, Options, Put, Queue};
use queue_redis_suite::Server;
use redis::{Client, Connection};
use tokio::task::yield_now;
use tokio::time::timeout;

/// The server of the tests that let it run, or `None` where there is no program for it.
pub(crate) fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| Server::start("no").unwrap()).as_ref()
}

/// A name that no other test uses.
pub(crate) fn name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("test-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Connects as one process would.
pub(crate) async fn connect(name: &str, options: Options<String>) -> Queue<String> {
    Queue::connect(&server().unwrap().url(), name, options).await.unwrap()
}

/// Returns a queue that no other test uses.
pub(crate) async fn queue(options: Options<String>) -> Queue<String> {
    connect(&name(), options).await
}

/// Returns a plain connection to the server.
pub(crate) fn plain() -> Connection {
    Client::open(server().unwrap().url()).unwrap().get_connection().unwrap()
}

/// Runs a test on a server, if there is one.
pub(crate) fn run(test: impl Future<Output = ()>) {
    if server().is_some() {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.unwrap().block_on(test);
    }
}

/// Runs a test on one thread. There, no reply arrives while a future is polled.
pub(crate) fn run_on_one_thread(test: impl Future<Output = ()>) {
    if server().is_some() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(test);
    }
}

/// Puts items in order.
pub(crate) async fn put(queue: &Queue<String>, items: &[&str]) {
    for item in items {
        queue.put((*item).to_owned()).await.unwrap();
    }
}

/// Takes the next job, which must be this item, taken so often.
pub(crate) async fn take(queue: &Queue<String>, item: &str, attempts: u32) -> Lease<String> {
    let lease = queue.take().await.unwrap();
    assert_eq!((lease.as_str(), lease.attempts()), (item, attempts));
    lease
}

/// Takes and ends all jobs that are ready, and returns their items.
pub(crate) async fn drain(queue: &Queue<String>) -> Vec<String> {
    let mut items = Vec::new();
    while let Ok(lease) = queue.try_take().await {
        items.push(lease.into_item().await.unwrap());
    }
    items
}

/// Waits until the queue is in some state.
pub(crate) async fn until(queue: &Queue<String>, is_so: impl Fn(&Counts) -> bool) {
    while !is_so(&queue.counts().await.unwrap()) {
        yield_now().await;
    }
}

/// Polls an operation until the queue is in some state. The operation must not end.
pub(crate) async fn poll_until(
    operation: impl Future + Unpin,
    queue: &Queue<String>,
    is_so: impl Fn(&Counts) -> bool,
) {
    tokio::select! {
        biased;
        _ = operation => panic!("the operation ends"),
        () = until(queue, is_so) => {}
    }
}

/// Waits until a put waits for room, as the only one.
pub(crate) async fn until_it_waits(queue: &Queue<String>, put: &mut Put<String>) {
    poll_until(put, queue, |counts| counts.waiting_putters == 1).await;
}

/// Polls a future once, and drops it. Returns whether it has ended.
pub(crate) fn poll_once(future: impl Future) -> bool {
    pin!(future).poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

/// The keys of the sessions of a queue.
pub(crate) fn session_keys(connection: &mut Connection, name: &str) -> Vec<String> {
    redis::cmd("KEYS").arg(format!("queue:{{{name}}}:session:*")).query(connection).unwrap()
}

/// Lets the server forget a session, as it does with one that is silent for an hour. Returns its key.
pub(crate) fn forget_session(name: &str) -> String {
    let key = session_keys(&mut plain(), name).pop().unwrap();
    redis::cmd("DEL").arg(&key).exec(&mut plain()).unwrap();
    key
}

/// Fails if it takes so long that it will never happen.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(30), future).await.expect("it does not happen")
}
