//! SIGTERM and Ctrl-C.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlC, ctrl_c};

/// The signals that stop the server. They are caught from its making on.
#[cfg(unix)]
pub(crate) struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

#[cfg(unix)]
impl Stop {
    pub(crate) fn new() -> io::Result<Self> {
        let (terminate, interrupt) = (SignalKind::terminate(), SignalKind::interrupt());
        Ok(Self { terminate: signal(terminate)?, interrupt: signal(interrupt)? })
    }

    /// Waits for the next one.
    pub(crate) async fn recv(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Ctrl-C, which is caught from its making on.
#[cfg(windows)]
pub(crate) struct Stop(CtrlC);

#[cfg(windows)]
impl Stop {
    pub(crate) fn new() -> io::Result<Self> {
        ctrl_c().map(Self)
    }

    /// Waits for the next one.
    pub(crate) async fn recv(&mut self) {
        self.0.recv().await.unwrap_or_default();
    }
}
