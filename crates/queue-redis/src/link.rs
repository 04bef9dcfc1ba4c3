use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Mutex;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisError, RetryMethod, Value};

use crate::engine::Operator;
use crate::library;
use crate::session::lock;

/// How the requests of a session reach the queue: over one connection in each epoch.
///
/// So what one epoch sends arrives in this order, and what an earlier connection may still deliver is of an earlier epoch.
#[derive(Debug)]
pub(crate) struct Link {
    client: Client,
    config: AsyncConnectionConfig,
    base: String,
    id: String,
    wire: Mutex<Wire>,
}

/// The connection of an epoch.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    pub(crate) epoch: u64,
    /// The engine remembers what this session did since that epoch.
    pub(crate) known_since: u64,
    /// The epoch of the hello that began the session on the engine.
    began_in: u64,
    /// Whether the next epoch is about to begin, so that no request may be sent.
    pub(crate) is_over: bool,
    connection: MultiplexedConnection,
}

/// How long a command may take at most until its connection counts as broken.
const LONGEST_SILENCE: Duration = Duration::from_secs(5);

impl Link {
    /// Connects. A connection counts as broken if it is silent for a third of the session.
    pub(crate) async fn open(
        client: Client,
        base: String,
        session: Duration,
    ) -> Result<Self, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_response_timeout(Some((session / 3).min(LONGEST_SILENCE)))
            .set_connection_timeout(Some(LONGEST_SILENCE));
        let connection = client.get_multiplexed_async_connection_with_config(&config).await?;
        let wire =
            Mutex::new(Wire { epoch: 0, known_since: 0, began_in: 0, is_over: false, connection });
        Ok(Self { client, config, base, id: random_id(), wire })
    }

    /// The name of a key of this session.
    pub(crate) fn key(&self, kind: &str) -> String {
        format!("{}:{kind}:{}", self.base, self.id)
    }

    /// Reads the stream of wakes, to see that the server allows it.
    pub(crate) async fn may_read(&self) -> Result<(), RedisError> {
        let mut read = redis::cmd("XREAD");
        read.arg("COUNT").arg(1).arg("STREAMS").arg(self.key("wakes")).arg(0);
        read.exec_async(&mut self.wire().connection).await
    }

    /// The connection of the newest epoch.
    pub(crate) fn wire(&self) -> Wire {
        lock(&self.wire).clone()
    }

    /// Whether this epoch has begun, and no other is about to.
    pub(crate) fn is_in(&self, epoch: u64) -> bool {
        let wire = lock(&self.wire);
        wire.epoch == epoch && !wire.is_over
    }

    /// Lets no further request of this epoch begin.
    pub(crate) fn close(&self, epoch: u64) {
        let mut wire = lock(&self.wire);
        wire.is_over |= wire.epoch == epoch;
    }

    /// A connection for an epoch that begins. The first one takes that of [`open`](Self::open).
    pub(crate) async fn connect(&self, epoch: u64) -> Result<Wire, RedisError> {
        if epoch == 1 {
            return Ok(Wire { epoch, is_over: false, ..self.wire() });
        }
        let connection =
            self.client.get_multiplexed_async_connection_with_config(&self.config).await?;
        Ok(Wire { epoch, known_since: epoch, began_in: 0, is_over: false, connection })
    }

    /// The epoch of this connection has begun. `began_in` is the epoch of the hello that began the session.
    pub(crate) fn switch(&self, mut wire: Wire, began_in: u64) {
        let mut last = lock(&self.wire);
        // If the session began anew, the engine has forgotten all before. Its hello may have been a late one of an earlier epoch.
        wire.known_since = if began_in == last.began_in { last.known_since } else { wire.epoch };
        wire.began_in = began_in;
        *last = wire;
    }

    pub(crate) async fn send(
        &self,
        mut wire: Wire,
        operator: Operator,
        number: u64,
        arrived: &str,
        arguments: &[Vec<u8>],
    ) -> Result<Vec<Value>, RedisError> {
        let mut call = redis::cmd("FCALL");
        call.arg(operator.function()).arg(1).arg(&self.base);
        call.arg(&self.id).arg(wire.epoch).arg(number).arg(arrived).arg(arguments);
        match call.query_async(&mut wire.connection).await {
            Err(error) if is_unknown_function(&error) => {
                wire.load().await?;
                call.query_async(&mut wire.connection).await
            }
            answered => answered,
        }
    }
}

impl Wire {
    /// Loads the functions, unless another process has just done it.
    async fn load(&mut self) -> Result<(), RedisError> {
        let mut load = redis::cmd("FUNCTION");
        load.arg("LOAD").arg(library());
        match load.exec_async(&mut self.connection).await {
            Err(error) if error.to_string().contains("already exists") => Ok(()),
            loaded => loaded,
        }
    }
}

/// Whether the server may answer soon, after an error like this.
pub(crate) fn passes(error: &RedisError) -> bool {
    // A script that runs for long, replicas that are missing, a disk that is full.
    const FOR_A_WHILE: [&str; 3] = ["BUSY", "NOREPLICAS", "MISCONF"];
    !matches!(error.retry_method(), RetryMethod::NoRetry)
        || error.is_io_error()
        || error.code().is_some_and(|code| FOR_A_WHILE.contains(&code))
}

fn is_unknown_function(error: &RedisError) -> bool {
    error.to_string().contains("Function not found")
}

/// The standard library draws the keys of a hash map from the system's random numbers.
fn random_id() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}
