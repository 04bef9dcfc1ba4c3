use crate::Program;

/// Makes a program that goes wrong as short as it can be by leaving steps out.
///
/// Puts keep their numbers, and leases theirs, only as far as steps before them stay.
#[must_use]
pub fn shrink(mut program: Program) -> Program {
    let mut length = program.steps.len();
    while length > 0 {
        let mut at = 0;
        while at + length <= program.steps.len() {
            let mut candidate = program.clone();
            candidate.steps.drain(at..at + length);
            if candidate.run().is_err() {
                program = candidate;
            } else {
                at += 1;
            }
        }
        length /= 2;
    }
    program
}
