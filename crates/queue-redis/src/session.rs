use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use redis::{Client, RedisError};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::answer::{Answer, Reply};
use crate::engine::{self, Operator, micros};
use crate::link::{Link, passes};
use crate::open::Open;
use crate::tries::Tries;
use crate::{ConnectError, Error, beat, wakes};

/// One process at one queue: its connection, and its requests that have no answer yet.
///
/// A request keeps its number until its answer is here, and is sent again whenever the connection may have lost it. The
/// engine carries out each number once. Before anything is sent again, a new *epoch* begins: from then on the engine
/// refuses what an earlier connection may still deliver.
#[derive(Debug)]
pub(crate) struct Session {
    link: Arc<Link>,
    settings: Settings,
    next_number: AtomicU64,
    pub(crate) open: Open,
    /// The number of the newest one.
    epoch: watch::Sender<u64>,
    /// Epochs that were tried.
    tries: tokio::sync::Mutex<Tries>,
    pub(crate) beat: beat::Alarm,
    last_read: wakes::LastRead,
    pub(crate) runtime: Handle,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// What a session is told when it begins.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) name: String,
    pub(crate) prefix: String,
    pub(crate) order: &'static str,
    pub(crate) capacity: usize,
    pub(crate) max_attempts: u32,
    pub(crate) lasts: Duration,
    pub(crate) patience: Duration,
}

impl Session {
    pub(crate) async fn begin(
        client: Client,
        settings: Settings,
    ) -> Result<Arc<Self>, ConnectError> {
        for part in [&settings.name, &settings.prefix] {
            if part.is_empty() || part.len() > 200 || part.contains(['{', '}']) {
                return Err(ConnectError::Name(part.clone()));
            }
        }
        let base = format!("{}:{{{}}}", settings.prefix, settings.name);
        let link = Link::open(client.clone(), base, settings.lasts).await?;
        let session = Arc::new(Self {
            link: Arc::new(link),
            settings,
            next_number: AtomicU64::new(1),
            open: Open::default(),
            epoch: watch::Sender::new(0),
            tries: tokio::sync::Mutex::default(),
            beat: beat::Alarm::default(),
            last_read: wakes::LastRead::default(),
            runtime: Handle::current(),
            tasks: Mutex::default(),
        });
        let order = session.hello(0).await?;
        if order.as_deref().is_some_and(|order| order != session.settings.order) {
            return Err(ConnectError::Order { found: order.unwrap_or_default() });
        }
        // What waits would never hear of a server that refuses this later.
        session.link.may_read().await?;
        let last_read = session.last_read.clone();
        let tasks = [
            tokio::spawn(wakes::read(
                Arc::downgrade(&session),
                session.epochs(),
                client,
                last_read.clone(),
            )),
            tokio::spawn(beat::run(Arc::downgrade(&session), last_read)),
        ];
        lock(&session.tasks).extend(tasks);
        Ok(session)
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The name of a key of this session.
    pub(crate) fn key(&self, kind: &str) -> String {
        self.link.key(kind)
    }

    /// Numbers for so many requests.
    pub(crate) fn numbers(&self, count: u64) -> u64 {
        self.next_number.fetch_add(count, Ordering::Relaxed)
    }

    pub(crate) fn epochs(&self) -> watch::Receiver<u64> {
        self.epoch.subscribe()
    }

    pub(crate) fn epoch(&self) -> u64 {
        *self.epoch.borrow()
    }

    /// Whether this epoch has begun, and no other is about to.
    pub(crate) fn is_in(&self, epoch: u64) -> bool {
        self.link.is_in(epoch)
    }

    /// Sends a request until it has an answer.
    pub(crate) async fn request(
        self: &Arc<Self>,
        operator: Operator,
        number: u64,
        arguments: &[Vec<u8>],
    ) -> Result<Reply, Error> {
        self.request_again(&mut None, false, operator, number, arguments).await
    }

    /// Sends a request that may have been carried out since an epoch, and says so from now on. A request that is to be carried
    /// out `once` fails if the engine has forgotten that epoch.
    pub(crate) async fn request_again(
        self: &Arc<Self>,
        since: &mut Option<u64>,
        is_once: bool,
        operator: Operator,
        number: u64,
        arguments: &[Vec<u8>],
    ) -> Result<Reply, Error> {
        let start = Instant::now();
        let carried = self.open.carry();
        loop {
            let wire = self.link.wire();
            let epoch = wire.epoch;
            if is_once && since.is_some_and(|since| since < wire.known_since) {
                return Err(Error::Forgotten);
            }
            if wire.is_over {
                self.hello(epoch).await.map_err(|error| error.after(*since))?;
                continue;
            }
            let before = *since;
            since.get_or_insert(epoch);
            match self.link.send(wire, operator, number, &carried.text(), arguments).await {
                Ok(values) => {
                    let answers = Answer::read(values).map_err(|e| Error::Answer(e.to_string()))?;
                    match answers.first() {
                        Some(Answer::Unknown) => *since = before,
                        Some(Answer::Format(found)) => {
                            return Err(Error::Format { found: found.clone() });
                        }
                        _ => {
                            carried.have_arrived();
                            return Ok(Reply { epoch, answers });
                        }
                    }
                }
                Err(error) => {
                    if passes(&error) {
                        // If patience ends here, the next request looks for the server.
                        self.link.close(epoch);
                    } else {
                        *since = before;
                    }
                    self.wait_after(error, start).await.map_err(|error| error.after(*since))?;
                }
            }
            self.hello(epoch).await.map_err(|error| error.after(*since))?;
        }
    }

    /// Sends a request until it has an answer, however long the server stays away.
    pub(crate) async fn insist(
        self: &Arc<Self>,
        operator: Operator,
        number: u64,
        arguments: &[Vec<u8>],
    ) -> Result<Reply, Error> {
        loop {
            match self.request(operator, number, arguments).await {
                Err(Error::Unreachable(_)) => self.pause(LONGEST_PAUSE).await,
                answers => return answers,
            }
        }
    }

    /// Begins the epoch after this one, unless that has happened already. Returns the order of the queue.
    async fn hello(self: &Arc<Self>, after: u64) -> Result<Option<String>, Error> {
        // In a task of its own: a call that is not polled for a while must not keep the others from the server.
        let mut task = JoinSet::new();
        let session = Arc::clone(self);
        task.spawn(async move { session.next_epoch(after).await });
        let ended = task.join_next().await.and_then(Result::ok);
        ended.unwrap_or_else(|| Err(Error::Answer("none, since the runtime ends".to_owned())))
    }

    async fn next_epoch(&self, after: u64) -> Result<Option<String>, Error> {
        let start = Instant::now();
        let mut tries = self.tries.lock().await;
        while self.epoch() == after {
            // The attempts of other calls, for which this one has waited, are attempts of this one, too.
            if start.elapsed() >= self.settings.patience
                && let Some(error) = tries.failure_since(start)
            {
                return Err(Error::Unreachable(error));
            }
            tries.count += 1;
            let settings = &self.settings;
            let [open, held] = self.open.list(|| self.link.close(after));
            let arguments = [
                micros(settings.lasts),
                settings.order.as_bytes().to_vec(),
                settings.capacity.to_string().into_bytes(),
                settings.max_attempts.to_string().into_bytes(),
                open,
                held,
                self.last_read.get().into_bytes(),
            ];
            let hello = async {
                let wire = self.link.connect(tries.count).await?;
                let values = self.link.send(wire.clone(), engine::HELLO, 0, "", &arguments);
                Ok::<_, RedisError>((values.await?, wire))
            };
            let (values, wire) = match hello.await {
                Ok(answer) => answer,
                Err(error) => {
                    tries.fail(&error);
                    self.wait_after(error, start).await?;
                    continue;
                }
            };
            match Answer::read(values).map_err(|e| Error::Answer(e.to_string()))?.into_iter().next()
            {
                Some(Answer::Hello { since, order }) => {
                    self.link.switch(wire, since);
                    self.epoch.send_replace(tries.count);
                    return Ok(Some(order));
                }
                Some(Answer::Unknown) => {}
                Some(Answer::Format(found)) => return Err(Error::Format { found }),
                other => return Err(Error::Answer(format!("{other:?} to a hello"))),
            }
        }
        Ok(None)
    }

    /// Waits a little before the next attempt, if the error may pass and patience is left.
    async fn wait_after(&self, error: RedisError, start: Instant) -> Result<(), Error> {
        if !passes(&error) {
            return Err(Error::Refused(error));
        }
        if start.elapsed() >= self.settings.patience {
            return Err(Error::Unreachable(error));
        }
        self.pause(start.elapsed().clamp(FIRST_PAUSE, LONGEST_PAUSE)).await;
        Ok(())
    }

    /// Waits for a while, or until another request has found the server and begun the next epoch.
    pub(crate) async fn pause(&self, longest: Duration) {
        let _ = timeout(longest, self.epochs().changed()).await;
    }
}

/// Ends the session on the engine, too, so that its leases come back at once.
impl Drop for Session {
    fn drop(&mut self) {
        for task in lock(&self.tasks).drain(..) {
            task.abort();
        }
        let link = Arc::clone(&self.link);
        // Without it, the session ends when its time is over.
        self.runtime.spawn(async move { link.send(link.wire(), engine::BYE, 0, "", &[]).await });
    }
}

const FIRST_PAUSE: Duration = Duration::from_millis(10);
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_secs(1);

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
