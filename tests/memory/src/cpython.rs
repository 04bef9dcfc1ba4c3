use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};

use crate::Bytes;

/// The program that runs in Python.
const SCRIPT: &str = include_str!("../python/memory.py");

/// What was measured with CPython 3.13.0, for machines that have none.
pub const RECORDED: (&str, Bytes<u64>) =
    ("3.13.0", Bytes { queue: 3256, queue_and_get: 3648, get: 400, put: 408, join: 592 });

/// Measures a CPython's own queues, and returns its version and what it printed.
///
/// # Errors
///
/// Fails if it cannot be run, or prints something else.
pub fn measure_cpython(program: &Path) -> anyhow::Result<(String, Bytes<u64>)> {
    let output = Command::new(program).args(["-I", "-c", SCRIPT]).output();
    let output = output.with_context(|| format!("cannot start {}", program.display()))?;
    let told = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut words = told.split_whitespace();
    let version = words.next().context("it says nothing")?.to_owned();
    let numbers: Vec<u64> = words.map(str::parse).collect::<Result<_, _>>()?;
    let [queue, queue_and_get, get, put, join] = numbers[..] else {
        anyhow::bail!("it says {told}")
    };
    Ok((version, Bytes { queue, queue_and_get, get, put, join }))
}
