use crate::{Line, Script};

/// Takes away from a script what it can lose and still be interesting.
#[must_use]
pub fn shrink(mut script: Script, mut is_interesting: impl FnMut(&Script) -> bool) -> Script {
    loop {
        let smaller = smaller(&script).find(|candidate| is_interesting(candidate));
        match smaller {
            Some(smaller) => script = smaller,
            None => return script,
        }
    }
}

/// All scripts with one thing less: a run of lines, a line, or an act of a task.
fn smaller(script: &Script) -> impl Iterator<Item = Script> {
    let count = script.lines.len();
    let runs = [16, 8, 4, 2, 1].into_iter().flat_map(move |length| {
        (0..count.saturating_sub(length - 1)).rev().map(move |first| first..first + length)
    });
    let without_lines = runs.map(|run| {
        let mut candidate = script.clone();
        candidate.lines.drain(run);
        candidate
    });
    let acts = script.lines.iter().enumerate().flat_map(|(index, line)| {
        let count = if let Line::Task(_, acts) = line { acts.len() } else { 0 };
        (0..if count > 1 { count } else { 0 }).map(move |act| (index, act))
    });
    let without_act = acts.map(|(index, act)| {
        let mut candidate = script.clone();
        if let Line::Task(_, acts) = &mut candidate.lines[index] {
            acts.remove(act);
        }
        candidate
    });
    without_lines.chain(without_act)
}
