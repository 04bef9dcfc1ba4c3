use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::Seen;
use crate::script::order_name;
use crate::{Line, Script};

/// The program that runs in Python.
const DRIVER: &str = include_str!("../../python/driver.py");

/// A CPython that runs scripts on the queues of a module.
#[derive(Debug)]
pub struct Python {
    child: Child,
    input: Option<BufWriter<ChildStdin>>,
    output: BufReader<ChildStdout>,
    version: String,
    module: String,
}

impl Python {
    /// Starts a CPython, for the queues of a module such as `asyncio`.
    ///
    /// # Errors
    ///
    /// Fails if the program cannot be started, is no CPython from 3.10 on, or does not have the module.
    pub fn start(program: &Path, module: &str) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(["-I", "-c", DRIVER, module])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().map(BufWriter::new);
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (version, module) = (String::new(), module.to_owned());
        let mut python = Self { child, input, output, version, module };
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

    /// Returns the module whose queues it runs.
    #[must_use]
    pub fn module(&self) -> &str {
        &self.module
    }

    /// Returns whether its queues know `shutdown`.
    #[must_use]
    pub fn has_shutdown(&self) -> bool {
        self.module != "asyncio" || minor(&self.version).is_some_and(|minor| minor >= 13)
    }

    /// Runs a script and returns what was seen.
    ///
    /// # Errors
    ///
    /// Fails if Python has ended, or if its output cannot be read.
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
        // It ends when its input does.
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

fn minor(version: &str) -> Option<u32> {
    version.split('.').nth(1)?.parse().ok()
}
