use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};

use anyhow::Context as _;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};
use tokio::time::Instant;

use super::proxy::Proxy;
use super::{Member, Role};

/// A process that puts or takes, and its way to the server.
#[derive(Debug)]
pub(super) struct Process {
    pub(super) member: Member,
    pub(super) proxy: Proxy,
    child: Child,
    /// Until when it is stopped.
    pub(super) stopped: Option<Instant>,
}

impl Process {
    pub(super) async fn launch(
        program: &PathBuf,
        server: u16,
        mut member: Member,
    ) -> anyhow::Result<Self> {
        let proxy = Proxy::open(server).await?;
        member.url = proxy.url();
        let mut command = Command::new(program);
        let role = match member.role {
            Role::Producer => "producer",
            Role::Consumer => "consumer",
        };
        command
            .args(["member", "--role", role, "--name", &member.name, "--url", &member.url])
            .arg("--directory")
            .arg(&member.directory)
            .args(["--seed", &member.seed.to_string()])
            .args(["--capacity", &member.capacity.to_string()])
            .args(["--session", &member.session.to_string()])
            .stdin(Stdio::piped())
            .kill_on_drop(true);
        if member.drops_takes {
            command.arg("--drops-takes");
        }
        if let Some(lasts) = member.lease {
            command.args(["--lease", &lasts.to_string()]);
        }
        let child = command.spawn().context("cannot start a process")?;
        Ok(Self { member, proxy, child, stopped: None })
    }

    pub(super) fn signal(&self, signal: Signal) {
        // A process that has not been waited for keeps its number.
        if let Some(id) = self.child.id() {
            let _ = kill(Pid::from_raw(id.cast_signed()), signal);
        }
    }

    pub(super) async fn kill(&mut self) {
        let _ = self.child.kill().await;
    }

    /// Tells it to end what it has begun.
    pub(super) fn close(&mut self) {
        self.child.stdin = None;
    }

    pub(super) async fn ended(&mut self) -> anyhow::Result<ExitStatus> {
        Ok(self.child.wait().await?)
    }

    /// Whether it has ended, though it was not told to.
    pub(super) fn is_gone(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }
}
