use std::fmt::Write as _;

use super::Seen;

/// What a CPython answered to the scripts, as a text that is kept beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The version of the CPython.
    pub version: String,
    /// The name of each script, and what was seen.
    pub answers: Vec<(String, Seen)>,
}

const HEAD: &str = "CPython ";
const SCRIPT: &str = "== ";

impl Recorded {
    /// Returns what was answered to the script of this name.
    #[must_use]
    pub fn answer(&self, name: &str) -> Option<&Seen> {
        self.answers.iter().find(|(known, _)| known == name).map(|(_, seen)| seen)
    }

    /// Writes the text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}{}\n", self.version);
        for (name, seen) in &self.answers {
            writeln!(text, "{SCRIPT}{name}").expect("a string takes all");
            seen.iter().for_each(|line| text.extend([line.trim_end(), "\n"]));
        }
        text
    }

    /// Reads the text. Returns `None` if it is no recording.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let version = lines.next()?.strip_prefix(HEAD)?.to_owned();
        let mut answers: Vec<(String, Seen)> = Vec::new();
        for line in lines {
            match line.strip_prefix(SCRIPT) {
                Some(name) => answers.push((name.to_owned(), Vec::new())),
                None => answers.last_mut()?.1.push(line.to_owned()),
            }
        }
        Some(Self { version, answers })
    }
}
