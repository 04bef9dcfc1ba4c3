//! Swaps what threads lock and wait with, for this package alone.

fn main() {
    println!("cargo::rustc-cfg=queue_loom");
    // The source names features that this package does not have.
    println!(
        "cargo::rustc-check-cfg=cfg(feature, values(\"metrics\", \"serde\", \"stats\", \"tracing\"))"
    );
    println!("cargo::rerun-if-changed=build.rs");
}
