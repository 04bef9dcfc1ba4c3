use crate::manifests::package;
use crate::tree::{assert_none, files};

/// Where people's directories are; in pieces, or this file would break its own rule.
const HOMES: [&str; 4] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!(r"\Us", r"ers\"),
];

#[test]
fn the_changelog_tells_of_the_current_version() {
    let version = package()["version"].as_str().expect("it is a string").to_owned();
    let heading = format!("## {version}");
    let changelog = files().into_iter().find(|file| file.path == "CHANGELOG.md");
    let text = changelog.expect("there is a CHANGELOG.md").text;
    let is_heading = |line: &str| line == heading || line.starts_with(&format!("{heading} "));
    assert!(text.lines().any(is_heading), "CHANGELOG.md has no `{heading}`");
}

/// Finds `queue-async = "0.1"` and the like.
#[test]
fn documents_name_the_current_version() {
    let version = package()["version"].as_str().expect("it is a string").to_owned();
    let is_old = |line: &&str| {
        let dependency = line.trim().strip_prefix("queue-").and_then(|rest| rest.split_once(" = "));
        dependency
            .and_then(|(_, value)| value.split('"').find(|part| part.starts_with(char::is_numeric)))
            .is_some_and(|named| !version.starts_with(named))
    };
    let documents = files().into_iter().filter(|file| file.path.ends_with(".md"));
    assert_none(
        "the current version is another",
        documents.flat_map(|file| {
            let old = file.text.lines().filter(is_old);
            old.map(|line| format!("{}: {line}", file.path)).collect::<Vec<_>>()
        }),
    );
}

#[test]
fn nothing_tells_of_the_machine_it_was_written_on() {
    let tells = |line: &&str| HOMES.iter().any(|home| line.contains(home));
    assert_none(
        "a path in somebody's home means nothing elsewhere",
        files().into_iter().flat_map(|file| {
            let lines = file.text.lines().filter(tells);
            lines.map(|line| format!("{}: {line}", file.path)).collect::<Vec<_>>()
        }),
    );
}
