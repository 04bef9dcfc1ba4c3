use queue_benches::channel::{Channel, LocalFutures};
use queue_benches::contenders::{Visitor, visit};
use queue_benches::version;

const DOCUMENT: &str = include_str!("../../../docs/comparison.md");

/// The document may be wrong about another release. `cargo xtask probe --write` renews its tables.
#[test]
fn the_comparison_is_of_the_releases_in_the_lock_file() {
    visit::<usize>(&mut Named);
}

struct Named;

impl Named {
    fn see<C: Channel>() {
        let release = format!("{} {}", C::CRATE, version(C::CRATE));
        assert!(DOCUMENT.contains(&format!("\n| {release} |")), "{release} has no row");
        let probed = format!("\n| {} {} |", C::name(), version(C::CRATE));
        let is_ours = C::CRATE.starts_with("queue-");
        assert!(is_ours || DOCUMENT.contains(&probed), "{release} has not been probed");
    }
}

impl Visitor<usize> for Named {
    fn bounded<C: LocalFutures<Item = usize>>(&mut self) {
        Self::see::<C>();
    }

    fn unbounded<C: LocalFutures<Item = usize>>(&mut self) {
        Self::see::<C>();
    }
}
