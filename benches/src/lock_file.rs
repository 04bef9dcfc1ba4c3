use std::sync::LazyLock;

use toml::{Table, Value};

static LOCK_FILE: LazyLock<Table> =
    LazyLock::new(|| include_str!("../../Cargo.lock").parse().expect("cargo wrote it"));

/// Returns the version of a dependency of this package, from `Cargo.lock`.
///
/// # Panics
///
/// Panics if this package does not depend on the crate.
#[must_use]
pub fn version(name: &str) -> &'static str {
    // An entry is `name version` if the file has several versions of the crate, else `name`.
    let here = versions(env!("CARGO_PKG_NAME")).next().expect("it is a member");
    let dependencies = here["dependencies"].as_array().expect("it has some");
    let entry = dependencies
        .iter()
        .filter_map(Value::as_str)
        .find(|entry| entry.split(' ').next() == Some(name));
    let (_, version) = entry
        .map(|entry| entry.split_once(' ').unwrap_or((entry, "")))
        .unwrap_or_else(|| panic!("{name} is a dependency"));
    let only = || versions(name).next().and_then(|package| package["version"].as_str());
    if version.is_empty() { only().expect("it has a version") } else { version }
}

fn versions(name: &str) -> impl Iterator<Item = &'static Table> {
    let packages = LOCK_FILE["package"].as_array().into_iter().flatten();
    packages
        .filter_map(Value::as_table)
        .filter(move |package| package["name"].as_str() == Some(name))
}

#[cfg(test)]
mod tests {
    #[test]
    fn versions_are_those_of_the_lock_file() {
        assert_eq!(super::version("queue-async"), env!("CARGO_PKG_VERSION"));
        assert!(super::version("tokio").starts_with("1."));
    }

    #[test]
    #[should_panic(expected = "no-such-crate is a dependency")]
    fn what_is_no_dependency_has_no_version() {
        let _version = super::version("no-such-crate");
    }
}
