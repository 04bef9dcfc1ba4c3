use std::iter;

/// What is made of parts that can be taken away.
pub trait Shrink: Clone {
    /// A line, or a step.
    type Part;

    /// The parts, in order.
    fn parts(&mut self) -> &mut Vec<Self::Part>;

    /// Removes the parts that make no sense any more.
    fn mend(&mut self) {}

    /// Lists the values in which one part is simpler.
    fn simpler(&self) -> impl Iterator<Item = Self> {
        iter::empty()
    }
}

/// Removes all that can be removed while the program stays interesting.
#[must_use]
pub fn shrink<P: Shrink>(mut program: P, mut is_interesting: impl FnMut(&P) -> bool) -> P {
    loop {
        let smaller = smaller(&program).find(|candidate| is_interesting(candidate));
        match smaller {
            Some(smaller) => program = smaller,
            None => return program,
        }
    }
}

/// Lists all programs with one thing less: a run of parts, a part, or something within one.
fn smaller<P: Shrink>(program: &P) -> impl Iterator<Item = P> {
    let count = program.clone().parts().len();
    let runs = [64, 16, 8, 4, 2, 1].into_iter().flat_map(move |length| {
        (0..count.saturating_sub(length - 1)).rev().map(move |first| first..first + length)
    });
    let without_parts = runs.map(|run| {
        let mut candidate = program.clone();
        candidate.parts().drain(run);
        candidate.mend();
        candidate
    });
    without_parts.chain(program.simpler())
}
