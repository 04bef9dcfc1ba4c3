use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail, ensure};
use ignore::WalkBuilder;
use indicatif::ProgressBar;
use queue_tests::conformance::{Change, Mutation};

/// Plants one mutation after the other in a copy of the workspace, and sees that the scripts catch
/// each.
pub(crate) fn self_test() -> anyhow::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("a workspace")?;
    let copy = root.join("target").join("self-test");
    copy_workspace(root, &copy)?;
    let healthy = replay(&copy)?;
    ensure!(healthy.is_empty(), "without a mutation these differ: {}", healthy.join(", "));
    let mutations = Mutation::all()?;
    let bar = ProgressBar::new(mutations.len() as u64);
    let mut survived = 0;
    for mutation in &mutations {
        let differ = with(&mutation.apply(&copy)?, || replay(&copy))?;
        survived += u32::from(differ.is_empty());
        let verdict = match differ.as_slice() {
            [] => "SURVIVED".to_owned(),
            [one] => format!("caught by {one}"),
            [one, others @ ..] => format!("caught by {one} and {} more", others.len()),
        };
        bar.suspend(|| println!("{}: {verdict}", mutation.name));
        bar.inc(1);
    }
    bar.finish_and_clear();
    println!("self-test: {} mutations, {survived} survived", mutations.len());
    Ok(if survived == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Copies all that git would keep, and nothing else. What was built there before is built upon.
fn copy_workspace(root: &Path, copy: &Path) -> anyhow::Result<()> {
    let sources = copy.join("crates");
    if sources.exists() {
        fs::remove_dir_all(&sources).with_context(|| sources.display().to_string())?;
    }
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    for entry in walk {
        let entry = entry?;
        let target = copy.join(entry.path().strip_prefix(root)?);
        if entry.path().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("cannot copy to {}", target.display()))?;
        }
    }
    Ok(())
}

/// Does something while the changes are made, and takes them back.
fn with<T>(changes: &[Change], f: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    changes.iter().try_for_each(|change| fs::write(&change.path, &change.after))?;
    let result = f();
    changes.iter().try_for_each(|change| fs::write(&change.path, &change.before))?;
    result
}

/// Replays the recorded answers in the copy, and returns the scripts that differ.
fn replay(copy: &PathBuf) -> anyhow::Result<Vec<String>> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--locked", "-p", "queue-tests", "--bin", "conformance"])
        .args(["--", "--replay"])
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .output()
        .context("cannot start `cargo`")?;
    let text = String::from_utf8_lossy(&output.stdout);
    match output.status.code() {
        Some(0) => Ok(Vec::new()),
        Some(1) => {
            // A name, a colon and the difference; what is indented explains it.
            let heads = text.lines().filter(|line| !line.starts_with([' ', '`']));
            let names = heads.filter_map(|line| line.split_once(": ")).map(|(name, _)| name);
            Ok(names.filter(|name| *name != "conformance").map(str::to_owned).collect())
        }
        _ => bail!("cannot replay: {}", String::from_utf8_lossy(&output.stderr)),
    }
}
