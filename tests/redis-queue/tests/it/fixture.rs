use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use queue_redis::{Options, Queue};
use queue_redis_suite::Server;

/// The server of all tests, or `None` where there is no program for it.
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

/// Runs a test on a server, if there is one.
pub(crate) fn run(test: impl Future<Output = ()>) {
    if server().is_none() {
        return;
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(test);
}
