use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use diffy::Patch;

/// A mistake that can be planted in the queues.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// What it does.
    pub name: String,
    patches: Vec<String>,
}

impl Mutation {
    /// Reads all there are in a folder of `mutations`, by name.
    ///
    /// # Errors
    ///
    /// If one cannot be read.
    pub fn all(folder: &str) -> anyhow::Result<Vec<Self>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("mutations").join(folder);
        let mut mutations = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let text = fs::read_to_string(&path)?;
            let name = path.file_stem().context("a mutation has a name")?;
            mutations
                .push(Self { name: name.to_string_lossy().into_owned(), patches: by_file(&text) });
        }
        mutations.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(mutations)
    }

    /// Returns the files that it changes in a workspace, with their text before and after.
    ///
    /// # Errors
    ///
    /// If a file is not there or has changed so that the patch does not apply.
    pub fn apply(&self, workspace: &Path) -> anyhow::Result<Vec<Change>> {
        self.patches
            .iter()
            .map(|text| change(text, workspace))
            .collect::<Result<_, _>>()
            .with_context(|| {
                format!("the mutation `{}` does not apply any more; make it anew", self.name)
            })
    }
}

/// What becomes of a file.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where it is.
    pub path: PathBuf,
    /// Its text.
    pub before: String,
    /// Its text with the mutation.
    pub after: String,
}

fn change(text: &str, workspace: &Path) -> anyhow::Result<Change> {
    let patch = Patch::from_str(text)?;
    let path = workspace.join(patch.original().context("the patch names a file")?.trim());
    let before = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let after = diffy::apply(&before, &patch)?;
    ensure!(before != after, "it changes nothing");
    Ok(Change { path, before, after })
}

/// Cuts a patch of several files into one for each.
fn by_file(text: &str) -> Vec<String> {
    let mut patches: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("--- ") {
            patches.push(String::new());
        }
        if let Some(patch) = patches.last_mut() {
            patch.extend([line, "\n"]);
        }
    }
    patches
}
