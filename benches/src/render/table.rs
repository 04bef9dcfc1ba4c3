use super::names;
use super::number::two_digits;
use crate::report::Cell;

/// Returns two tables of a group: one with ratios, one with times. Both have a column for each cell.
pub(super) fn tables(cells: &[Cell]) -> String {
    let ratios = table(cells, "our time / its time", ratio);
    let times = table(cells, "ns per item", time);
    format!("{ratios}\n{times}")
}

/// Returns one table with a row for each pair of ours and another contender: the form for workloads that have few
/// contenders in common.
#[must_use]
pub fn list(cells: &[Cell]) -> String {
    let mut text = "\
| workload | ours | its ns | beside | our time / its time | its ns |
|---|---|---:|---|---:|---:|
"
    .to_owned();
    for cell in cells {
        let ours = &cell.lanes[0];
        let mut head =
            [cell.name.clone(), ours.title(), time(cell, &ours.title()).unwrap_or_default()];
        for lane in &cell.lanes[1..] {
            let name = lane.title();
            let [ratio, time] =
                [ratio(cell, &name), time(cell, &name)].map(Option::unwrap_or_default);
            let [workload, ours, ours_time] = std::mem::take(&mut head);
            text += &format!("| {workload} | {ours} | {ours_time} | {name} | {ratio} | {time} |\n");
        }
    }
    text
}

/// Returns a table with a row for each contender that has some field.
fn table(cells: &[Cell], corner: &str, field: fn(&Cell, &str) -> Option<String>) -> String {
    let head: Vec<_> = cells.iter().map(|cell| cell.name.as_str()).collect();
    let mut text = format!("| {corner} | {} |\n", head.join(" | "));
    text += &format!("|---|{}\n", "---:|".repeat(cells.len()));
    for name in names(cells) {
        let fields: Vec<_> = cells.iter().map(|cell| field(cell, &name)).collect();
        if fields.iter().any(Option::is_some) {
            let fields: Vec<_> = fields.into_iter().map(Option::unwrap_or_default).collect();
            text += &format!("| {name} | {} |\n", fields.join(" | "));
        }
    }
    text
}

/// Returns the ratio of the first lane's time to that of another one, with its quartiles.
fn ratio(cell: &Cell, name: &str) -> Option<String> {
    let lane = cell.lanes[1..].iter().find(|lane| lane.title() == name)?;
    let ratio = cell.ratio(lane);
    let [lower, median, upper] = [ratio.lower, ratio.median, ratio.upper].map(two_digits);
    Some(format!("{median} ({lower}-{upper})"))
}

/// Returns the median time of a lane. The time of the first one is bold if no rival is clearly faster.
fn time(cell: &Cell, name: &str) -> Option<String> {
    let nth = cell.lanes.iter().position(|lane| lane.title() == name)?;
    let time = two_digits(cell.lanes[nth].nanoseconds().median);
    let is_best = nth == 0 && cell.ours_is_best();
    Some(if is_best { format!("**{time}**") } else { time })
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::{list, tables};

    const OURS: (&str, &[f64]) = ("queue-ours", &[20.0, 30.0, 40.0]);
    const SLOW: (&str, &[f64]) = ("slow", &[80.0, 60.0, 80.0]);
    const FAST: (&str, &[f64]) = ("fast", &[10.0, 15.0, 20.0]);
    const FLOOR: (&str, &[f64]) = ("lock + list", &[2.0, 3.0, 4.0]);

    #[test]
    fn ratios_and_times_have_a_table_each() {
        let expected = "\
| our time / its time | cell |
|---|---:|
| slow 1.0 | 0.50 (0.38-0.50) |
| fast 1.0 | 2.0 (2.0-2.0) |

| ns per item | cell |
|---|---:|
| queue-ours 1.0 | 30 |
| slow 1.0 | 80 |
| fast 1.0 | 15 |
";
        assert_eq!(tables(&[cell(&[OURS, SLOW, FAST])]), expected);
    }

    #[test]
    fn a_list_has_a_row_for_each_pair() {
        let expected = "\
| workload | ours | its ns | beside | our time / its time | its ns |
|---|---|---:|---|---:|---:|
| cell | queue-ours 1.0 | **30** | slow 1.0 | 0.50 (0.38-0.50) | 80 |
|  |  |  | lock + list 1.0 | 10 (10-10) | 3.0 |
";
        assert_eq!(list(&[cell(&[OURS, SLOW, FLOOR])]), expected);
    }

    #[test]
    fn our_time_is_bold_where_no_rival_is_clearly_faster() {
        let is_bold = |lanes| tables(&[cell(lanes)]).contains("| queue-ours 1.0 | **30** |");
        assert!(is_bold(&[OURS, SLOW]));
        assert!(is_bold(&[OURS, ("close", &[21.0, 29.0, 40.0])]));
        assert!(is_bold(&[OURS, SLOW, FLOOR]), "a floor is not a rival");
        assert!(!is_bold(&[OURS, SLOW, FAST]));
        assert!(!is_bold(&[OURS, FLOOR]), "without a rival nothing is best");
    }
}
