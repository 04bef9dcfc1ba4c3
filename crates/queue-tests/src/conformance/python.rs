use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::Seen;
use crate::script::order_name;
use crate::{Line, Script};

/// What runs in Python.
const DRIVER: &str = include_str!("../../python/driver.py");

/// A CPython that runs scripts on asyncio's own queues.
#[derive(Debug)]
pub struct Python {
    child: Child,
    input: Option<BufWriter<ChildStdin>>,
    output: BufReader<ChildStdout>,
    version: String,
}

impl Python {
    /// Starts one.
    ///
    /// # Errors
    ///
    /// If it cannot be started, or is no Python.
    pub fn start(program: &Path) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(["-I", "-c", DRIVER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().map(BufWriter::new);
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut python = Self { child, input, output, version: String::new() };
        let told = python.read()?;
        let version = told.strip_prefix("CPython ").filter(|version| minor(version) >= Some(10));
        let other = || io::Error::other(format!("it says that it is {told}"));
        python.version = version.ok_or_else(other)?.to_owned();
        Ok(python)
    }

    /// Returns its version, such as `3.13.0`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Tells whether its queues know `shutdown`.
    #[must_use]
    pub fn has_shutdown(&self) -> bool {
        minor(&self.version).is_some_and(|minor| minor >= 13)
    }

    /// Runs a script and returns what was seen.
    ///
    /// # Errors
    ///
    /// If it ended or said something else than an answer.
    pub fn run(&mut self, script: &Script) -> io::Result<Seen> {
        let input = self.input.as_mut().expect("it is open until dropped");
        writeln!(input, "{}|{}", order_name(script.order), script.maxsize)?;
        script.lines.iter().try_for_each(|line| send(input, line))?;
        writeln!(input, ".")?;
        input.flush()?;
        let mut seen = Vec::with_capacity(script.lines.len());
        loop {
            let line = self.read()?;
            if line == "." {
                return Ok(seen);
            }
            seen.push(line);
        }
    }

    fn read(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "Python has ended"));
        }
        Ok(line.trim_end_matches('\n').to_owned())
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It ends with its input.
        self.input = None;
        let _ = self.child.wait();
    }
}

fn send(input: &mut impl Write, line: &Line) -> io::Result<()> {
    match line {
        Line::Task(actor, acts) => {
            write!(input, "task|{actor}")?;
            acts.iter().try_for_each(|act| write!(input, "|{act}"))?;
            writeln!(input)
        }
        Line::Now(op, _) => writeln!(input, "now|{op}"),
        Line::Cancel(actor) => writeln!(input, "cancel|{actor}"),
        Line::Turn(_) => writeln!(input, "turn"),
        Line::Shows(_) => writeln!(input, "shows"),
    }
}

/// Finds the newest CPython on the machine that knows `shutdown`: on the path, or where pyenv keeps
/// them.
#[must_use]
pub fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        .flat_map(|folder| (13..40).map(move |minor| folder.join(format!("python3.{minor}"))));
    let any = std::env::split_paths(&path).map(|folder| folder.join("python3"));
    let pyenv = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let pyenv = pyenv.or_else(|| Some(std::env::home_dir()?.join(".pyenv")));
    let kept = pyenv.and_then(|root| root.join("versions").read_dir().ok()).into_iter().flatten();
    let kept = kept.flatten().map(|entry| entry.path().join("bin").join("python3"));
    let found = on_path.chain(any).chain(kept).filter(|program| program.is_file());
    let newest = found.filter_map(|program| Some((version_of(&program)?, program))).max();
    newest.filter(|(version, _)| version[..2] >= [3, 13][..]).map(|(_, program)| program)
}

fn version_of(program: &Path) -> Option<Vec<u32>> {
    let asked = "import platform as p; print(p.python_implementation(), p.python_version())";
    let output = Command::new(program).args(["-I", "-c", asked]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.trim().strip_prefix("CPython ")?;
    let numbers = |part: &str| {
        let digits = part.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(part.len());
        part[..digits].parse().ok()
    };
    version.split('.').map(numbers).collect()
}

fn minor(version: &str) -> Option<u32> {
    version.split('.').nth(1)?.parse().ok()
}
