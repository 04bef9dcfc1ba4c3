use std::fs;
use std::path::{Path, PathBuf};

use super::Recorded;
use crate::Script;

/// Reads the hand-written scripts, sorted by name.
///
/// # Panics
///
/// Panics if a file cannot be read or is no script.
#[must_use]
pub fn corpus() -> Vec<(String, Script)> {
    let folder = folder();
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut scripts: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "queue"))
        .map(|path| {
            let text =
                fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let script = text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            (name, script)
        })
        .collect();
    scripts.sort_by(|(a, _), (b, _)| a.cmp(b));
    scripts
}

/// Reads what CPython answered to the scripts.
///
/// # Panics
///
/// Panics if the file cannot be read or is no recording.
#[must_use]
pub fn recorded() -> Recorded {
    let path = folder().join("recorded.txt");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Recorded::from_text(&text).unwrap_or_else(|| panic!("{}: no recording", path.display()))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts")
}
