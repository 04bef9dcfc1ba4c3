use std::process::{Command, Output};

/// The probe finds a known failure for each kind of check. Ours have none of them.
#[test]
fn known_failures_are_found() {
    for (contender, check, instead) in [
        ("kanal", "receive keeps", "item destroyed"),
        ("tokio", "unpolled send", "all wait"),
        ("deadqueue", "waits beside it", "item withheld"),
        ("crossfire", "kept stream", "is not woken"),
        ("async-priority-queue", "items", "0 2 4 1 3"),
        ("postage mpsc", "polled receive", "1000 wakes"),
        ("local-sync", "late send", "no item back"),
        ("local-channel", "receive's wake sends", "panics"),
        ("flume", "wake panics", "aborts"),
    ] {
        let output = probe(&["--only", contender, "--only", check]);
        let text = String::from_utf8(output.stdout).expect("it is UTF-8");
        assert!(text.contains(&format!("0 pass, 1 fail: {check} ({instead})")), "{text}");
        assert!(output.status.success(), "the exit status is about ours only");
    }
}

#[test]
fn ours_hold() {
    let output = probe(&["--only", "queue-async local fifo"]);
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert!(output.status.success(), "{text}");
    assert!(text.contains(" pass") && !text.contains(" fail: "), "{text}");
}

fn probe(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_probe")).args(arguments).output().expect("the probe runs")
}
