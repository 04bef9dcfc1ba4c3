use std::path::{Path, PathBuf};
use std::process::Command;

/// Finds the newest CPython on the machine that knows `shutdown`: on the path, or where pyenv keeps
/// them.
#[must_use]
pub fn find_cpython() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path)
        .flat_map(|folder| (13..40).map(move |minor| folder.join(format!("python3.{minor}"))));
    let any = std::env::split_paths(&path).map(|folder| folder.join("python3"));
    let pyenv = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let pyenv = pyenv.or_else(|| Some(std::env::home_dir()?.join(".pyenv")));
    let kept = pyenv.and_then(|root| root.join("versions").read_dir().ok()).into_iter().flatten();
    let kept = kept.flatten().map(|entry| entry.path().join("bin").join("python3"));
    let found = on_path.chain(any).chain(kept).filter(|program| program.is_file());
    let newest = found.filter_map(|program| Some((version_of(&program)?, program))).max();
    newest.filter(|(version, _)| version[..2] >= [3, 13][..]).map(|(_, program)| program)
}

fn version_of(program: &Path) -> Option<Vec<u32>> {
    let asked = "import platform as p; print(p.python_implementation(), p.python_version())";
    let output = Command::new(program).args(["-I", "-c", asked]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.trim().strip_prefix("CPython ")?;
    let numbers = |part: &str| {
        let digits = part.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(part.len());
        part[..digits].parse().ok()
    };
    version.split('.').map(numbers).collect()
}
