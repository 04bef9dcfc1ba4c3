use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, FromRedisValue as _, RedisError, Value, cmd};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::answer::Answer;
use crate::open::Wake;
use crate::session::{LONGEST_PAUSE, Session, lock};

/// The last entry of the stream that has been read.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastRead(Arc<Mutex<Option<String>>>);

impl LastRead {
    pub(crate) fn get(&self) -> String {
        lock(&self.0).clone().unwrap_or_else(|| "0".to_owned())
    }
}

/// Reads the answers to what waits, from a stream of the session.
///
/// A stream can be read again, so a connection that breaks loses no entry. A list could: the server takes an entry out
/// before it knows whether it can be sent.
pub(crate) async fn read(
    session: Weak<Session>,
    mut epochs: watch::Receiver<u64>,
    client: Client,
    last_read: LastRead,
) {
    let config = AsyncConnectionConfig::new()
        .set_response_timeout(Some(2 * BLOCK))
        .set_connection_timeout(Some(BLOCK));
    let mut connection = None;
    let mut untrimmed = 0;
    let mut pause = FIRST_PAUSE;
    let mut epoch = 0;
    loop {
        let Some(key) = session.upgrade().map(|session| session.key("wakes")) else { return };
        let after = last_read.get();
        let read = match &mut connection {
            Some(open) => tokio::select! {
                biased;
                // What broke the connection of the requests may have broken this one. And its wakes may be those of a server
                // that has lost them since: what is there is read again.
                changed = epochs.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    connection = None;
                    continue;
                }
                read = read_once(open, &key, &after) => read,
            },
            None => {
                epoch = *epochs.borrow_and_update();
                match client.get_multiplexed_async_connection_with_config(&config).await {
                    Ok(new) => {
                        connection = Some(new);
                        continue;
                    }
                    Err(error) => Err(error),
                }
            }
        };
        let Some(session) = session.upgrade() else { return };
        match read {
            Ok(entries) => {
                pause = FIRST_PAUSE;
                for (id, fields) in entries {
                    untrimmed += size(&fields);
                    *lock(&last_read.0) = Some(id);
                    if let Some((number, answer)) = parse(&fields) {
                        session.open.deliver(Wake { epoch, number, answer });
                    }
                }
                if untrimmed >= MOST_UNTRIMMED {
                    untrimmed = 0;
                    session.beat.set(Duration::ZERO);
                }
            }
            Err(_) => {
                connection = None;
                drop(session);
                // A new epoch has found the server.
                let _ = timeout(pause, epochs.changed()).await;
                pause = (2 * pause).min(LONGEST_PAUSE);
            }
        }
    }
}

/// How long the server waits for an entry. After that the read begins anew, so that a broken connection is noticed.
const BLOCK: Duration = Duration::from_secs(5);
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// How many bytes that have been read may stay on the server. Beats trim the stream, and can be rare.
const MOST_UNTRIMMED: usize = 1 << 20;

type Entry = (String, Vec<Value>);

async fn read_once(
    connection: &mut MultiplexedConnection,
    key: &str,
    after: &str,
) -> Result<Vec<Entry>, RedisError> {
    let mut command = cmd("XREAD");
    command.arg("BLOCK").arg(BLOCK.as_millis() as u64).arg("STREAMS").arg(key).arg(after);
    let reply: Option<Vec<(String, Vec<Entry>)>> = command.query_async(connection).await?;
    Ok(reply.into_iter().flatten().flat_map(|(_, entries)| entries).collect())
}

/// How many bytes an entry takes, roughly.
fn size(fields: &[Value]) -> usize {
    let bytes = |field: &Value| if let Value::BulkString(bytes) = field { bytes.len() } else { 0 };
    100 + fields.iter().map(bytes).sum::<usize>()
}

/// Reads an entry: the number of the request, a word, and what follows it.
fn parse(fields: &[Value]) -> Option<(u64, Answer)> {
    let [number, word, rest @ ..] = fields else { return None };
    let number = u64::from_redis_value_ref(number).ok()?;
    let word = String::from_redis_value_ref(word).ok()?;
    Some((number, Answer::read_one(&word, rest).ok()?))
}
