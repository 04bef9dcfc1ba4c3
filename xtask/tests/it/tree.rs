use std::path::{Path, PathBuf};
use std::{env, fs};

use ignore::{DirEntry, WalkBuilder};

/// A text file of the workspace.
pub(crate) struct File {
    /// Relative to the root, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    /// Returns the lines without comments, numbered from one; blank ones are left out.
    ///
    /// It knows `//` only, and takes it for a comment in a string too.
    pub(crate) fn code(&self) -> impl Iterator<Item = (&str, usize)> {
        self.text
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
            .zip(1..)
            .filter(|(line, _)| !line.trim().is_empty())
    }
}

/// Returns the root of the workspace that is tested, which need not be the one that was built.
pub(crate) fn root() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests");
    Path::new(&xtask).parent().expect("xtask lies in the workspace").to_owned()
}

/// Returns all text files but those that git ignores.
pub(crate) fn files() -> Vec<File> {
    let root = root();
    let walk = WalkBuilder::new(&root)
        .hidden(false)
        .require_git(false)
        // What a machine ignores elsewhere is no part of the workspace's rules.
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let read = |entry: DirEntry| {
        let path = entry.path().strip_prefix(&root).ok()?.to_str()?.replace('\\', "/");
        // What is no text follows no rule.
        let text = fs::read_to_string(entry.path()).ok()?;
        Some(File { path, text })
    };
    let files: Vec<_> =
        walk.map(|entry| entry.expect("the workspace can be read")).filter_map(read).collect();
    assert!(files.iter().any(|file| file.path == "README.md"), "the walk has found nothing");
    files
}

/// Panics with all that breaks a rule, if anything does.
#[track_caller]
pub(crate) fn assert_none(rule: &str, broken: impl IntoIterator<Item = String>) {
    let broken: Vec<_> = broken.into_iter().collect();
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}
