//! The programs of the documents build as they are shown, with the dependencies that the document shows.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The documents that show programs. Those of the cookbook are parts of `examples/cookbook`.
const DOCUMENTS: [&str; 8] = [
    "README.md",
    "crates/queue-core/README.md",
    "crates/queue-async/README.md",
    "crates/queue-compat/README.md",
    "crates/queue-redis/README.md",
    "docs/cancellation.md",
    "docs/embedding.md",
    "docs/work.md",
];

#[test]
fn the_programs_of_the_documents_build_with_the_dependencies_shown() {
    for document in DOCUMENTS {
        let text = fs::read_to_string(root().join(document)).unwrap();
        let programs = blocks(&text, "rust");
        assert!(!programs.is_empty(), "{document} shows no program");
        let dependencies = blocks(&text, "toml");
        assert_eq!(dependencies.len(), 1, "{document} shows the dependencies of its programs once");
        let package = write_package(document, dependencies[0], &programs);
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet"])
            .current_dir(package)
            .env("CARGO_TARGET_DIR", scratch().join("target"))
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{document}:\n{errors}");
    }
}

/// The list above is complete.
#[test]
fn no_other_document_shows_a_program() {
    let mut found = Vec::new();
    documents(root(), &mut found);
    let shown = DOCUMENTS.into_iter().chain(["docs/cookbook.md"]).map(|path| root().join(path));
    let shown: BTreeSet<_> = shown.collect();
    assert!(shown.iter().all(|path| found.contains(path)));
    for path in found.iter().filter(|path| !shown.contains(*path)) {
        let text = fs::read_to_string(path).unwrap();
        assert!(!text.contains("```rust"), "{path:?}");
    }
}

/// Lists the documents below a folder, but for what is hidden or built.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_string_lossy();
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            documents(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
}

/// Writes a package with the programs of a document, and returns its folder.
fn write_package(document: &str, dependencies: &str, programs: &[&str]) -> PathBuf {
    let name: String =
        document.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let package = scratch().join(&name);
    let _ = fs::remove_dir_all(&package);
    fs::create_dir_all(package.join("src/bin")).unwrap();
    let local = |line: &str| {
        let ours = line.split_once(" = ").map(|(name, _)| name).filter(|n| n.starts_with("queue-"));
        let Some(ours) = ours else { return line.to_owned() };
        let path = root().join("crates").join(ours);
        // The features that the document shows stay.
        let features = line.split_once("features = ").map_or("[] }", |(_, features)| features);
        format!("{ours} = {{ path = {path:?}, features = {features}")
    };
    let dependencies: Vec<_> = dependencies.lines().map(local).collect();
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{}\n",
        dependencies.join("\n")
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    for (number, program) in programs.iter().enumerate() {
        let is_whole = program.contains("fn main()");
        let program =
            if is_whole { (*program).to_owned() } else { format!("fn main() {{\n{program}}}\n") };
        fs::write(package.join(format!("src/bin/program{number}.rs")), program).unwrap();
    }
    package
}

/// Returns the code blocks of a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("\n```{language}\n");
    let ends = text.split(&start).skip(1);
    ends.map(|rest| rest.split_once("```").expect("a block ends").0).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents")
}
