use std::collections::BTreeSet;

use crate::manifests::package;
use crate::tree::{assert_none, files};

/// The documents whose tables name, in the last column, the tests that prove the row.
const PROVEN: [&str; 2] = ["docs/bad-input.md", "docs/cancellation.md"];

/// Finds rows of which somebody forgot the test, and tests that are no more.
#[test]
fn the_tests_that_documents_name_exist() {
    let files = files();
    let tests: Vec<_> = files.iter().filter(|file| file.path.contains("/tests/it/")).collect();
    let exists = |name: &str| {
        // Behind an attribute, which a helper has not.
        let definitions = [format!("]\nfn {name}("), format!("]\nasync fn {name}(")];
        tests.iter().any(|file| definitions.iter().any(|function| file.text.contains(function)))
    };
    for path in PROVEN {
        let document = files.iter().find(|file| file.path == path);
        let text = &document.unwrap_or_else(|| panic!("there is a {path}")).text;
        let tables: Vec<_> = text.split("\n\n").filter(|part| part.starts_with("| ")).collect();
        assert!(!tables.is_empty());
        assert_none(
            "each table names tests",
            tables.iter().filter_map(|table| {
                let head = table.lines().next()?;
                (!head.ends_with(" | tests |")).then(|| format!("{path}: {head}"))
            }),
        );
        assert_none(
            "each row names tests, and each of them exists",
            tables.iter().flat_map(|table| table.lines().skip(2)).filter_map(|row| {
                let named = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
                let mut names = named.split(", ").map(|name| name.trim_matches('`')).peekable();
                let sound = names.peek().is_some() && names.all(exists);
                (!sound).then(|| format!("{path}: {row}"))
            }),
        );
    }
}

#[test]
fn semantics_and_scripts_name_each_other() {
    let files = files();
    let name = |path: &str| {
        let file = path.strip_prefix("tests/suite/scripts/")?;
        file.strip_suffix(".queue").map(str::to_owned)
    };
    let scripts: BTreeSet<_> = files.iter().filter_map(|file| name(&file.path)).collect();
    let document = files.iter().find(|file| file.path == "docs/semantics.md");
    let text = &document.expect("there is a docs/semantics.md").text;
    let tables = text.split("\n\n").filter(|part| part.starts_with("| asyncio | script |"));
    let rows = tables.flat_map(|table| table.lines().skip(2));
    let named: BTreeSet<_> = rows
        .flat_map(|row| row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or("").split(", "))
        .map(|name| name.trim_matches('`').to_owned())
        .collect();
    assert!(!scripts.is_empty());
    let unnamed = scripts.difference(&named).map(|name| format!("{name}: not named"));
    let missing = named.difference(&scripts).map(|name| format!("{name}: not there"));
    assert_none("a promise has a script, and a script a promise", unnamed.chain(missing));
}

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
