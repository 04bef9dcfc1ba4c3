use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};

/// A queue of another language: a process that reads a command a line, and answers each with a line.
pub(crate) struct Script {
    name: &'static str,
    version: String,
    process: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Script {
    /// Starts all that can be installed, on the server at that port. Says what is skipped.
    pub(crate) fn all(port: u16) -> Vec<Self> {
        let start = |(name, install): (&'static str, fn(&Path) -> anyhow::Result<Command>)| {
            let script =
                command(name, install).and_then(|command| Self::start(name, command, port));
            script.inspect_err(|error| println!("{name}: skipped, since {error:#}")).ok()
        };
        [("BullMQ", bullmq as fn(&Path) -> _), ("arq", arq)].into_iter().filter_map(start).collect()
    }

    fn start(name: &'static str, mut command: Command, port: u16) -> anyhow::Result<Self> {
        command.arg(port.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().context("it cannot be started")?;
        let commands = process.stdin.take().context("it has an input")?;
        let answers = BufReader::new(process.stdout.take().context("it has an output")?);
        let mut script = Self { name, version: String::new(), process, commands, answers };
        script.version = script.answer()?;
        Ok(script)
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the version of the queue, and that of its language.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Runs a command, and returns the time that it has measured.
    pub(crate) fn run(&mut self, command: &str) -> anyhow::Result<Duration> {
        writeln!(self.commands, "{command}")?;
        self.commands.flush()?;
        Ok(Duration::from_nanos(self.answer()?.parse()?))
    }

    fn answer(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        ensure!(!line.is_empty(), "it has ended");
        Ok(line.trim().to_owned())
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        // They may have ended by themselves.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Installs a queue, unless that is done, and returns the command that runs it.
fn command(name: &str, install: fn(&Path) -> anyhow::Result<Command>) -> anyhow::Result<Command> {
    // The program lies in `target/release`.
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2).context("it lies in the target folder")?;
    let folder = target.join("redis-bench").join(name.to_lowercase());
    fs::create_dir_all(&folder)?;
    install(&folder)
}

fn bullmq(folder: &Path) -> anyhow::Result<Command> {
    let modules = folder.join("node_modules");
    if !modules.join("bullmq").exists() || !modules.join("ioredis").exists() {
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(folder);
        run(npm.args(["bullmq@6.7.0", "ioredis@6.0.0"]))?;
    }
    let mut node = Command::new("node");
    node.arg(file("bullmq.js")).env("NODE_PATH", modules);
    Ok(node)
}

fn arq(folder: &Path) -> anyhow::Result<Command> {
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !folder.join("installed").exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        run(Command::new(&python).args(pip).arg("arq==0.28.0"))?;
        fs::write(folder.join("installed"), "")?;
    }
    let mut python = Command::new(python);
    python.arg(file("arq_bench.py"));
    Ok(python)
}

/// Returns the path of a script.
fn file(name: &str) -> PathBuf {
    // Another clone may share the target directory, so it is not where this was built.
    let package =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package).join("redis").join(name)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let program = command.get_program().display().to_string();
    let output = command.output().with_context(|| format!("{program} cannot be started"))?;
    ensure!(output.status.success(), "{program} cannot install it");
    Ok(())
}
