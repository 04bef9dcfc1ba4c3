use std::env::consts::EXE_EXTENSION;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use ignore::WalkBuilder;
use indicatif::ProgressBar;
use wait_timeout::ChildExt as _;

use crate::Mutation;

/// Plants one mutation after the other in a copy of the workspace, and sees that each is found.
///
/// `mutations` reads them from the copy. `find` runs in the copy and says what it found, if anything.
///
/// # Errors
///
/// Fails if something is found without a mutation, or if a program cannot be run.
pub fn self_test(
    mutations: impl FnOnce(&Path) -> anyhow::Result<Vec<Mutation>>,
    find: impl Fn(&Path) -> anyhow::Result<Option<String>>,
) -> anyhow::Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("a workspace")?;
    let copy = root.join("target").join("self-test");
    copy_workspace(root, &copy)?;
    if let Some(found) = find(&copy)? {
        bail!("without a mutation: {found}");
    }
    let mutations = mutations(&copy)?;
    let bar = ProgressBar::new(mutations.len() as u64);
    let mut survived = 0;
    for Mutation { name, file, text } in &mutations {
        let path = copy.join(file);
        let original = fs::read(&path)?;
        fs::write(&path, text)?;
        let found = find(&copy).with_context(|| name.clone())?;
        fs::write(&path, original)?;
        survived += u32::from(found.is_none());
        let verdict = found.unwrap_or_else(|| "SURVIVED".to_owned());
        bar.suspend(|| println!("{name}: {verdict}"));
        bar.inc(1);
    }
    bar.finish_and_clear();
    println!("self-test: {} mutations, {survived} survived", mutations.len());
    Ok(if survived == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How long a program may take. A mutation can make the queues loop for ever.
const LIMIT: Duration = Duration::from_secs(600);

/// Runs a program of this package in a copy of the workspace, and returns what it prints if its exit
/// status is 1, or that it does not end.
///
/// # Errors
///
/// Fails if the program cannot be built, or has any status but 0 or 1.
pub fn run_in(copy: &Path, program: &str, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let target = copy.join("target");
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--locked", "-p", "queue-suite", "--bin", program])
        .current_dir(copy)
        // More would take longer to build than it saves.
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .context("cannot start `cargo`")?;
    ensure!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let (output, error) = (target.join("stdout"), target.join("stderr"));
    let mut child = Command::new(target.join("debug").join(program).with_extension(EXE_EXTENSION))
        .args(arguments)
        .current_dir(copy)
        .stdout(File::create(&output)?)
        .stderr(File::create(&error)?)
        .spawn()
        .with_context(|| format!("cannot start `{program}`"))?;
    let Some(status) = child.wait_timeout(LIMIT)? else {
        child.kill()?;
        child.wait()?;
        return Ok(Some(format!("no end within {} s", LIMIT.as_secs())));
    };
    match status.code() {
        Some(0) => Ok(None),
        Some(1) => Ok(Some(fs::read_to_string(output)?)),
        _ => bail!("`{program}` fails: {}", fs::read_to_string(error)?),
    }
}

/// Copies all files that git would keep, and nothing else. Cargo builds upon what it built there before.
fn copy_workspace(root: &Path, copy: &Path) -> anyhow::Result<()> {
    for sources in ["crates", "tests"].map(|folder| copy.join(folder)) {
        if sources.exists() {
            fs::remove_dir_all(&sources).with_context(|| sources.display().to_string())?;
        }
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
