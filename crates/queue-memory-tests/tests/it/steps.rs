//! How many steps it takes to cancel one of many who wait.

use std::path::Path;

use queue_memory_tests::{Cancel, instructions};

#[test]
fn a_cancel_takes_as_many_steps_among_many_as_among_few() -> anyhow::Result<()> {
    const FEW: u32 = 4_000;
    const MANY: u32 = 40_000;
    let program = Path::new(env!("CARGO_BIN_EXE_memory"));
    let Some((of_few, of_many)) = instructions(program, FEW)?.zip(instructions(program, MANY)?)
    else {
        println!("skipped: there is no valgrind to count with");
        return Ok(());
    };
    for ((cancel, few), many) in Cancel::every(MANY).zip(of_few).zip(of_many) {
        let growth = many as f64 / few as f64;
        assert!((9.8..10.2).contains(&growth), "{cancel:?}: {many}, and {few} of {FEW}");
    }
    Ok(())
}
