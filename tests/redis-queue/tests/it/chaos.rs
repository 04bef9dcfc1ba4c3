use std::process::Command;

use crate::fixture::server;

fn chaos() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redis"));
    command.args(["--only", "chaos"]);
    command
}

#[test]
fn a_short_run_finds_nothing() {
    if server().is_none() {
        return;
    }
    let run = chaos().args(["--seconds", "2", "--producers", "1", "--consumers", "1"]).output();
    let run = run.unwrap();
    let output = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success() && output.ends_with(", 0 violations\n"), "{output}");
}

#[test]
fn a_machine_without_a_server_is_told_so_in_one_line() {
    let run = chaos().env("PATH", "").output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(
        run.stdout,
        b"redis: skipped, since there is neither redis-server nor valkey-server\n"
    );
    assert_eq!(run.stderr, b"");
    let run = chaos().env("PATH", "").arg("--if-found").output().unwrap();
    assert!(run.status.success());
}
