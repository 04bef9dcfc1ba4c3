use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, ensure};
use clap::Args;

use crate::command::{self, root, target};

/// Builds the Python package `aioqueues` and runs its tests, CPython's own tests of its queues among them.
///
/// It also compares the package with the recorded answers of CPython, as `cargo xtask conformance --replay` does.
/// The package is built and installed into an environment of its own, which is made anew each time. What it needs
/// comes from the Python package index. The status is 2 if there is no CPython from 3.10 on.
#[derive(Args)]
pub(crate) struct Python {
    /// The CPython to build it for
    #[arg(long, value_name = "PATH", default_value = "python3")]
    interpreter: PathBuf,

    /// Where there is no such CPython, say so and succeed
    #[arg(long)]
    if_found: bool,

    /// Measure it beside other queues in place of testing it, and write the page and the plot in `docs`
    #[arg(long)]
    bench: bool,
}

/// Prints the version of a CPython that is new enough.
const VERSION: &str = "import platform, sys; \
    ok = sys.implementation.name == 'cpython' and sys.version_info >= (3, 10); \
    print(platform.python_version() if ok else '')";

/// What builds the package, what its tests need, and what it is measured with.
const TOOLS: &[&str] = &["maturin>=1.9,<2"];
const TESTS: &[&str] = &["mypy", "pyright", "janus", "culsans"];
const BENCH: &[&str] = &["janus", "culsans", "aiologic", "uvloop", "matplotlib"];

const PACKAGE: &str = "crates/queue-python";

impl Python {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let Some(version) = version(&self.interpreter) else {
            println!(
                "python: skipped, since {} is no CPython from 3.10 on",
                self.interpreter.display()
            );
            return Ok(if self.if_found { ExitCode::SUCCESS } else { ExitCode::from(2) });
        };
        let environment = Environment::new(&self.interpreter, &version)?;
        environment.install()?;
        if self.bench {
            return environment.bench().map(|()| ExitCode::SUCCESS);
        }
        environment.pip(TESTS)?;
        let conforms = environment.conformance()?;
        let tests = root().join(PACKAGE).join("tests/run.py");
        let status = environment.python().arg(tests).status().context("cannot start Python")?;
        Ok(if conforms && status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn version(interpreter: &Path) -> Option<String> {
    let output = Command::new(interpreter).args(["-I", "-c", VERSION]).output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !version.is_empty()).then_some(version)
}

/// A virtual environment of Python, and the wheels that were built for it.
struct Environment {
    directory: PathBuf,
}

impl Environment {
    fn new(interpreter: &Path, version: &str) -> anyhow::Result<Self> {
        let directory = target().join("python").join(version);
        command::remove(&directory)?;
        let environment = Self { directory };
        run(Command::new(interpreter).args(["-m", "venv"]).arg(&environment.directory))?;
        environment.pip(TOOLS)?;
        Ok(environment)
    }

    /// Builds the source distribution, a wheel from that, and installs it. The source has fewer packages than this
    /// workspace, so its lock file is another one.
    fn install(&self) -> anyhow::Result<()> {
        let wheels = self.directory.join("wheels");
        let manifest = root().join(PACKAGE).join("Cargo.toml");
        let mut maturin = self.python();
        maturin.args(["-m", "maturin", "build", "--sdist", "--quiet"]);
        maturin.arg("--interpreter").arg(self.program()).arg("--out").arg(&wheels);
        run(maturin.arg("--manifest-path").arg(manifest))?;
        let wheels = wheels.to_str().context("the path of the environment is not UTF-8")?;
        self.pip(&["--no-index", "--find-links", wheels, "aioqueues"])
    }

    /// Compares the package with what CPython 3.13 did, turn by turn.
    fn conformance(&self) -> anyhow::Result<bool> {
        let mut conformance = Command::new("cargo");
        conformance.args(["xtask", "conformance", "--replay", "--package"]).arg(self.program());
        let status = conformance.current_dir(root()).status().context("cannot start `cargo`")?;
        Ok(status.success())
    }

    /// Measures on asyncio's own event loop and on uvloop's.
    fn bench(&self) -> anyhow::Result<()> {
        self.pip(BENCH)?;
        let (scripts, docs) = (root().join(PACKAGE).join("bench"), root().join("docs"));
        let (plain, uv) = (self.directory.join("asyncio.json"), self.directory.join("uvloop.json"));
        let script = |name: &str| {
            // Not isolated: the scripts import each other.
            let mut python = Command::new(self.program());
            python.arg(scripts.join(name)).current_dir(root());
            python
        };
        run(script("bench.py").arg("--save").arg(&plain))?;
        println!("\non uvloop:");
        run(script("bench.py").arg("--uvloop").arg("--save").arg(&uv))?;
        let mut render = script("render.py");
        render.arg(plain).arg(uv).arg("--page").arg(docs.join("python-benchmarks.md"));
        run(render.arg("--plot").arg(docs.join("benchmarks/python.svg")))
    }

    fn pip(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        run(self.python().args(pip).args(arguments))
    }

    fn program(&self) -> PathBuf {
        self.directory.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
    }

    fn python(&self) -> Command {
        let mut python = Command::new(self.program());
        python.arg("-I").current_dir(root());
        python
    }
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(status.success(), "{command:?} failed: {status}");
    Ok(())
}
