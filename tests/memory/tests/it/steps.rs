//! How many steps it takes to cancel one of many waiting operations.

use std::path::Path;

use queue_memory::{Cancel, instructions};

#[test]
fn a_cancel_takes_as_many_steps_among_many_as_among_few() -> anyhow::Result<()> {
    let program = Path::new(env!("CARGO_BIN_EXE_memory"));
    let mut before: Option<Vec<u64>> = None;
    // The first tenfold increase soon finds what would take very long in the second one.
    for waiters in [400, 4_000, 40_000] {
        let Some(counts) = instructions(program, waiters)? else {
            println!("skipped: there is no valgrind to count with");
            return Ok(());
        };
        for ((cancel, few), many) in
            Cancel::every(waiters).zip(before.iter().flatten()).zip(&counts)
        {
            let growth = *many as f64 / *few as f64;
            assert!((9.8..10.2).contains(&growth), "{cancel:?}: {many}, and {few} of a tenth");
        }
        before = Some(counts);
    }
    Ok(())
}
