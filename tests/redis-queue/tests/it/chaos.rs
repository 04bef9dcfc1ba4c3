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
    let nowhere = || {
        let mut command = chaos();
        command.env("PATH", "").env_remove("REDIS_SERVER");
        command
    };
    let run = nowhere().output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(
        run.stdout,
        b"redis: skipped, since there is neither redis-server nor valkey-server\n"
    );
    assert_eq!(run.stderr, b"");
    let run = nowhere().arg("--if-found").output().unwrap();
    assert!(run.status.success());
}

#[test]
fn a_server_that_was_asked_for_and_is_not_there_is_an_error() {
    let run = chaos().env("REDIS_SERVER", "no-server").arg("--if-found").output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    let expected = "redis: REDIS_SERVER is \"no-server\", which is not there\n";
    assert_eq!(String::from_utf8(run.stderr).unwrap(), expected);
}
