use std::path::Path;

use anyhow::anyhow;
use plotters::coord::Shift;
use plotters::prelude::{
    BLACK, BindKeyPoints as _, ChartBuilder, Circle, DrawingArea, IntoDrawingArea as _,
    IntoLogRange as _, IntoSegmentedCoord as _, PathElement, RGBColor, SVGBackend, SegmentValue,
    WHITE,
};
use plotters::style::{Color as _, IntoFont as _, TextStyle};

use crate::report::{Cell, Lane, Spread};

const OURS: RGBColor = RGBColor(0, 90, 181);
const THEIRS: RGBColor = RGBColor(110, 110, 110);
const GRID: RGBColor = RGBColor(225, 225, 225);

const WIDTH: u32 = 820;
const LINE: u32 = 20;
/// A panel's title and its axis.
const AROUND: u32 = 66;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Draws how long an item takes, on a logarithmic scale: a panel for each cell, a line for each contender, the fastest on
/// top.
pub(super) fn plot(cells: &[Cell], path: &Path) -> anyhow::Result<()> {
    let heights: Vec<_> = cells.iter().map(height).collect();
    let root = SVGBackend::new(path, (WIDTH, heights.iter().sum())).into_drawing_area();
    let drawn = || -> Result<(), Box<dyn std::error::Error>> {
        root.fill(&WHITE)?;
        let mut rest = root.clone();
        for (cell, height) in cells.iter().zip(heights) {
            let (area, below) = rest.split_vertically(height);
            panel(cell, &area)?;
            rest = below;
        }
        root.present()?;
        Ok(())
    };
    drawn().map_err(|error| anyhow!("cannot draw {}: {error}", path.display()))
}

fn height(cell: &Cell) -> u32 {
    AROUND + LINE * u32::try_from(cell.lanes.len()).expect("there are few")
}

fn panel(cell: &Cell, area: &Area<'_>) -> Result<(), Box<dyn std::error::Error>> {
    let ours = &cell.lanes[0];
    let mut lanes: Vec<_> = cell.lanes.iter().map(|lane| (lane, lane.nanoseconds())).collect();
    // The chart counts from the bottom.
    lanes.sort_by(|(_, a), (_, b)| b.median.total_cmp(&a.median));
    let lowest = lanes.iter().map(|(_, spread)| spread.lower).fold(f64::INFINITY, f64::min);
    let highest = lanes.iter().map(|(_, spread)| spread.upper).fold(0.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .caption(&cell.name, ("sans-serif", 16))
        .margin_right(24)
        .x_label_area_size(32)
        .y_label_area_size(230)
        .build_cartesian_2d(
            (lowest * 0.8..highest * 1.25)
                .log_scale()
                .with_key_points(ticks(lowest * 0.8, highest * 1.25)),
            (0..lanes.len() - 1).into_segmented(),
        )?;
    let title = |place: &SegmentValue<usize>| match place {
        SegmentValue::CenterOf(nth) => lanes.get(*nth).map_or_else(String::new, label),
        SegmentValue::Exact(_) | SegmentValue::Last => String::new(),
    };
    chart
        .configure_mesh()
        .disable_y_mesh()
        .light_line_style(WHITE)
        .bold_line_style(GRID)
        .y_labels(lanes.len())
        .y_label_formatter(&title)
        .x_label_formatter(&|nanoseconds| format!("{nanoseconds}"))
        .x_desc("ns per item")
        .label_style(TextStyle::from(("sans-serif", 13).into_font()).color(&BLACK))
        .draw()?;
    let center = SegmentValue::CenterOf;
    let here = ours.nanoseconds().median;
    let edge = [(here, SegmentValue::Exact(0)), (here, SegmentValue::Last)];
    chart.draw_series([PathElement::new(edge, OURS.mix(0.4))])?;
    for (nth, (lane, Spread { lower, median, upper })) in lanes.iter().enumerate() {
        let color = if std::ptr::eq::<Lane>(*lane, ours) { OURS } else { THEIRS };
        let line = [(*lower, center(nth)), (*upper, center(nth))];
        chart.draw_series([PathElement::new(line, color.stroke_width(3))])?;
        chart.draw_series([Circle::new((*median, center(nth)), 5, color.filled())])?;
    }
    Ok(())
}

/// Returns those of 1, 2, 5, 10, 20 and so on that are in between.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let all = (0..6).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)));
    all.filter(|tick| (low..high).contains(tick)).collect()
}

fn label((lane, spread): &(&Lane, Spread)) -> String {
    format!("{}: {:.0}", lane.title(), spread.median)
}
