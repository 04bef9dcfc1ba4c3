use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::Case;

/// By how many percent the code may grow.
const MARGIN: u64 = 2;

/// The size of the code of our programs when it was recorded.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// By how many percent the code may grow.
    margin: u64,
    /// The compiler and the processor that the sizes hold for.
    built_for: String,
    /// The bytes of `.text` beyond those of a program without a queue, for each case.
    text: BTreeMap<String, u64>,
}

impl Record {
    /// Makes a record of what was built now.
    ///
    /// # Errors
    ///
    /// Fails if the compiler does not tell its version.
    pub fn new(now: &[(Case, u64)]) -> anyhow::Result<Self> {
        let text = now.iter().map(|(case, text)| (case.to_string(), *text)).collect();
        Ok(Self { margin: MARGIN, built_for: built_for()?, text })
    }

    /// Reads the record.
    ///
    /// # Errors
    ///
    /// Fails if there is none, or if it is malformed.
    pub fn read() -> anyhow::Result<Self> {
        let text = fs::read_to_string(path()).context("nothing is recorded")?;
        Ok(toml::from_str(&text)?)
    }

    /// Writes the record.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written.
    pub fn write(&self) -> anyhow::Result<()> {
        let comment = "# What `cargo xtask weight --record` has measured: the bytes of `.text` of each of our programs, less those\n\
                       # of a program without a queue.\n";
        fs::write(path(), comment.to_owned() + &toml::to_string(self)?)?;
        Ok(())
    }

    /// Returns the compiler and the processor that the record holds for.
    #[must_use]
    pub fn built_for(&self) -> &str {
        &self.built_for
    }

    /// Returns how our code has grown, if it has, or that it was not recorded.
    #[must_use]
    pub fn growth(&self, case: Case, now: u64) -> Option<String> {
        let Some(&recorded) = self.text.get(&case.to_string()) else {
            return Some(format!("{case}: not recorded"));
        };
        let has_grown = now > recorded * (100 + self.margin) / 100;
        has_grown.then(|| format!("{case}: {now} bytes of .text, recorded {recorded}"))
    }

    /// Returns the cases that are recorded and do not exist.
    pub fn gone(&self) -> impl Iterator<Item = String> {
        let is_gone = |name: &&String| Case::all().all(|case| case.to_string() != **name);
        self.text.keys().filter(is_gone).map(|name| format!("{name}: recorded, and no case now"))
    }
}

/// Names the compiler and the processor.
///
/// # Errors
///
/// Fails if the compiler does not tell its version.
pub fn built_for() -> anyhow::Result<String> {
    let output = Command::new("rustc").arg("--version").output().context("cannot start rustc")?;
    let version = String::from_utf8(output.stdout)?;
    let version = version.split(' ').nth(1).context("rustc tells no version")?;
    Ok(format!("rustc {version}, {} {}", env::consts::ARCH, env::consts::OS))
}

fn path() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "weight.toml"].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::Record;
    use crate::Case;

    fn record(case: &str) -> Record {
        Record { margin: 2, built_for: String::new(), text: [(case.to_owned(), 1000)].into() }
    }

    #[test]
    fn code_may_grow_by_the_margin() {
        let record = record("types, 40");
        assert_eq!(record.growth(Case::Types(40), 1020), None);
        assert!(record.growth(Case::Types(40), 1021).is_some());
        assert_eq!(record.growth(Case::Types(40), 10), None);
    }

    #[test]
    fn what_is_not_in_both_is_reported() {
        assert!(record("types, 40").growth(Case::Sites(100), 1).is_some());
        assert_eq!(record("types, 40").gone().count(), 0);
        assert_eq!(record("types, 41").gone().count(), 1);
    }
}
