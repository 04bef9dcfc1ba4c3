use super::{Cell, Machine, Plan};

pub(super) fn machine(machine: &Machine) {
    let Machine { processor, cores, platform, compiler, load } = machine;
    println!("{processor}, cores: {cores}, {platform}, {compiler}");
    if let Some(load) = load.filter(|load| *load >= 1.0) {
        println!(
            "Others run as well: the load is {load}. Distrust the times, and the ratios a little less."
        );
    }
}

/// Says how long it will take, about.
pub(super) fn estimate(rows: usize, plan: Plan) {
    // So many contenders take part in a row, on average.
    const CONTENDERS: u32 = 14;
    let rounds = u32::try_from(rows * plan.rounds).expect("there are few");
    let minutes = (plan.round * rounds * CONTENDERS).as_secs().div_ceil(60);
    println!("This takes about {minutes} min.");
}

/// Prints the time of each, and the ratio of the first's to it.
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
