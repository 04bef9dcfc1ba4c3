use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;
use std::{fs, mem};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use toml::Table;

use crate::command::{self, remove, root, target};
use crate::section::Section;

/// Changes the libraries in each small way that `cargo mutants` knows, and sees that a test fails.
///
/// A mutant that the tests of its own crate let live meets those of `queue-suite`, `queue-work`, `queue-redis-suite`,
/// `queue-features` and `queue-memory`, then the explorer and the models of the mutex. Mutants that no test can see are
/// left out: `.cargo/mutants.toml` lists them with the reason. Fails if any other mutant lives on.
#[derive(Args)]
pub(crate) struct Mutants {
    /// How many to build and to test at a time
    #[arg(long, short, default_value = "1")]
    jobs: String,

    /// Which ones, handed on to `cargo mutants`: `--file GLOB`, `--re REGEX`, `--in-diff FILE`, `--shard K/N`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    which: Vec<String>,
}

/// Tests that look for the mutants.
struct Stage {
    name: &'static str,
    /// The package that has the tests, unless it is the crate that is changed.
    package: Option<&'static str>,
    /// Which tests of the package, unless it is the crate that is changed.
    target: &'static str,
    /// The arguments of the test harness.
    arguments: &'static [&'static str],
}

/// The one binary of a package that has all its tests.
const IT: &str = "--test=it";

/// The quick tests come first, then the thorough ones.
///
/// `mutations_still_apply` is skipped: it looks in the sources for what mutations replace, and would find the change.
const STAGES: &[Stage] = &[
    Stage { name: "own-tests", package: None, target: "", arguments: &[] },
    Stage {
        name: "queue-suite",
        package: Some("queue-suite"),
        target: IT,
        arguments: &["--skip=explorer::", "--skip=mutations_still_apply"],
    },
    Stage { name: "queue-work", package: Some("queue-work"), target: IT, arguments: &[] },
    Stage {
        name: "queue-redis-suite",
        package: Some("queue-redis-suite"),
        target: IT,
        arguments: &["--skip=chaos::", "--skip=protocol::"],
    },
    Stage { name: "queue-features", package: Some("queue-features"), target: IT, arguments: &[] },
    Stage { name: "queue-memory", package: Some("queue-memory"), target: IT, arguments: &[] },
    Stage {
        name: "explorer",
        package: Some("queue-suite"),
        target: IT,
        arguments: &["explorer::"],
    },
    Stage { name: "models", package: Some("queue-loom"), target: "--lib", arguments: &[] },
];

/// How many mutants came to which end, and the names of those that live.
#[derive(Default)]
struct Tally {
    caught: usize,
    without_end: usize,
    unviable: usize,
    missed: Vec<String>,
}

impl Mutants {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        command::require("mutants")?;
        let equivalent = equivalent()?;
        let output = target().join("mutants");
        remove(&output)?;
        let mut tally = Tally::default();
        let mut which = self.which.clone();
        for stage in STAGES {
            let _section = Section::new(stage.name);
            let directory = output.join(stage.name);
            self.run_stage(stage, &directory, &which)?;
            tally.add(&directory)?;
            if tally.missed.is_empty() {
                break;
            }
            which = tally.missed.iter().flat_map(|name| only(name)).collect();
        }
        tally.print(equivalent);
        Ok(if tally.missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// Tests the mutants, and writes into the directory which of them were caught.
    fn run_stage(&self, stage: &Stage, directory: &Path, which: &[String]) -> anyhow::Result<()> {
        fs::create_dir_all(directory)?;
        let mut command = Command::new("cargo");
        command.args(["mutants", "--jobs", &self.jobs, "--all-features", "--output"]);
        command.arg(directory).args(which);
        if let Some(package) = stage.package {
            // By default `cargo mutants` would first run and time the tests of the crate that is changed.
            let tests =
                format!("cargo test --quiet --locked -p {package} --all-features {}", stage.target);
            command::run(&format!("{tests} --no-run"))?;
            let start = Instant::now();
            command::run(&format!("{tests} -- {}", stage.arguments.join(" ")))?;
            let patience = 20 + 5 * start.elapsed().as_secs();
            command
                .args(["--baseline=skip".to_owned(), format!("--cargo-arg={}", stage.target)])
                .args([format!("--test-package={package}"), format!("--timeout={patience}")])
                .args(["--", "--"])
                .args(stage.arguments);
        }
        let status = command.current_dir(root()).status().context("cannot start `cargo`")?;
        match status.code() {
            Some(ALL_CAUGHT | SOME_MISSED | SOME_WITHOUT_END) => Ok(()),
            _ => bail!("`cargo mutants` failed: {status}"),
        }
    }
}

/// The exit statuses of `cargo mutants`.
const ALL_CAUGHT: i32 = 0;
const SOME_MISSED: i32 = 2;
const SOME_WITHOUT_END: i32 = 3;

impl Tally {
    /// Adds what a stage has written about the mutants that lived until then.
    fn add(&mut self, directory: &Path) -> anyhow::Result<()> {
        let is_first = self.total() == 0;
        let alive = mem::take(&mut self.missed);
        let names = |end: &str| -> anyhow::Result<Vec<String>> {
            let path = directory.join("mutants.out").join(end).with_extension("txt");
            // There is no file when there was no mutant.
            let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
            let mut names: Vec<_> = text.lines().map(str::to_owned).collect();
            // `--re` also lets through every mutant of the file that leaves out a field.
            names.retain(|name| is_first || alive.contains(name));
            Ok(names)
        };
        let before = self.total() + alive.len();
        self.caught += names("caught")?.len();
        self.without_end += names("timeout")?.len();
        self.unviable += names("unviable")?.len();
        self.missed = names("missed")?;
        ensure!(is_first || self.total() == before, "some were lost on the way");
        Ok(())
    }

    const fn total(&self) -> usize {
        self.caught + self.without_end + self.unviable + self.missed.len()
    }

    fn print(&self, equivalent: usize) {
        let Self { caught, without_end, unviable, missed } = self;
        missed.iter().for_each(|name| println!("missed: {name}"));
        println!(
            "mutants: {} mutants: {caught} caught, {without_end} without end, {unviable} do not compile, \
             {} missed; {equivalent} equivalent ones are listed",
            self.total(),
            missed.len(),
        );
    }
}

/// Counts the mutants that are left out, and makes sure that each pattern means exactly one.
fn equivalent() -> anyhow::Result<usize> {
    let path = root().join(".cargo/mutants.toml");
    let config: Table = fs::read_to_string(&path)?.parse()?;
    let patterns = config.get("exclude_re").and_then(|value| value.as_array());
    let patterns: Vec<_> =
        patterns.into_iter().flatten().filter_map(|value| value.as_str()).collect();
    for pattern in &patterns {
        let list = Command::new("cargo")
            .args(["mutants", "--no-config", "--list", "--re", pattern])
            .current_dir(root())
            .output()?;
        let names = String::from_utf8(list.stdout)?;
        // `--re` also lets through every mutant that leaves out a field. `tests/loom` has the source once more.
        let others = [": delete field ", "tests/loom/"];
        let meant = names.lines().filter(|name| !others.iter().any(|other| name.contains(other)));
        ensure!(meant.count() == 1, "{pattern} in {} means:\n{names}", path.display());
    }
    Ok(patterns.len())
}

/// Returns the arguments that select one mutant.
fn only(name: &str) -> [String; 4] {
    let file = name.split(':').next().unwrap_or(name);
    ["--file".to_owned(), file.to_owned(), "--re".to_owned(), exactly(name)]
}

/// Returns a pattern for one name.
fn exactly(name: &str) -> String {
    let escape =
        |c: char| if r"\.+*?()|[]{}^$".contains(c) { format!("\\{c}") } else { c.to_string() };
    format!("^{}$", name.chars().map(escape).collect::<String>())
}
