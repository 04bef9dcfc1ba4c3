use std::time::Instant;

use redis::RedisError;

/// Attempts to begin an epoch.
#[derive(Debug, Default)]
pub(crate) struct Tries {
    pub(crate) count: u64,
    /// When the last one failed, and why.
    failed: Option<(Instant, RedisError)>,
}

impl Tries {
    pub(crate) fn fail(&mut self, error: &RedisError) {
        self.failed = Some((Instant::now(), error.clone()));
    }

    /// The error of an attempt that has failed since then.
    pub(crate) fn failure_since(&self, start: Instant) -> Option<RedisError> {
        self.failed.as_ref().filter(|(at, _)| *at >= start).map(|(_, error)| error.clone())
    }
}
