use std::env::current_exe;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde::Serialize;
use wait_timeout::ChildExt as _;

use crate::check::Check;
use crate::contender::Contender;
use crate::outcome::Outcome;

/// A check that takes longer than this counts as hanging. Each check takes milliseconds.
const LIMIT: Duration = Duration::from_secs(20);

/// The outcome of one check of one contender.
#[derive(Debug, Serialize)]
pub(crate) struct Cell {
    pub(crate) contender: String,
    pub(crate) version: &'static str,
    pub(crate) check: &'static str,
    pub(crate) outcome: Outcome,
}

impl Cell {
    /// Runs the check in a process of its own, which may hang or die.
    pub(crate) fn probe(check: Check, contender: &Contender) -> anyhow::Result<Self> {
        Ok(Self {
            contender: contender.name.clone(),
            version: contender.version,
            check: check.name,
            outcome: outcome_in_process(check, contender)?,
        })
    }
}

fn outcome_in_process(check: Check, contender: &Contender) -> anyhow::Result<Outcome> {
    let mut child = Command::new(current_exe()?)
        .args(["cell", check.name, &contender.name])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let Some(status) = child.wait_timeout(LIMIT)? else {
        child.kill()?;
        child.wait()?;
        return Ok(Outcome::Fail("hangs".to_owned()));
    };
    if status.code().is_none() {
        return Ok(Outcome::Fail("aborts".to_owned()));
    }
    ensure!(status.success(), "{}, {}: {status}", contender.name, check.name);
    let mut answer = String::new();
    child.stdout.context("it is piped")?.read_to_string(&mut answer)?;
    Ok(serde_json::from_str(&answer)?)
}

/// Runs the check in this process, and prints its outcome.
pub(crate) fn answer(check: &str, contender: &str) -> anyhow::Result<()> {
    let check = Check::all().into_iter().find(|known| known.name == check);
    let contender = Contender::all().into_iter().find(|known| known.name == contender);
    let (check, contender) = check.zip(contender).context("there is no such cell")?;
    let outcome = catch_unwind(AssertUnwindSafe(|| check.of(&contender)))
        .unwrap_or_else(|_| Outcome::Fail("panics".to_owned()));
    println!("{}", serde_json::to_string(&outcome)?);
    Ok(())
}
