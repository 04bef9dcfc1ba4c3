//! Builds an example as a program that tests run, and checks what it prints.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Builds an example as the test is built, and returns where it is.
///
/// Cargo does not name the path of an example to tests, and does not always build it. The example
/// is not built if a test is run alone, or if it has unit tests, which are built in its place.
pub(crate) fn build(example: &str) -> PathBuf {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let build = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--message-format=json-render-diagnostics"])
        .args(["--example", example, "--manifest-path", manifest])
        .args((!cfg!(debug_assertions)).then_some("--release"))
        .stderr(Stdio::inherit())
        .output()
        .expect("the test was built by cargo");
    let messages = String::from_utf8(build.stdout).expect("JSON is UTF-8");
    let path = messages.split("\"executable\":\"").nth(1).and_then(|rest| rest.split('"').next());
    path.expect("it was built").into()
}

#[track_caller]
pub(crate) fn assert_output(output: &Output, status: i32, out: impl AsRef<[u8]>, err: &str) {
    let shown = String::from_utf8_lossy;
    assert_eq!(shown(&output.stderr), err);
    assert_eq!(shown(&output.stdout), shown(out.as_ref()));
    assert_eq!(output.stdout, out.as_ref());
    assert_eq!(output.status.code(), Some(status));
}
