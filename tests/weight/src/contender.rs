use std::fmt;
use std::path::Path;

use crate::Case;

/// A crate whose queue is built into the programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contender {
    /// The crate of this workspace, with its sync queues.
    QueueAsync,
    /// The `mpsc` of tokio.
    Tokio,
    /// The crate `async-channel`.
    AsyncChannel,
    /// The crate `flume`.
    Flume,
}

impl Contender {
    /// All contenders, ours first.
    pub const ALL: [Self; 4] = [Self::QueueAsync, Self::Tokio, Self::AsyncChannel, Self::Flume];

    /// Returns the name of the crate.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::QueueAsync => "queue-async",
            Self::Tokio => "tokio",
            Self::AsyncChannel => "async-channel",
            Self::Flume => "flume",
        }
    }

    /// Returns whether the contender has all that the case uses.
    #[must_use]
    pub const fn can(self, case: Case) -> bool {
        !matches!(case, Case::Streams(_)) || matches!(self, Self::QueueAsync | Self::Flume)
    }

    /// Returns the crates that the programs name.
    pub(crate) const fn externs(self) -> &'static [&'static str] {
        match self {
            Self::QueueAsync => &["queue_async", "futures"],
            Self::Tokio => &["tokio"],
            Self::AsyncChannel => &["async_channel"],
            Self::Flume => &["flume", "futures"],
        }
    }

    /// Returns the dependencies of the generated package; `Cargo.lock` says which version exactly.
    pub(crate) fn dependencies(self, root: &Path) -> String {
        const FUTURES: &str = r#"futures = { version = "0.3", default-features = false }"#;
        match self {
            Self::QueueAsync => {
                let path = root.join("crates/queue-async");
                format!("queue-async.path = {path:?}\n{FUTURES}\n")
            }
            Self::Tokio => {
                "tokio = { version = \"1\", default-features = false, features = [\"sync\"] }\n"
                    .to_owned()
            }
            Self::AsyncChannel => "async-channel = \"2\"\n".to_owned(),
            Self::Flume => format!("flume = \"0.12\"\n{FUTURES}\n"),
        }
    }

    /// Returns the part of a program that gives the queue its names.
    pub(crate) const fn source(self) -> &'static str {
        match self {
            Self::QueueAsync => include_str!("../templates/contenders/queue_async.rs"),
            Self::Tokio => include_str!("../templates/contenders/tokio.rs"),
            Self::AsyncChannel => include_str!("../templates/contenders/async_channel.rs"),
            Self::Flume => include_str!("../templates/contenders/flume.rs"),
        }
    }
}

impl fmt::Display for Contender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
