//! Replays the scripts, and compares the answers with those recorded from CPython.

use std::fs;
use std::path::Path;

use queue_suite::conformance::{Under, check, corpus, random, recorded};
use queue_suite::{Line, Mutation, Script};
use queue_support::shrink;

#[test]
fn scripts_expect_what_cpython_answered() {
    let recorded = recorded();
    let names: Vec<_> = recorded.answers.iter().map(|(name, _)| name.as_str()).collect();
    let scripts = corpus();
    assert!(scripts.iter().map(|(name, _)| name).eq(&names), "record them anew");
    for ((name, script), (_, seen)) in scripts.iter().zip(&recorded.answers) {
        assert_eq!(check(script, seen), Ok(()), "{name}");
        assert_eq!(script.lines.len(), seen.len(), "{name}: record it anew");
    }
}

#[test]
fn the_queues_answer_what_cpython_answered() {
    let recorded = recorded();
    for ((name, script), (_, expected)) in corpus().iter().zip(&recorded.answers) {
        for under in Under::ALL {
            let seen = under.run(script);
            let lines = script.lines.iter().zip(expected.iter().zip(&seen));
            for (line, (expected, seen)) in lines {
                assert_eq!(seen.trim_end(), expected, "{name}, {under:?}: {line}");
            }
        }
    }
}

/// The five queues agree with one another, whatever CPython would answer.
#[test]
fn the_queues_agree_on_random_scripts() {
    for seed in 0..2_000 {
        let script = random(seed, true);
        let [first, others @ ..] = Under::ALL.map(|under| (under, under.run(&script)));
        for (under, seen) in others {
            assert_eq!(seen, first.1, "{under:?} and {:?}:\n{script}", first.0);
        }
    }
}

#[test]
fn a_script_is_read_as_it_is_written() {
    for (name, script) in corpus() {
        assert_eq!(script.to_string().parse(), Ok(script), "{name}");
    }
    for seed in 0..200 {
        let script = random(seed, true);
        assert_eq!(script.to_string().parse(), Ok(script), "random script {seed}");
    }
}

#[test]
fn a_text_that_is_no_script_is_refused_with_its_line() {
    for (text, error) in [
        ("", "line 1: there is no queue"),
        ("# A title.\nstack, maxsize 1\n", "line 2: `stack, maxsize 1` is no queue"),
        ("fifo, maxsize 1\nput_nowait x\n", "line 2: `x` is no item"),
        ("fifo, maxsize 1\n\nspam\n", "line 3: `spam` is nothing that a task can do"),
        ("fifo, maxsize 1\nzz: get\n", "line 2: `zz` is no name of a task"),
        ("fifo, maxsize 1\na: get\na: get\n", "line 3: there is a task `a` already"),
        ("fifo, maxsize 1\ncancel a\n", "line 2: there is no task `a`"),
        ("fifo, maxsize 1\nput 1\n", "line 2: `put 1` may wait, and belongs into a task"),
    ] {
        let message = text.parse::<Script>().unwrap_err().to_string();
        assert!(message.starts_with(error), "{message}");
    }
}

#[test]
fn mutations_still_apply() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let dropped = Mutation::dropped_notifications(root).unwrap();
    for known in [
        "items.rs: after_put without self.lines.getters.notify(notified)",
        "admission.rs: after_get without self.lines.putters.notify(notified)",
        "attempts.rs: shutdown without self.lines.putters.notify_all(notified)",
        "admission.rs: admit_all without self.lines.getters.notify(notified)",
        "operations.rs: end_get without self.lines.getters.notify(&mut exchange.notified)",
        "admission.rs: after_cancel without self.pass_room_on(notified)",
    ] {
        assert!(dropped.iter().any(|mutation| mutation.name == known), "{known}");
    }
    let planted = ["conformance", "explore"].map(|set| Mutation::planted(root, set).unwrap());
    for Mutation { name, file, text } in dropped.iter().chain(planted.iter().flatten()) {
        assert_ne!(fs::read_to_string(root.join(file)).unwrap(), *text, "{name}");
    }
}

#[test]
fn shrinking_keeps_what_matters() {
    let has_cancel = |script: &Script| script.lines.iter().any(|l| matches!(l, Line::Cancel(_)));
    let script = (0..).map(|seed| random(seed, true)).find(has_cancel).unwrap();
    let smallest = shrink(script, has_cancel);
    assert_eq!(smallest.lines.len(), 1);
}
