use std::fmt::Display;
use std::num::NonZeroU64;
use std::panic;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Shrink, in_parallel, shrink};

/// Runs so many random programs from a seed on, and returns how many go wrong.
///
/// It ends soon after the first that does, and prints it, made as short as possible. `name` stands before what it
/// prints.
///
/// # Errors
///
/// Fails if there is no terminal style, or no core to run on.
pub fn run_random<P: Shrink, F: Display>(
    name: &str,
    (programs, first): (NonZeroU64, u64),
    make: impl Fn(u64) -> P + Sync,
    run: impl Fn(&P) -> Result<(), F> + Sync,
) -> anyhow::Result<u64> {
    println!("{name}: random programs from --seed {first}");
    // A panic is reported with its program, and happens often while the program is shrunk.
    panic::set_hook(Box::new(|_| {}));
    let [done, steps, violations] = [const { AtomicU64::new(0) }; 3];
    in_parallel(
        (programs.get(), "programs"),
        None,
        || Ok(()),
        |(), index, bar| {
            if violations.load(Ordering::Relaxed) > 0 {
                return Ok(());
            }
            let seed = first.wrapping_add(index);
            let mut program = make(seed);
            done.fetch_add(1, Ordering::Relaxed);
            steps.fetch_add(program.parts().len() as u64, Ordering::Relaxed);
            if run(&program).is_err() {
                violations.fetch_add(1, Ordering::Relaxed);
                if let Err(found) = run(&shrink(program, |candidate| run(candidate).is_err())) {
                    bar.suspend(|| println!("\nfrom --seed {seed} --programs 1:\n{found}\n"));
                }
            }
            Ok(())
        },
    )?;
    let [done, steps, violations] = [done, steps, violations].map(AtomicU64::into_inner);
    println!("{name}: {done} random programs, {steps} steps, {violations} violations");
    Ok(violations)
}
