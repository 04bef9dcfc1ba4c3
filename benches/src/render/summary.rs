use std::fmt::Write as _;

use super::number::two_digits;
use super::title;
use crate::report::{Cell, Machine, Report, Spread, Verdict};

/// A rival that is clearly faster than ours in some cells.
struct Lead {
    name: String,
    /// The medians of the ratios in these cells.
    ratios: Vec<f64>,
}

impl Lead {
    fn least(&self) -> f64 {
        self.ratios.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn largest(&self) -> f64 {
        self.ratios.iter().copied().fold(0.0, f64::max)
    }

    /// Says in how many cells the rival is faster, and by what factor.
    fn text(&self) -> String {
        let Self { name, ratios } = self;
        let [least, largest] = [self.least(), self.largest()].map(two_digits);
        let range = if least == largest { largest } else { format!("{least} to {largest}") };
        format!("{name} in {} ({range})", ratios.len())
    }
}

/// Returns a line for each group that has rivals: where ours is best, and which rivals are faster.
pub(super) fn summary(groups: &[&[Cell]]) -> String {
    let all = |wanted| groups.iter().map(|cells| count(cells, wanted)).sum::<usize>();
    let [ours, noise, theirs] = [Verdict::Ours, Verdict::Noise, Verdict::Theirs].map(all);
    let pairs = ours + noise + theirs;
    let mut text = format!(
        "Each workload compares one queue of ours with other queues, which makes {pairs} pairs.\n\
         Ours is clearly faster in {ours}, the other one in {theirs}, and {noise} are within the noise.\n\n\
         | | workloads | ours is best, or within the noise of the best | \
         clearly faster than ours, in how many workloads (how many times as fast) |\n\
         |---|---:|---:|---|\n"
    );
    for cells in groups {
        let rivaled = rivaled(cells);
        if rivaled > 0 {
            let leads: Vec<_> = leads(cells).iter().map(Lead::text).collect();
            let leads = if leads.is_empty() { "none".to_owned() } else { leads.join(", ") };
            let title = title(&cells[0].group);
            text += &format!("| {title} | {rivaled} | {} | {leads} |\n", best(cells));
        }
    }
    text
}

/// Says what the plot of a group shows.
pub(super) fn alternative_text(cells: &[Cell]) -> String {
    let title = title(&cells[0].group);
    let mut text = format!(
        "{title}: bars of our time divided by the time of each contender, in {} workloads. \
         Ours is best, or within the noise of the best, in {} of {} workloads with other queues.",
        cells.len(),
        best(cells),
        rivaled(cells)
    );
    if let Some(lead) = leads(cells).iter().max_by(|a, b| a.largest().total_cmp(&b.largest())) {
        let largest = two_digits(lead.largest());
        write!(text, " The largest lead over ours is that of {}: {largest} times.", lead.name)
            .expect("it is a string");
    }
    text
}

/// Returns the number of cells in which a rival takes part.
fn rivaled(cells: &[Cell]) -> usize {
    cells.iter().filter(|cell| cell.rivals().next().is_some()).count()
}

/// Returns the number of cells in which no rival is clearly faster.
fn best(cells: &[Cell]) -> usize {
    cells.iter().filter(|cell| cell.ours_is_best()).count()
}

/// Returns the number of pairs of ours and a rival with that verdict.
fn count(cells: &[Cell], wanted: Verdict) -> usize {
    let verdicts =
        cells.iter().flat_map(|cell| cell.rivals().map(|rival| cell.ratio(rival).verdict()));
    verdicts.filter(|verdict| *verdict == wanted).count()
}

/// Returns the rivals that are clearly faster somewhere, the most frequent first.
fn leads(cells: &[Cell]) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::new();
    for cell in cells {
        for rival in cell.rivals() {
            let ratio = cell.ratio(rival);
            if ratio.verdict() != Verdict::Theirs {
                continue;
            }
            match leads.iter_mut().find(|lead| lead.name == rival.name) {
                Some(lead) => lead.ratios.push(ratio.median),
                None => leads.push(Lead { name: rival.name.clone(), ratios: vec![ratio.median] }),
            }
        }
    }
    leads.sort_by_key(|lead| usize::MAX - lead.ratios.len());
    leads
}

/// Returns a list of what the report was measured on, and of how far to trust it.
pub(super) fn machine(report: &Report) -> String {
    let Machine { processor, cores, platform, compiler, load } = &report.machine;
    let rounds = report.cells.iter().flat_map(|cell| &cell.lanes).map(|lane| lane.rounds.len());
    let rounds = rounds.max().unwrap_or(0);
    let mut text = format!(
        "- Processor: {processor}, {cores} cores. System: {platform}. Compiler: {compiler}.\n\
         - Rounds: {rounds} for each contender of each workload.\n"
    );
    if let Some(load) = load.filter(|load| *load >= 1.0) {
        text += &format!("- Other programs ran at the same time: the load was {load:.1}.\n");
    }
    let noise = 100.0 * noise(&report.cells);
    text += &format!(
        "- Noise: the quartiles of a ratio are {noise:.0} % of it apart, in the median of all ratios.\n"
    );
    text
}

/// Returns how far apart the quartiles of a ratio are, in proportion to it.
fn noise(cells: &[Cell]) -> f64 {
    let ratios = cells.iter().flat_map(|cell| cell.lanes[1..].iter().map(|lane| cell.ratio(lane)));
    Spread::of(ratios.map(|ratio| (ratio.upper - ratio.lower) / ratio.median).collect()).median
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::{alternative_text, summary};

    const OURS: (&str, &[f64]) = ("queue-ours", &[20.0, 30.0, 40.0]);
    const SLOW: (&str, &[f64]) = ("slow", &[80.0, 60.0, 80.0]);
    const FAST: (&str, &[f64]) = ("fast", &[10.0, 15.0, 20.0]);
    const FASTER: (&str, &[f64]) = ("fast", &[5.0, 7.5, 10.0]);

    #[test]
    fn the_summary_names_each_crate_that_is_faster() {
        let cells = [
            cell(&[OURS, SLOW]),
            cell(&[OURS, SLOW, FAST]),
            cell(&[OURS, ("same", OURS.1), FASTER]),
        ];
        let text = summary(&[&cells]);
        assert!(text.contains(", which makes 5 pairs.\n"), "{text}");
        assert!(
            text.contains("clearly faster in 2, the other one in 2, and 1 are within"),
            "{text}"
        );
        let row = "| Nothing waits | 3 | 1 | fast in 2 (2.0 to 4.0) |\n";
        assert!(text.ends_with(row), "{text}");
    }

    #[test]
    fn the_alternative_text_names_the_largest_lead() {
        let text = alternative_text(&[cell(&[OURS, SLOW, FAST])]);
        assert!(text.ends_with("The largest lead over ours is that of fast: 2.0 times."), "{text}");
        let text = alternative_text(&[cell(&[OURS, SLOW])]);
        assert!(text.ends_with("in 1 of 1 workloads with other queues."), "{text}");
    }
}
