//! Swaps what threads lock and wait with, for this package alone.

fn main() {
    println!("cargo::rustc-cfg=queue_loom");
    println!("cargo::rerun-if-changed=build.rs");
}
