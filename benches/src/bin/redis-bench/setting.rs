use std::fmt;

use queue_redis::{Codec, Options, Queue};
use queue_redis_suite::Server;
use redis::aio::MultiplexedConnection;
use redis::{Client, InfoDict};
use tokio::runtime::{Builder, Runtime};

use crate::ANSWERS;

/// No queue is ever full.
const CAPACITY: usize = 1_000_000;

/// A server, and the thread on which all clients in this process run.
pub(crate) struct Setting {
    server: Server,
    runtime: Runtime,
}

impl Setting {
    /// Starts a server that keeps nothing on a disk. Returns `None` if there is no program for it.
    pub(crate) fn start() -> anyhow::Result<Option<Self>> {
        let Some(server) = Server::start("no")? else { return Ok(None) };
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Some(Self { server, runtime }))
    }

    /// Runs a future, and meanwhile whatever else the clients do.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    pub(crate) const fn port(&self) -> u16 {
        self.server.port()
    }

    /// Returns a new connection.
    pub(crate) fn connection(&self) -> anyhow::Result<MultiplexedConnection> {
        let client = Client::open(self.url())?;
        Ok(self.block_on(client.get_multiplexed_async_connection())?)
    }

    /// Returns a bounded queue of that name, with a session of its own.
    pub(crate) fn queue<T: Send + 'static, C: Codec<T>>(
        &self,
        name: &str,
        codec: C,
    ) -> anyhow::Result<Queue<T, C>> {
        let options = Options::bounded(CAPACITY);
        Ok(self.block_on(Queue::connect_with(&self.url(), name, options, codec))?)
    }

    /// Returns the name and the version of the server.
    pub(crate) fn version(&self) -> String {
        let info = self.info("server");
        let valkey =
            info.get::<String>("valkey_version").map(|version| format!("Valkey {version}"));
        let redis = || format!("Redis {}", info.get::<String>("redis_version").unwrap_or_default());
        valkey.unwrap_or_else(redis)
    }

    /// Returns the bytes that the server uses.
    pub(crate) fn used_memory(&self) -> u64 {
        self.info("memory").get("used_memory").expect(ANSWERS)
    }

    fn info(&self, section: &str) -> InfoDict {
        let mut connection = self.connection().expect(ANSWERS);
        let command = redis::cmd("INFO").arg(section).to_owned();
        self.block_on(command.query_async(&mut connection)).expect(ANSWERS)
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("server", &self.server).finish_non_exhaustive()
    }
}
