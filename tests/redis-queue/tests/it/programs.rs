use std::sync::OnceLock;

use queue_redis_suite::Server;

/// The server of the programs, or `None` where there is no program for it. Another test flushes the functions of the
/// other one.
pub(crate) fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| Server::start("no").unwrap()).as_ref()
}
