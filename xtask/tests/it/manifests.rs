use std::fs;

use toml::{Table, Value};

use crate::tree::{assert_none, root};

/// The published crates, from the bottom up, and all that each makes its users build: always, and with a feature.
const LIBRARIES: [(&str, &[&str], &[&str]); 4] = [
    ("queue-core", &["slab", "smallvec"], &["serde"]),
    (
        "queue-async",
        &["futures-core", "futures-sink", "queue-core"],
        &["metrics", "serde", "spinning_top", "tracing"],
    ),
    ("queue-compat", &["queue-async"], &[]),
    ("queue-redis", &["redis", "serde", "serde_json", "thiserror", "tokio"], &["rustls"]),
];

#[test]
fn each_member_names_the_oldest_compiler_it_supports() {
    let toolchain = table("rust-toolchain.toml");
    let channel = &toolchain["toolchain"]["channel"];
    assert_eq!(*channel, package()["rust-version"]);
    assert_eq!(*channel, table("tests/no-std/Cargo.toml")["package"]["rust-version"]);
    for (name, ..) in LIBRARIES {
        let manifest = table(&format!("crates/{name}/Cargo.toml"));
        // The client of Redis needs a later one.
        let oldest = if name == "queue-redis" { "1.88.0" } else { "1.85.0" };
        assert_eq!(manifest["package"]["rust-version"].as_str(), Some(oldest), "{name}");
    }
}

#[test]
fn members_inherit_lints_and_what_they_share() {
    let inherits = |value: Option<&Value>| {
        value.and_then(|value| value.get("workspace")).and_then(Value::as_bool) == Some(true)
    };
    assert_none(
        "it is not inherited",
        members().into_iter().flat_map(|(path, manifest)| {
            let name = manifest["package"]["name"].as_str();
            let is_library = LIBRARIES.iter().any(|(library, ..)| Some(*library) == name);
            let version = (!is_library).then_some("rust-version");
            let shared = ["version", "edition", "license"].into_iter().chain(version);
            let missing = shared.filter(|key| !inherits(manifest["package"].get(key)));
            let lints = (!inherits(manifest.get("lints"))).then_some("lints");
            let missing: Vec<_> = missing.chain(lints).collect();
            missing.into_iter().map(move |key| format!("{path}: {key}"))
        }),
    );
}

#[test]
fn libraries_depend_on_what_is_below_them() {
    for (name, always, with_a_feature) in LIBRARIES {
        let manifest = table(&format!("crates/{name}/Cargo.toml"));
        let dependencies = manifest["dependencies"].as_table().expect("it is a table");
        let is_optional =
            |value: &Value| value.get("optional").and_then(Value::as_bool) == Some(true);
        let (optional, required): (Vec<_>, Vec<_>) =
            dependencies.iter().partition(|(_, value)| is_optional(value));
        let names = |found: &[(&String, &Value)]| -> Vec<String> {
            found.iter().map(|(name, _)| (*name).clone()).collect()
        };
        assert_eq!(names(&required), always, "{name}");
        assert_eq!(names(&optional), with_a_feature, "{name}");
        for elsewhere in ["build-dependencies", "target"] {
            assert!(!manifest.contains_key(elsewhere), "{name}: {elsewhere}");
        }
    }
}

#[test]
fn libraries_alone_are_published_and_all_in_one_version() {
    let workspace = workspace();
    let version = &package()["version"];
    for (path, manifest) in members() {
        let name = manifest["package"]["name"].as_str().expect("it is a string");
        let is_library = LIBRARIES.iter().any(|(library, ..)| *library == name);
        let publish = manifest["package"].get("publish").and_then(Value::as_bool);
        assert_eq!(publish.unwrap_or(true), is_library, "{path}");
        if is_library {
            assert_eq!(&workspace["dependencies"][name]["version"], version, "{name}");
        }
    }
}

/// Returns the paths and manifests of the members.
pub(crate) fn members() -> Vec<(String, Table)> {
    let workspace = workspace();
    let read = |path: &str| (path.to_owned(), table(&format!("{path}/Cargo.toml")));
    strings(&workspace["members"]).into_iter().map(read).collect()
}

/// Returns what the members have in common.
pub(crate) fn package() -> Value {
    workspace()["package"].clone()
}

fn workspace() -> Value {
    table("Cargo.toml")["workspace"].clone()
}

fn table(path: &str) -> Table {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    text.parse().unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
