use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context as _, ensure};
use object::{File, Object as _, ObjectSection as _};
use serde_json::Value;
use wait4::Wait4 as _;

use crate::source::source;
use crate::{Case, Contender};

/// A generated package with the programs of one contender, and the directory that it is built in.
///
/// Its `Cargo.lock` has the versions of this workspace, and nothing is downloaded.
#[derive(Debug)]
pub struct Workshop {
    contender: Contender,
    /// The root of the workspace whose queues are measured.
    root: PathBuf,
    package: PathBuf,
    /// The compiler itself, not the proxy that chooses a toolchain.
    rustc: PathBuf,
    /// The library of each dependency that the programs name.
    externs: BTreeMap<String, PathBuf>,
}

/// A program that was built.
#[derive(Debug)]
pub struct Built {
    /// Its case.
    pub case: Case,
    /// The program.
    pub program: PathBuf,
}

/// How the compiler is called, as by cargo for the release profile.
const RELEASE: [&str; 4] =
    ["--edition=2024", "-Copt-level=3", "-Cembed-bitcode=no", "--cap-lints=allow"];

impl Workshop {
    /// Makes one for the queues of this workspace, or of the one at `root`.
    ///
    /// # Errors
    ///
    /// Fails if the compiler is not found.
    pub fn new(contender: Contender, root: Option<&Path>) -> anyhow::Result<Self> {
        let root = root.map_or_else(|| Ok(workspace()), Path::canonicalize)?;
        let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
        let rustc = Path::new(String::from_utf8(sysroot)?.trim()).join("bin/rustc");
        let package = target().join("weight").join(contender.name());
        Ok(Self { contender, root, package, rustc, externs: BTreeMap::new() })
    }

    /// Writes and builds the programs of these cases, once for all their dependencies.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be written, or if cargo fails, as it does where a dependency was never downloaded.
    pub fn build(&mut self, cases: &[Case]) -> anyhow::Result<Vec<Built>> {
        self.write(cases)?;
        let bins = cases.iter().flat_map(|case| ["--bin".to_owned(), case.crate_name()]);
        let mut cargo = Command::new("cargo");
        cargo
            .args(["build", "--quiet", "--offline", "--release", "--message-format=json"])
            .args(bins)
            .arg("--target-dir")
            .arg(self.package.with_file_name("build"))
            .current_dir(&self.package);
        // The record holds without these flags.
        for flags in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            cargo.env_remove(flags);
        }
        let messages = String::from_utf8(output(&mut cargo)?)?;
        let artifacts: Vec<Value> =
            messages.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        for name in self.contender.externs() {
            let library = artifacts.iter().find_map(|artifact| library(artifact, name));
            let library = library.with_context(|| format!("cargo built no library {name}"))?;
            self.externs.insert((*name).to_owned(), library);
        }
        let built = |&case| {
            let program = artifacts.iter().find_map(|artifact| program(artifact, case));
            let program = program.with_context(|| format!("cargo built no program for {case}"))?;
            Ok(Built { case, program })
        };
        cases.iter().map(built).collect()
    }

    /// Compiles a program again, without its dependencies and as a library, so that nothing is linked. Returns the
    /// processor time of the compiler.
    ///
    /// # Errors
    ///
    /// Fails if the compiler does.
    pub fn compile(&self, case: Case) -> anyhow::Result<Duration> {
        let libraries = self.package.with_file_name("libraries");
        fs::create_dir_all(&libraries)?;
        let mut rustc = Command::new(&self.rustc);
        rustc
            .args(RELEASE)
            .args(["--crate-type=rlib", "--crate-name", &case.crate_name()])
            .arg(self.source(case))
            .arg("--out-dir")
            .arg(&libraries)
            .arg("-Ldependency=".to_owned() + &self.dependencies()?);
        for (name, library) in &self.externs {
            rustc.arg("--extern").arg(format!("{name}={}", library.display()));
        }
        let child = rustc.stdin(Stdio::null()).spawn().context("cannot start rustc")?;
        let used = child.wait4()?;
        ensure!(used.status.success(), "rustc failed: {}", used.status);
        Ok(used.rusage.utime + used.rusage.stime)
    }

    fn dependencies(&self) -> anyhow::Result<String> {
        let library = self.externs.values().next().context("nothing has been built")?;
        let folder = library.parent().context("a library lies in a folder")?;
        Ok(folder.display().to_string())
    }

    fn source(&self, case: Case) -> PathBuf {
        self.package.join("src/bin").join(case.crate_name()).with_extension("rs")
    }

    fn write(&self, cases: &[Case]) -> anyhow::Result<()> {
        let name = self.contender.name();
        // It is a workspace of its own.
        let manifest = format!(
            "[package]\nname = \"weight-{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{}",
            self.contender.dependencies(&self.root),
        );
        fs::create_dir_all(self.package.join("src/bin"))?;
        write_new(&self.package.join("Cargo.toml"), &manifest)?;
        // Cargo removes from it what the package does not need.
        fs::copy(self.root.join("Cargo.lock"), self.package.join("Cargo.lock"))?;
        for case in cases {
            write_new(&self.source(*case), &source(self.contender, *case))?;
        }
        Ok(())
    }
}

impl Built {
    /// Runs the program, which checks what it gets.
    ///
    /// # Errors
    ///
    /// Fails if the program does.
    pub fn run(&self) -> anyhow::Result<()> {
        let status = Command::new(&self.program).status()?;
        ensure!(status.success(), "{}: {status}", self.program.display());
        Ok(())
    }

    /// Returns the size of the program's code in bytes.
    ///
    /// # Errors
    ///
    /// Fails if the program is in no format that has such a section.
    pub fn text(&self) -> anyhow::Result<u64> {
        let data = fs::read(&self.program)?;
        let file = File::parse(&*data)?;
        let text = file.section_by_name(".text").context("a program has a `.text`")?;
        Ok(text.size())
    }
}

/// Returns the library in a message of cargo's, if it has that name.
fn library(artifact: &Value, name: &str) -> Option<PathBuf> {
    let target = &artifact["target"];
    let is_library = target["kind"].as_array()?.iter().any(|kind| kind == "lib");
    let is_it = is_library && target["name"].as_str()?.replace('-', "_") == name;
    let files = artifact["filenames"].as_array()?.iter().filter_map(Value::as_str);
    files.filter(|file| is_it && file.ends_with(".rlib")).map(PathBuf::from).next()
}

/// Returns the program in a message of cargo's, if it is that case's.
fn program(artifact: &Value, case: Case) -> Option<PathBuf> {
    let is_it = artifact["target"]["name"].as_str()? == case.crate_name();
    artifact["executable"].as_str().filter(|_| is_it).map(PathBuf::from)
}

/// Writes a file, unless it has that text already: cargo rebuilds what was written.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Runs a command and returns what it prints. Its error messages go to the terminal.
fn output(command: &mut Command) -> anyhow::Result<Vec<u8>> {
    let program = command.get_program().to_owned();
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("cannot start {}", program.display()))?;
    ensure!(output.status.success(), "{command:?} failed: {}", output.status);
    Ok(output.stdout)
}

/// Returns the root of this workspace.
fn workspace() -> PathBuf {
    let package = env::var_os("CARGO_MANIFEST_DIR");
    let package = package.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let crates = Path::new(&package).parent().expect("the package lies in a folder");
    crates.parent().expect("the folder lies in the workspace").to_owned()
}

/// Returns where cargo builds.
fn target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    workspace().join(target)
}
