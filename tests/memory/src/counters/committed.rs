use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counters {
    /// Once.
    pub instructions: u64,
    /// A thousand times.
    pub allocations: u64,
    /// A thousand times.
    pub wakes: u64,
}

/// What was counted when it was recorded.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committed {
    /// By how many percent the instructions may grow.
    pub margin: u64,
    /// For which compiler and processor they hold.
    pub built_for: String,
    /// For each operation.
    pub operations: BTreeMap<String, Counters>,
}

impl Committed {
    /// Returns what is worse than recorded, and what is not in both.
    #[must_use]
    pub fn worse(&self, now: &[(String, Counters)]) -> Vec<String> {
        let mut worse = Vec::new();
        for (name, counters) in now {
            match self.operations.get(name) {
                None => worse.push(format!("{name}: not recorded")),
                Some(before) => worse.extend(self.compare(name, *before, *counters)),
            }
        }
        let gone = |name: &&String| now.iter().all(|(other, _)| other != *name);
        let gone = self.operations.keys().filter(gone);
        worse.extend(gone.map(|name| format!("{name}: recorded, and not counted")));
        worse
    }

    fn compare(&self, name: &str, before: Counters, now: Counters) -> Option<String> {
        let limit = before.instructions * (100 + self.margin) / 100;
        let worse = now.instructions > limit
            || now.allocations > before.allocations
            || now.wakes > before.wakes;
        worse.then(|| format!("{name}: {now:?}, recorded {before:?}"))
    }
}

/// Returns the operations that take more steps among many than among few, though they should not.
#[must_use]
pub fn growing(now: &[(String, Counters)]) -> Vec<String> {
    const PAIRS: [(&str, &str); 2] =
        [("beside 1", "beside 100000"), ("among 10 items", "among 10000000 items")];
    let count = |name: &str| now.iter().find(|(other, _)| other == name).map(|(_, count)| *count);
    let mut growing = Vec::new();
    for (few, many) in PAIRS {
        for (name, among_few) in now {
            let Some(stem) = name.strip_suffix(few) else { continue };
            let among_many = count(&[stem, many].concat());
            if among_many
                .is_none_or(|count| count.instructions * 100 > among_few.instructions * 110)
            {
                growing.push(format!("{name}: {among_few:?}, {many}: {among_many:?}"));
            }
        }
    }
    growing
}

/// Returns where the committed counters are.
#[must_use]
pub fn path() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "counters.toml"].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{Committed, Counters, growing};

    const COUNTERS: Counters = Counters { instructions: 100, allocations: 0, wakes: 1000 };

    fn worse(now: &[(&str, Counters)]) -> usize {
        let operations = [("a".to_owned(), COUNTERS)].into();
        let committed = Committed { margin: 7, built_for: String::new(), operations };
        committed.worse(&owned(now)).len()
    }

    fn owned(counters: &[(&str, Counters)]) -> Vec<(String, Counters)> {
        counters.iter().map(|(name, counters)| ((*name).to_owned(), *counters)).collect()
    }

    #[test]
    fn instructions_have_a_margin_and_nothing_else_has() {
        assert_eq!(worse(&[("a", COUNTERS)]), 0);
        assert_eq!(worse(&[("a", Counters { instructions: 107, ..COUNTERS })]), 0);
        assert_eq!(worse(&[("a", Counters { instructions: 108, ..COUNTERS })]), 1);
        assert_eq!(worse(&[("a", Counters { allocations: 1, ..COUNTERS })]), 1);
        assert_eq!(worse(&[("a", Counters { wakes: 1001, ..COUNTERS })]), 1);
        assert_eq!(worse(&[("a", Counters { instructions: 10, allocations: 0, wakes: 0 })]), 0);
    }

    #[test]
    fn what_is_not_in_both_is_reported() {
        assert_eq!(worse(&[("a", COUNTERS), ("b", COUNTERS)]), 1);
        assert_eq!(worse(&[]), 1);
    }

    #[test]
    fn what_takes_more_among_many_is_reported() {
        let grown = Counters { instructions: 111, ..COUNTERS };
        let flat = [("x, beside 1", COUNTERS), ("x, beside 100000", COUNTERS)];
        assert_eq!(growing(&owned(&flat)), [""; 0]);
        let growing_line = [("x, beside 1", COUNTERS), ("x, beside 100000", grown)];
        assert_eq!(growing(&owned(&growing_line)).len(), 1);
        let growing_stock = [("among 10 items", COUNTERS), ("among 10000000 items", grown)];
        assert_eq!(growing(&owned(&growing_stock)).len(), 1);
    }
}
