use std::collections::BTreeSet;

use crate::tree::{File, assert_none, files};

/// How many lines a file may have, without comments and blank ones.
const LONGEST: usize = 250;

/// The only files of `queue-async` that may name any of [`LOCKS`].
const LOCK_RS: [&str; 4] = [
    "crates/queue-async/src/lock.rs",
    "crates/queue-async/src/lock/loom.rs",
    "crates/queue-async/src/lock/mutex.rs",
    "crates/queue-async/src/lock/mutex/models.rs",
];

const LOCKS: [&str; 5] = ["RefCell", "Mutex", "RwLock", "Spinlock", "lock_api"];

#[test]
fn one_file_names_a_lock() {
    let shell = sources("crates/queue-async/src/");
    assert!(LOCK_RS.iter().all(|path| shell.iter().any(|file| file.path == *path)));
    let others = shell.iter().filter(|file| !LOCK_RS.contains(&&*file.path));
    assert_none("only `lock.rs` may name a lock", others.flat_map(|file| words(file, &LOCKS)));
}

#[test]
fn flavours_are_aliases() {
    let is_flavour =
        |file: &File| ["/src/local.rs", "/src/sync.rs"].iter().any(|end| file.path.ends_with(end));
    let flavours: Vec<_> = sources("crates/").into_iter().filter(is_flavour).collect();
    assert_eq!(flavours.len(), 4);
    assert_none(
        "a flavour has no code",
        flavours.iter().flat_map(|file| words(file, &["fn", "impl"])),
    );
}

/// The lint sees what is compiled here, and not what another platform or feature would.
#[test]
fn no_code_is_unsafe() {
    let word = concat!("un", "safe");
    let all = sources("");
    assert_none("safe code only", all.iter().flat_map(|file| words(file, &[word])));
}

#[test]
fn files_are_short() {
    let source = |file: &File| file.path.contains("/src/");
    let too_long = sources("").into_iter().filter(source).filter_map(|file| {
        let lines = file.code().count();
        (lines > LONGEST).then(|| format!("{}: {lines} lines of code", file.path))
    });
    assert_none("one noun a file", too_long);
}

#[test]
fn what_must_not_compile_has_its_error_beside_it() {
    let stems = |extension: &str| -> BTreeSet<String> {
        let stem = |file: &File| Some(file.path.strip_suffix(extension)?.to_owned());
        let ui = |file: &File| file.path.starts_with("tests/static/tests/ui/");
        files().iter().filter(|file| ui(file)).filter_map(stem).collect()
    };
    let cases = stems(".rs");
    assert!(!cases.is_empty());
    assert_eq!(cases, stems(".stderr"));
}

fn sources(under: &str) -> Vec<File> {
    let mut files = files();
    files.retain(|file| file.path.starts_with(under) && file.path.ends_with(".rs"));
    files
}

/// Returns where the code of a file has one of the words.
fn words(file: &File, forbidden: &[&str]) -> Vec<String> {
    let is_forbidden = |line: &str| {
        let mut words = line.split(|c: char| c != '_' && !c.is_alphanumeric());
        words.any(|word| forbidden.contains(&word))
    };
    let found = file.code().filter(|(line, _)| is_forbidden(line));
    found.map(|(line, number)| format!("{}:{number}: {}", file.path, line.trim())).collect()
}
