use queue_benches::harness::Plan;
use queue_benches::report::Cell;

/// Prints how long the measurement takes, about.
pub(super) fn estimate(rows: usize, plan: Plan) {
    // The average number of contenders in a row.
    const CONTENDERS: u32 = 14;
    let rounds = u32::try_from(rows * plan.rounds).expect("there are few");
    let minutes = (plan.round * rounds * CONTENDERS).as_secs().div_ceil(60);
    println!("This takes about {minutes} min.");
}

/// Prints the time of each contender, and the ratio of the first one's time to it.
pub(super) fn cell(cell: &Cell) {
    println!();
    println!("{}: {}", cell.group, cell.name);
    for (nth, lane) in cell.lanes.iter().enumerate() {
        let name = lane.title();
        let nanoseconds = lane.nanoseconds().median;
        let ratio = (nth > 0).then(|| cell.ratio(lane)).map_or_else(String::new, |ratio| {
            format!("{:6.2} ({:.2}-{:.2})", ratio.median, ratio.lower, ratio.upper)
        });
        println!("    {name:<36} {nanoseconds:9.1} ns {ratio}");
    }
}
