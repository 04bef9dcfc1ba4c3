use std::fmt::Write as _;

use super::names;
use crate::report::{Cell, Machine, Report, Spread};

/// Says on what it was measured, and how far to trust it.
pub(super) fn machine(report: &Report) -> String {
    let machine = &report.machine;
    let Machine { processor, cores, platform, compiler, .. } = machine;
    let mut text = format!("{processor}, cores: {cores}, {platform}, {compiler}.");
    if let Some(load) = machine.load.filter(|load| *load >= 1.0) {
        write!(text, " Others ran as well: the load was {load:.1}.").expect("it is a string");
    }
    let noise = 100.0 * noise(&report.cells);
    text + &format!(" The quartiles of a ratio are {noise:.0} % of it apart, in the median.\n")
}

/// Returns how far apart the quartiles of a ratio are, in proportion to it.
fn noise(cells: &[Cell]) -> f64 {
    let ratios = cells.iter().flat_map(|cell| cell.lanes[1..].iter().map(|lane| cell.ratio(lane)));
    Spread::of(ratios.map(|ratio| (ratio.upper - ratio.lower) / ratio.median).collect()).median
}

/// Returns a table of ratios, with a row for each contender and a column for each cell.
///
/// Whom the others are compared with has its time instead. A ratio is bold if three quarters of the rounds were above 1.
pub(super) fn table(cells: &[Cell]) -> String {
    let head: Vec<_> = cells.iter().map(|cell| cell.name.as_str()).collect();
    let mut text = format!("| | {} |\n", head.join(" | "));
    text += &format!("|---|{}\n", "---|".repeat(cells.len()));
    for name in names(cells) {
        let fields: Vec<_> = cells.iter().map(|cell| field(cell, &name)).collect();
        text += &format!("| {name} | {} |\n", fields.join(" | "));
    }
    text
}

fn field(cell: &Cell, name: &str) -> String {
    let Some(nth) = cell.lanes.iter().position(|lane| lane.title() == name) else {
        return String::new();
    };
    let lane = &cell.lanes[nth];
    if nth == 0 {
        return format!("{} ns", short(lane.nanoseconds().median));
    }
    let ratio = cell.ratio(lane);
    let median = if ratio.lower > 1.0 {
        format!("**{}**", short(ratio.median))
    } else {
        short(ratio.median)
    };
    format!("{median} ({}-{})", short(ratio.lower), short(ratio.upper))
}

/// Writes a number with two or three digits.
fn short(number: f64) -> String {
    match number {
        10.0.. => format!("{number:.0}"),
        0.095.. => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::report::{Cell, Lane};

    #[test]
    fn ratios_stand_below_the_time_of_the_first() {
        let lane = |name: &str, rounds: &[f64]| Lane {
            name: name.to_owned(),
            version: "1.0".to_owned(),
            rounds: rounds.into(),
        };
        let lanes = vec![
            lane("ours", &[20.0, 30.0, 40.0]),
            lane("slow", &[80.0, 60.0, 80.0]),
            lane("fast", &[10.0, 15.0, 20.0]),
        ];
        let cell = Cell { group: "group".to_owned(), name: "cell".to_owned(), lanes };
        let expected = "\
| | cell |
|---|---|
| ours 1.0 | 30 ns |
| slow 1.0 | 0.50 (0.38-0.50) |
| fast 1.0 | **2.00** (2.00-2.00) |
";
        assert_eq!(table(&[cell]), expected);
    }
}
