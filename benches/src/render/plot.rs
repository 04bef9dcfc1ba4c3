use std::error::Error;
use std::path::Path;

use anyhow::anyhow;
use plotters::coord::Shift;
use plotters::prelude::{
    BLACK, DrawingArea, IntoDrawingArea as _, PathElement, RGBColor, Rectangle, SVGBackend, Text,
    WHITE,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, IntoFont as _, TextStyle};

use super::number::two_digits;
use crate::report::{Cell, Lane, Spread, Verdict};

// Colour-blind readers can tell these apart, by their lightness too.
const OURS_FASTER: RGBColor = RGBColor(0, 114, 178);
const THEIRS_FASTER: RGBColor = RGBColor(230, 130, 0);
const NOISE: RGBColor = RGBColor(150, 150, 150);
const GRID: RGBColor = RGBColor(225, 225, 225);

const WIDTH: i32 = 820;
/// Where the axis begins and ends. The names stand to the left of it.
const LEFT: i32 = 290;
const RIGHT: i32 = WIDTH - 30;
const LINE: i32 = 20;
const LEGEND: i32 = 5 * LINE + 24;
/// The heights of a panel's title and of its axis.
const TITLE: i32 = 26;
const AXIS: i32 = 34;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn Error>>;

/// Draws the ratios of a group: a legend, then a panel for each cell with a bar for each contender.
///
/// A white background keeps the plot readable on a dark page.
pub(super) fn plot(cells: &[Cell], path: &Path) -> anyhow::Result<()> {
    let height = LEGEND + cells.iter().map(height_of).sum::<i32>();
    let size = [WIDTH, height].map(|length| u32::try_from(length).expect("it is positive"));
    let area = SVGBackend::new(path, size.into()).into_drawing_area();
    let axis = Axis::of(cells);
    let drawn = || -> Drawn {
        area.fill(&WHITE)?;
        legend(&area)?;
        let mut top = LEGEND;
        for cell in cells {
            panel(cell, &axis, top, &area)?;
            top += height_of(cell);
        }
        area.present()?;
        Ok(())
    };
    drawn().map_err(|error| anyhow!("cannot draw {}: {error}", path.display()))
}

fn height_of(cell: &Cell) -> i32 {
    let lines = i32::try_from(cell.lanes.len() - 1).expect("there are few");
    TITLE + LINE * lines + AXIS
}

/// A logarithmic axis of ratios, the same for all panels of a plot.
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    /// Returns an axis with room for all quartiles, and for 1.
    fn of(cells: &[Cell]) -> Self {
        let lanes = cells.iter().flat_map(|cell| cell.lanes[1..].iter().map(|l| cell.ratio(l)));
        let (low, high) = lanes.fold((1.0_f64, 1.0_f64), |(low, high), ratio| {
            (low.min(ratio.lower), high.max(ratio.upper))
        });
        Self { low: low * 0.8, high: high * 1.25 }
    }

    /// Returns where a ratio lies, in pixels from the left edge.
    fn x(&self, ratio: f64) -> i32 {
        let part = (ratio / self.low).ln() / (self.high / self.low).ln();
        LEFT + (part * f64::from(RIGHT - LEFT)).round() as i32
    }

    /// Returns the numbers 1, 2 and 5 times a power of ten that lie on the axis.
    fn ticks(&self) -> Vec<f64> {
        let all = (-4..5).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)));
        all.filter(|tick| (self.low..self.high).contains(tick)).collect()
    }
}

/// Draws the bars of a cell, the fastest contender on top.
fn panel(cell: &Cell, axis: &Axis, top: i32, area: &Area<'_>) -> Drawn {
    let mut lanes: Vec<_> = cell.lanes[1..].iter().map(|lane| (lane, cell.ratio(lane))).collect();
    lanes.sort_by(|(_, a), (_, b)| b.median.total_cmp(&a.median));
    area.draw(&text(&cell.name, (LEFT, top + TITLE / 2), 16, HPos::Left))?;
    let (top, bottom) = (top + TITLE, top + height_of(cell) - AXIS);
    for tick in axis.ticks() {
        let x = axis.x(tick);
        area.draw(&PathElement::new([(x, top), (x, bottom)], GRID))?;
        area.draw(&text(&tick.to_string(), (x, bottom + 9), 13, HPos::Center))?;
    }
    let label = "our time / its time";
    area.draw(&text(label, (LEFT - 8, bottom + 9), 13, HPos::Right))?;
    for ((lane, ratio), y) in lanes.into_iter().zip((top + LINE / 2..).step_by(LINE as usize)) {
        let label = format!("{}: {}", lane.title(), two_digits(ratio.median));
        area.draw(&text(&label, (LEFT - 8, y), 13, HPos::Right))?;
        bar(lane, ratio, axis, y, area)?;
    }
    line_at_1(axis.x(1.0), (top, bottom), area)
}

fn bar(lane: &Lane, ratio: Spread, axis: &Axis, y: i32, area: &Area<'_>) -> Drawn {
    let color = match ratio.verdict() {
        Verdict::Ours => OURS_FASTER,
        Verdict::Noise => NOISE,
        Verdict::Theirs => THEIRS_FASTER,
    };
    let [lower, median, upper, one] =
        [ratio.lower, ratio.median, ratio.upper, 1.0].map(|ratio| axis.x(ratio));
    draw_bar((one.min(median), one.max(median)), y, (color, lane.is_floor()), area)?;
    whisker((lower, upper), y, area)
}

fn draw_bar(
    (left, right): (i32, i32),
    y: i32,
    (color, is_floor): (RGBColor, bool),
    area: &Area<'_>,
) -> Drawn {
    let style = if is_floor { color.stroke_width(1) } else { color.filled() };
    area.draw(&Rectangle::new([(left, y - 6), (right, y + 6)], style))?;
    Ok(())
}

fn whisker((left, right): (i32, i32), y: i32, area: &Area<'_>) -> Drawn {
    area.draw(&PathElement::new([(left, y), (right, y)], BLACK))?;
    for x in [left, right] {
        area.draw(&PathElement::new([(x, y - 3), (x, y + 3)], BLACK))?;
    }
    Ok(())
}

fn line_at_1(x: i32, (top, bottom): (i32, i32), area: &Area<'_>) -> Drawn {
    area.draw(&PathElement::new([(x, top), (x, bottom)], BLACK.stroke_width(2)))?;
    Ok(())
}

/// Draws the legend: it says what bars, colours, whiskers, the line at 1 and the axis are.
fn legend(area: &Area<'_>) -> Drawn {
    let line = |nth| 8 + LINE / 2 + LINE * nth;
    let say = |words: &str, x, nth| area.draw(&text(words, (x, line(nth)), 13, HPos::Left));
    let samples = [
        (8, 0, OURS_FASTER, false, "ours is faster"),
        (180, 0, THEIRS_FASTER, false, "ours is slower"),
        (352, 0, NOISE, false, "within the noise: the quartiles lie on both sides of 1"),
        (8, 1, NOISE, true, "outline: a floor, not a queue"),
    ];
    for (x, nth, color, is_floor, words) in samples {
        draw_bar((x, x + 24), line(nth), (color, is_floor), area)?;
        say(words, x + 32, nth)?;
    }
    whisker((352, 376), line(1), area)?;
    say("whisker: the quartiles of the ratio", 384, 1)?;
    line_at_1(20, (line(2) - 7, line(2) + 7), area)?;
    say("line at 1: our time. A bar to the left of it means that ours is faster.", 40, 2)?;
    say(
        "Bar: the median of our time / its time over all rounds, drawn from 1. At 0.5 ours takes half the time.",
        8,
        3,
    )?;
    say("Axis: that ratio, on a logarithmic scale that is the same in all panels.", 8, 4)?;
    Ok(())
}

/// Returns words that stand at a place: to the right of it, to the left, or around it.
fn text(
    words: &str,
    place: (i32, i32),
    size: i32,
    side: HPos,
) -> Text<'static, (i32, i32), String> {
    let style = TextStyle::from(("sans-serif", size).into_font());
    Text::new(words.to_owned(), place, style.color(&BLACK).pos(Pos::new(side, VPos::Center)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::{Axis, LEFT, RIGHT};

    #[test]
    fn the_axis_has_room_for_1_and_for_all_quartiles() {
        let axis = Axis::of(&[cell(&[("queue-ours", &[30.0]), ("slow", &[300.0])])]);
        let [slow, one] = [0.1, 1.0].map(|ratio| axis.x(ratio));
        assert!(LEFT < slow && slow < one && one < RIGHT);
        assert_eq!(axis.ticks(), [0.1, 0.2, 0.5, 1.0]);
    }
}
