//! Runs the example `station` and looks at what it prints.
//!
//! On Linux only: the tests need `/dev/full`.
#![cfg(target_os = "linux")]

mod program;

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;

use crate::program::assert_output;

/// Runs a short simulation.
fn run(customers: &str, out: impl Into<Stdio>, err: impl Into<Stdio>) -> Output {
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| program::build("station"));
    let mut command = Command::new(&*PROGRAM);
    command.args(["--customers", customers]).stdin(Stdio::null()).stdout(out).stderr(err);
    command.spawn().and_then(Child::wait_with_output).expect("the program starts")
}

fn full() -> File {
    File::options().write(true).open("/dev/full").expect("Linux has it")
}

#[test]
fn shows_what_was_simulated() {
    let output = run("20000", Stdio::piped(), Stdio::piped());
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with("3 servers, room for 5, 20000 customers, seed 1;\n"), "{text}");
    assert_eq!(text.lines().count(), 8);
    assert_output(&output, 0, &output.stdout, "");
}

#[test]
fn a_reader_that_has_left_ends_it_quietly() {
    let (reader, writer) = io::pipe().expect("a pipe");
    drop(reader);
    assert_output(&run("20000", writer, Stdio::piped()), 0, "", "");
}

#[test]
fn a_full_disk_is_reported() {
    let message = "station: standard output: No space left on device (os error 28)\n";
    assert_output(&run("20000", full(), Stdio::piped()), 1, "", message);
    assert_output(&run("20000", full(), full()), 1, "", "");
}

#[test]
fn too_few_customers_are_refused_with_the_number_needed() {
    let output = run("16279", Stdio::piped(), Stdio::piped());
    let message = "error: --customers must be at least 16280 for this station: \
                   a run must lose enough customers to compare\n";
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.starts_with(message), "{err}");
    assert_output(&output, 2, "", &err);
}
