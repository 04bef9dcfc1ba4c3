use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use crate::Error;
use crate::answer::Answer;
use crate::engine::{self, micros};
use crate::session::{LONGEST_PAUSE, Session, lock};
use crate::wakes::LastRead;

/// When the next beat is due.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alarm(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    at: Mutex<Option<Instant>>,
    earlier: Notify,
}

impl Alarm {
    /// Asks for a beat after so long, if none is due before.
    pub(crate) fn set(&self, after: Duration) {
        let Some(then) = Instant::now().checked_add(after) else { return };
        let mut at = lock(&self.0.at);
        if at.is_none_or(|at| then < at) {
            *at = Some(then);
            self.0.earlier.notify_one();
        }
    }

    /// Asks for a beat after so long, if there is such a time.
    pub(crate) fn set_if(&self, after: Option<Duration>) {
        if let Some(after) = after {
            self.set(after);
        }
    }

    /// Waits until a beat is due.
    async fn rings(&self) {
        loop {
            let at = *lock(&self.0.at);
            let Some(at) = at else { return self.0.earlier.notified().await };
            if timeout_at(at, self.0.earlier.notified()).await.is_err() {
                *lock(&self.0.at) = None;
                return;
            }
        }
    }
}

/// Tells the engine that the session lives on, and lets it do what is due.
pub(crate) async fn run(session: Weak<Session>, last_read: LastRead) {
    while let Some(strong) = session.upgrade() {
        let lasts = strong.settings().lasts;
        let arguments = [micros(lasts), last_read.get().into_bytes()];
        let alarm = strong.beat.clone();
        alarm.set(lasts / 3);
        match strong.request(engine::BEAT, 0, &arguments).await {
            Ok(reply) => {
                if let [Answer::Due(Some(due))] = reply.answers[..] {
                    alarm.set(due);
                }
            }
            // No answer to what waits counts until the server is found again.
            Err(Error::Unreachable(_)) => alarm.set(LONGEST_PAUSE),
            // Tried again with the next beat.
            Err(_) => {}
        }
        drop(strong);
        alarm.rings().await;
    }
}
