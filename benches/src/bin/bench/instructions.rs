use std::env::current_exe;

use anyhow::Context as _;
use queue_support::callgrind;

use super::grid::{Field, Row, rows};

/// The difference of two counts leaves out the instructions of the start and of the warm-up.
const FEW: usize = 1_000;
const MANY: usize = 11_000;

/// The instructions that a lane took.
#[derive(Clone, Copy)]
struct Count {
    items: u64,
    instructions: u64,
}

/// Counts the instructions of each contender of each row for an item, and prints them.
pub(super) fn count(rows: Vec<Row>) -> anyhow::Result<()> {
    for row in rows {
        let title = row.title();
        println!("\n{title}");
        let lanes = row.cell(Field::All).map_or_else(Vec::new, |cell| cell.lanes);
        let mut ours = None;
        for (nth, lane) in lanes.iter().enumerate() {
            let Some(few) = child(&title, nth, FEW)? else {
                println!("skipped: there is no valgrind to count with");
                return Ok(());
            };
            let many = child(&title, nth, MANY)?.context("valgrind is gone")?;
            let instructions = (many.instructions - few.instructions) / (many.items - few.items);
            let ratio = *ours.get_or_insert(instructions) as f64 / instructions as f64;
            println!("    {:<36} {instructions:9} instructions {ratio:6.2}", lane.name());
        }
    }
    Ok(())
}

/// Runs a lane of a row under valgrind, or returns `None` if there is no valgrind.
fn child(row: &str, lane: usize, items: usize) -> anyhow::Result<Option<Count>> {
    let options = ["--callgrind-out-file=/dev/null".to_owned()];
    let arguments = ["work", row, &lane.to_string(), &items.to_string()];
    let Some(output) = callgrind(&options, &current_exe()?, &arguments)? else {
        return Ok(None);
    };
    let told = String::from_utf8_lossy(&output.stderr);
    let collected = told.lines().find_map(|line| line.split_once("Collected : "));
    let (_, instructions) = collected.with_context(|| format!("it counted nothing: {told}"))?;
    let items = String::from_utf8(output.stdout)?;
    Ok(Some(Count { items: items.trim().parse()?, instructions: instructions.trim().parse()? }))
}

/// Runs the workload to be counted, and prints the number of its items.
pub(super) fn work(title: &str, lane: usize, items: usize) -> anyhow::Result<()> {
    let row = rows(None).into_iter().find(|row| row.title() == title).context("no such row")?;
    let mut cell = row.cell(Field::All).context("no contender beside ours")?;
    let lane = cell.lanes.get_mut(lane).context("no such lane")?;
    println!("{}", lane.run(items).items);
    Ok(())
}
