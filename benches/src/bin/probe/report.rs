use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::cell::Cell;
use crate::check::{Check, GROUPS};
use crate::contender::Contender;
use crate::outcome::Outcome;

/// The outcomes of all checks.
pub(crate) struct Report {
    contenders: Vec<Contender>,
    cells: Vec<Cell>,
}

impl Report {
    pub(crate) fn new(contenders: Vec<Contender>, mut cells: Vec<Cell>) -> Self {
        let checks = Check::all();
        let place = |cell: &Cell| {
            let contender = contenders.iter().position(|known| known.name == cell.contender);
            (contender, checks.iter().position(|known| known.name == cell.check))
        };
        cells.sort_by_key(place);
        Self { contenders, cells }
    }

    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Returns whether a check of one of ours fails.
    pub(crate) fn ours_fail(&self) -> bool {
        self.contenders.iter().any(|contender| contender.is_ours && self.fails(contender))
    }

    fn fails(&self, contender: &Contender) -> bool {
        self.of(contender).any(|cell| failure(cell).is_some())
    }

    /// Prints a matrix, then a line for each contender.
    pub(crate) fn print(&self) {
        let checks: Vec<_> = Check::all().into_iter().filter(|check| self.has(check)).collect();
        let width = self.probed().map(|contender| contender.name.len()).max().unwrap_or(0);
        for (number, check) in (1..).zip(&checks) {
            println!("{number:>2} {:24} {}", check.name, check.question);
        }
        let numbers =
            (1..=checks.len()).fold(String::new(), |line, number| format!("{line}{number:>6}"));
        println!("\n{:width$} {numbers}", "");
        for contender in self.probed() {
            print!("{:width$} ", contender.name);
            for check in &checks {
                let cell = self.of(contender).find(|cell| cell.check == check.name);
                print!("{:>6}", cell.map_or_else(String::new, |cell| brief(&cell.outcome)));
            }
            println!();
        }
        println!();
        self.probed().for_each(|contender| println!("{}", self.summary(contender)));
    }

    fn summary(&self, contender: &Contender) -> String {
        let passed = self.of(contender).filter(|cell| cell.outcome == Outcome::Pass).count();
        let line = format!("{} {}: {passed} pass", contender.name, contender.version);
        let failures: Vec<_> = self.of(contender).filter_map(failure).collect();
        match failures.len() {
            0 => line,
            failed => format!("{line}, {failed} fail: {}", failures.join(", ")),
        }
    }

    /// Returns the tables in Markdown, each below the questions of its columns.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        for (title, checks) in GROUPS {
            let _ = writeln!(text, "### {title}\n");
            for check in *checks {
                let _ = writeln!(text, "- *{}*: {}", check.name, check.question);
            }
            let _ = writeln!(text, "\n| | {} |", names(checks).join(" | "));
            let _ = writeln!(text, "|---{}|", "|---".repeat(checks.len()));
            for (name, cells) in self.rows(checks) {
                let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
            }
            text.push('\n');
        }
        let sound = self.probed().filter(|contender| !contender.is_ours && !self.fails(contender));
        let sound: Vec<_> =
            sound.map(|contender| format!("{} {}", contender.name, contender.version)).collect();
        let ours = if self.ours_fail() { "some of ours" } else { "all of ours" };
        let _ = writeln!(text, "Without a bold cell: {ours}, {}.\n", sound.join(", "));
        text
    }

    /// Returns a label and the cells for each row. Those of ours with equal cells share a row.
    fn rows(&self, checks: &[Check]) -> Vec<(String, Vec<String>)> {
        let mut rows: Vec<(Vec<&Contender>, Vec<String>)> = Vec::new();
        for contender in self.probed() {
            let cells: Vec<_> = checks.iter().map(|check| self.cell(contender, check)).collect();
            match rows.iter_mut().find(|row| contender.is_ours && row.1 == cells) {
                Some((contenders, _)) => contenders.push(contender),
                None => rows.push((vec![contender], cells)),
            }
        }
        rows.into_iter().map(|(contenders, cells)| (self.label(&contenders), cells)).collect()
    }

    /// Returns the name and version of a contender, or the names of several of ours.
    ///
    /// A name without a flavour stands for both flavours.
    fn label(&self, contenders: &[&Contender]) -> String {
        if let [contender] = contenders {
            return format!("{} {}", contender.name, contender.version);
        }
        let ours: Vec<_> = self.probed().filter(|contender| contender.is_ours).collect();
        if contenders.len() == ours.len() {
            return "all of ours".to_owned();
        }
        let stem =
            |contender: &Contender| contender.name.replace(" sync", "").replace(" local", "");
        let flavours = |among: &[&Contender], name: &str| {
            among.iter().filter(|contender| stem(contender) == name).count()
        };
        let name = |contender: &&Contender| {
            let stem = stem(contender);
            let is_whole = flavours(contenders, &stem) == flavours(&ours, &stem);
            if is_whole { stem } else { contender.name.clone() }
        };
        let mut names: Vec<_> = contenders.iter().map(name).collect();
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names.join(", ")
    }

    fn cell(&self, contender: &Contender, check: &Check) -> String {
        let cell = self.of(contender).find(|cell| cell.check == check.name);
        cell.map_or_else(String::new, |cell| cell.outcome.to_string())
    }

    fn of(&self, contender: &Contender) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| cell.contender == contender.name)
    }

    fn probed(&self) -> impl Iterator<Item = &Contender> {
        self.contenders.iter().filter(|contender| self.of(contender).next().is_some())
    }

    fn has(&self, check: &Check) -> bool {
        self.cells.iter().any(|cell| cell.check == check.name)
    }
}

fn names(checks: &[Check]) -> Vec<&'static str> {
    checks.iter().map(|check| check.name).collect()
}

fn failure(cell: &Cell) -> Option<String> {
    let Outcome::Fail(instead) = &cell.outcome else { return None };
    Some(format!("{} ({instead})", cell.check))
}

fn brief(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Pass => "ok".to_owned(),
        Outcome::Fail(_) => "FAIL".to_owned(),
        Outcome::Fact(fact) => fact.chars().take(5).collect(),
        Outcome::Absent => "-".to_owned(),
    }
}
