use std::process::Command;

/// The program checks its own results, so the test only checks that it ends and names each contender.
#[test]
fn every_lock_and_every_channel_is_measured() {
    for (only, names) in [
        ("pairs", ["queue-async", "parking_lot", "std"]),
        ("one core", ["queue-async", "kanal", "flume"]),
    ] {
        let arguments = ["--time", "2", "--rounds", "1", "--only", only];
        let lock = Command::new(env!("CARGO_BIN_EXE_lock")).args(arguments).output();
        let output = lock.expect("it runs");
        let text = String::from_utf8(output.stdout).expect("it is UTF-8");
        assert!(output.status.success(), "{text}");
        assert!(names.iter().all(|name| text.contains(&format!("| {name} |"))), "{text}");
    }
}
