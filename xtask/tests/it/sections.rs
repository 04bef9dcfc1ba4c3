use std::process::{Command, Output};

use crate::manifests::members;
use crate::tree::assert_none;

#[test]
fn ci_reaches_every_member() {
    let list = xtask(&["ci", "--list"]).stdout;
    let list = String::from_utf8(list).expect("it is UTF-8");
    let words: Vec<_> = list.split_whitespace().collect();
    let missing = members().into_iter().filter_map(|(path, manifest)| {
        let name = manifest["package"]["name"].as_str()?;
        (!words.windows(2).any(|pair| pair == ["-p", name])).then_some(path)
    });
    assert_none("no section of `cargo xtask ci` names it", missing);
}

#[test]
fn ci_runs_every_example() {
    let list = xtask(&["ci", "--list"]).stdout;
    let list = String::from_utf8(list).expect("it is UTF-8");
    let words: Vec<_> = list.split_whitespace().collect();
    let is_run = |name: &str| words.windows(2).any(|pair| pair == ["--example", name]);
    let members = members();
    let examples = members.iter().filter_map(|(_, manifest)| manifest.get("example")?.as_array());
    let names: Vec<_> =
        examples.flatten().filter_map(|example| example.get("name")?.as_str()).collect();
    assert!(!names.is_empty());
    let missing = names.into_iter().filter(|name| !is_run(name)).map(str::to_owned);
    assert_none("no section of `cargo xtask ci` runs it", missing);
}

#[test]
fn ci_refuses_a_section_that_is_not_there() {
    let output = xtask(&["ci", "--only", "tests"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no such section"));
}

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).output().expect("xtask runs")
}
