use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::manifests::package;
use crate::tree::{assert_none, files};

/// The documents whose tables name, in the last column, the tests that prove the row.
const PROVEN: [&str; 2] = ["docs/bad-input.md", "docs/cancellation.md"];

/// Finds rows without a test, tests that do not exist, and lists of tests that no row links to.
///
/// A row names its tests (`` `one`, `two` ``) or links to a list of them: `[2 tests](#tests-of-it)`. A
/// table whose last column is `details` sums up tables that name tests.
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
        let head = |table: &&str| table.lines().next().unwrap_or_default().to_owned();
        let tables = text.split("\n\n").filter(|part| part.starts_with("| "));
        let tables: Vec<_> = tables.filter(|part| !head(part).ends_with(" | details |")).collect();
        assert!(!tables.is_empty());
        assert_none(
            "each table names tests",
            tables
                .iter()
                .map(head)
                .filter(|head| !head.ends_with(" | tests |"))
                .map(|head| format!("{path}: {head}")),
        );
        let lists = lists_of_tests(text);
        let rows = || tables.iter().flat_map(|table| table.lines().skip(2));
        assert_none(
            "each row names tests, or links to a list and counts it",
            rows().filter_map(|row| {
                let sound = match link_to_tests(last_cell(row)) {
                    Some((count, anchor)) => {
                        lists.get(anchor).is_some_and(|list| list.len() == count)
                    }
                    None => last_cell(row).split(", ").all(|name| code(name).is_some()),
                };
                (!sound).then(|| format!("{path}: {row}"))
            }),
        );
        let named = rows().flat_map(|row| last_cell(row).split(", ").filter_map(code));
        assert_none(
            "each test exists",
            named
                .chain(lists.values().flatten().copied())
                .filter(|name| !exists(name))
                .map(|name| format!("{path}: {name}")),
        );
        let linked: Vec<_> = rows().filter_map(|row| link_to_tests(last_cell(row))).collect();
        assert_none(
            "exactly one row links to each list of tests",
            lists.keys().filter_map(|list| {
                let links = linked.iter().filter(|(_, anchor)| anchor == list);
                (links.count() != 1).then(|| format!("{path}: {list}"))
            }),
        );
    }
}

/// The last cell of a row.
fn last_cell(row: &str) -> &str {
    row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default()
}

/// What stands between backticks.
fn code(text: &str) -> Option<&str> {
    text.strip_prefix('`')?.strip_suffix('`')
}

/// Reads `[2 tests](#tests-of-it)`: how many tests there are, and the anchor of their list.
fn link_to_tests(cell: &str) -> Option<(usize, &str)> {
    let (label, anchor) = cell.strip_prefix('[')?.strip_suffix(')')?.split_once("](#")?;
    let count = match label.split_once(' ')? {
        ("1", "test") => 1,
        (count, "tests") => count.parse().ok().filter(|count| *count > 1)?,
        _ => return None,
    };
    Some((count, anchor))
}

/// Finds the items `- <a id="tests-of-it"></a>What they show:`, and below each the names of its tests.
fn lists_of_tests(text: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut lists = BTreeMap::new();
    for part in text.split("\n- <a id=\"").skip(1) {
        let (anchor, list) = part.split_once("\"></a>").expect("an anchor is closed");
        let tests = list.lines().filter_map(|line| code(line.strip_prefix("  - ")?));
        let is_new = lists.insert(anchor, tests.collect()).is_none();
        assert!(is_new, "two lists have the anchor {anchor}");
    }
    lists
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
        .flat_map(|row| last_cell(row).split(", "))
        .map(|name| name.trim_matches('`').to_owned())
        .collect();
    assert!(!scripts.is_empty());
    let unnamed = scripts.difference(&named).map(|name| format!("{name}: not named"));
    let missing = named.difference(&scripts).map(|name| format!("{name}: not there"));
    assert_none("a promise has a script, and a script a promise", unnamed.chain(missing));
}

/// Where the recipes of the cookbook are.
const RECIPES: &str = "examples/cookbook/";

#[test]
fn the_cookbook_shows_its_examples() {
    let files = files();
    let document = files.iter().find(|file| file.path == "docs/cookbook.md");
    let text = &document.expect("there is a docs/cookbook.md").text;
    // What stands before a block, and the block with the name of its language.
    let parts: Vec<_> = text.split("\n```").collect();
    let blocks =
        parts.chunks_exact(2).filter_map(|part| Some((part[0], part[1].strip_prefix("rust\n")?)));
    let linked = |prose: &str| {
        let (_, link) = prose.trim_end().lines().next_back()?.split_once("](../")?;
        Some(link.split_once(')')?.0.to_owned())
    };
    let blocks: Vec<_> = blocks.map(|(prose, code)| (linked(prose), code)).collect();
    assert_none(
        "the example that the line above the block links to has the block",
        blocks.iter().filter_map(|(path, code)| {
            let file = files.iter().find(|file| Some(&file.path) == path.as_ref());
            let sound = file.is_some_and(|file| has_lines(&file.text, code));
            (!sound).then(|| format!("{}:\n{code}", path.as_deref().unwrap_or("no link")))
        }),
    );
    let shown: BTreeSet<_> = blocks.into_iter().filter_map(|(path, _)| path).collect();
    let recipes = files.into_iter().map(|file| file.path);
    let recipes: BTreeSet<_> = recipes.filter(|path| path.starts_with(RECIPES)).collect();
    assert!(!recipes.is_empty());
    assert_none("docs/cookbook.md shows code of every recipe", recipes.difference(&shown).cloned());
}

/// Tells whether the lines of `code` follow one another in `text`, however far they are indented.
fn has_lines(text: &str, code: &str) -> bool {
    let (text, code): (Vec<_>, Vec<_>) = (text.lines().collect(), code.lines().collect());
    let code = unindented(&code);
    !code.is_empty() && text.windows(code.len()).any(|lines| unindented(lines) == code)
}

/// Returns the lines without the indentation that all of them have.
fn unindented<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let indented = lines.iter().filter(|line| !line.trim().is_empty());
    let common = indented.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    lines.iter().map(|line| line.get(common..).unwrap_or_default()).collect()
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

/// `cargo xtask --help` is the source of the list of chores.
#[test]
fn contributing_lists_the_chores() {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let help = xtask.arg("--help").env_remove("CLICOLOR_FORCE").output();
    let help = String::from_utf8(help.expect("xtask runs").stdout).expect("it is UTF-8");
    let files = files();
    let contributing = files.iter().find(|file| file.path == "CONTRIBUTING.md");
    let text = &contributing.expect("there is a CONTRIBUTING.md").text;
    let list = text.split("```text\n").nth(1).and_then(|rest| rest.split("```").next());
    assert_eq!(list, Some(&*help), "copy `cargo xtask --help` into CONTRIBUTING.md");
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
