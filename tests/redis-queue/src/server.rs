use std::env;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, bail, ensure};
use tempfile::TempDir;

/// The programs that can be the server, the first of which is taken that is there.
const PROGRAMS: [&str; 2] = ["redis-server", "valkey-server"];
/// The variable that names another one.
const VARIABLE: &str = "REDIS_SERVER";

/// A server of our own, on a free port, with its data in a temporary directory. It ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    program: String,
    process: Option<Process>,
    port: u16,
    directory: TempDir,
    fsync: &'static str,
    is_tls: bool,
    options: Vec<String>,
}

impl Server {
    /// Starts a server. Returns `None` if there is no program for it.
    ///
    /// # Errors
    ///
    /// Fails if the server does not start.
    pub fn start(fsync: &'static str) -> anyhow::Result<Option<Self>> {
        Self::start_with(fsync, &[])
    }

    /// Starts a server with more options.
    ///
    /// # Errors
    ///
    /// Fails if the server does not start.
    pub fn start_with(fsync: &'static str, options: &[&str]) -> anyhow::Result<Option<Self>> {
        let Some(program) = program()? else { return Ok(None) };
        Self::begin(program, fsync, false, options).map(Some)
    }

    /// Starts a server that speaks TLS and nothing else, with options that name its certificates. Returns `None` if there
    /// is no program for it, or if the program is built without TLS.
    ///
    /// # Errors
    ///
    /// Fails if the server does not start.
    pub fn start_with_tls(options: &[&str]) -> anyhow::Result<Option<Self>> {
        let Some(program) = program()?.filter(|program| has_tls(program)) else { return Ok(None) };
        Self::begin(program, "no", true, options).map(Some)
    }

    fn begin(
        program: String,
        fsync: &'static str,
        is_tls: bool,
        options: &[&str],
    ) -> anyhow::Result<Self> {
        let (port, directory) = (free_port()?, tempfile::tempdir()?);
        let options = options.iter().map(|&option| option.to_owned()).collect();
        let mut server = Self { program, process: None, port, directory, fsync, is_tls, options };
        server.restart()?;
        Ok(server)
    }

    /// Starts the process again, with the data that it had.
    ///
    /// # Errors
    ///
    /// Fails if the server does not start.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.kill();
        let port = self.port.to_string();
        let mut command = Command::new(&self.program);
        if self.is_tls {
            command.args(["--port", "0", "--tls-port", &port]);
        } else {
            command.args(["--port", &port]);
        }
        command
            .args(["--bind", "127.0.0.1", "--save", ""])
            .args(["--appendonly", if self.fsync == "no" { "no" } else { "yes" }])
            .args(["--appendfsync", self.fsync])
            .args(&self.options)
            .arg("--dir")
            .arg(self.directory.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process =
            Process::start(command).with_context(|| format!("cannot start {}", self.program))?;
        let log = process.child.stdout.take().context("it is a pipe")?;
        self.process = Some(process);
        for line in BufReader::new(log).lines() {
            if line?.contains("Ready to accept connections") {
                return Ok(());
            }
        }
        bail!("{} has ended", self.program)
    }

    /// Kills the process at once, as a loss of power to it would.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// The URL of the server.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.is_tls { "rediss" } else { "redis" };
        format!("{scheme}://127.0.0.1:{}/", self.port)
    }

    /// The port of the server.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Where the server keeps its data.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }
}

/// A process that is killed when it is dropped, and when our own process ends in whatever way.
#[derive(Debug)]
struct Process {
    child: Child,
    /// A shell that waits for the end of its input, which we keep open.
    guard: Child,
}

impl Process {
    fn start(mut command: Command) -> anyhow::Result<Self> {
        let child = command.spawn()?;
        let guard = Command::new("sh")
            .args(["-c", "cat; kill -9 $0", &child.id().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self { child, guard })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The guard ends first: the number of a process that has been waited for is free for another one.
        let _ = self.guard.kill();
        let _ = self.guard.wait();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that is free, and low enough for a node of a cluster, which takes the port 10,000 above it, too.
fn free_port() -> anyhow::Result<u16> {
    loop {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        if port < u16::MAX - 10_000 {
            return Ok(port);
        }
    }
}

/// The program that is to be the server, if there is one.
fn program() -> anyhow::Result<Option<String>> {
    if let Ok(program) = env::var(VARIABLE) {
        ensure!(is_there(&program), "{VARIABLE} is {program:?}, which is not there");
        return Ok(Some(program));
    }
    Ok(PROGRAMS.into_iter().find(|program| is_there(program)).map(str::to_owned))
}

/// Without a certificate, no server starts. One that is built with TLS says that it is for want of that.
fn has_tls(program: &str) -> bool {
    let output = Command::new(program).args(["--port", "0", "--tls-port", "1"]).output();
    output.is_ok_and(|output| {
        String::from_utf8_lossy(&output.stdout).contains("Failed to configure TLS")
    })
}

fn is_there(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
