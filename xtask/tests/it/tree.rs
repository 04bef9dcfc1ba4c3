use std::fs;
use std::path::Path;
use std::process::Command;

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

/// Returns the root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// Returns all text files but those that git ignores.
pub(crate) fn files() -> Vec<File> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let paths = String::from_utf8(output.stdout).expect("paths are UTF-8");
    let read = |path: &str| {
        // What is no text, or was deleted and not yet committed, follows no rule.
        let text = fs::read_to_string(root().join(path)).ok()?;
        Some(File { path: path.to_owned(), text })
    };
    paths.split_terminator('\0').filter_map(read).collect()
}

/// Panics with all that breaks a rule, if anything does.
#[track_caller]
pub(crate) fn assert_none(rule: &str, broken: impl IntoIterator<Item = String>) {
    let broken: Vec<_> = broken.into_iter().collect();
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}
