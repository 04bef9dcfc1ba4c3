mod ends;
mod errors;
mod interruption;
mod job;
mod leases;
mod order;
mod story;
#[cfg(test)]
mod tests;
mod waits;

use std::time::Duration;

use super::History;
use interruption::Interruptions;
use story::Story;

/// What a history is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How long a process may be silent before its leases end.
    pub session: Duration,
    /// Whether the server keeps all that it has acknowledged. If not, jobs that were touched shortly before it was
    /// killed are left out.
    pub keeps_all: bool,
}

/// Finds what the queue must not do, one line each.
///
/// - A job that is acknowledged as put is done, or is a dead letter. A `done` without a reply counts as done.
/// - A job that was not put, or whose put was cancelled in time, does not come out.
/// - A job is done once, by its last lease. No lease follows, and it is no dead letter.
/// - A put that puts once makes one job: its attempts grow with the generations of its leases, and no generation comes
///   twice.
/// - A lease is good until it ends. While an older lease has no answer, a newer one needs a reason: the time of the
///   older one, or an interruption of its process for about as long as a session. An answer of the older lease is
///   refused once a newer one is there.
/// - A process that was stopped for longer than its session has no good lease afterwards.
/// - If no take was cancelled, and a put ends before another one begins, the former job is leased first. So it is if one
///   call puts both, in this order. A job whose first lease no process has seen is left out, as is a delayed one.
/// - No take waits beside a job, and no put beside room, whenever the queue is counted.
/// - No call fails, and all of them end.
#[must_use]
pub fn check(history: &History, rules: Rules) -> Vec<String> {
    let story = Story::of(history);
    let interruptions = Interruptions::of(history);
    let mut violations = Vec::new();
    for job in story.jobs.values() {
        if rules.keeps_all || !interruptions.may_have_lost(job) {
            ends::check(job, &mut violations);
            leases::check(job, &interruptions, rules, &mut violations);
        }
    }
    leases::check_generations(&story, &mut violations);
    if rules.keeps_all {
        order::check(&story, history, &mut violations);
    }
    waits::check(history, &mut violations);
    errors::check(history, rules, &mut violations);
    violations
}

/// What a server has lost that does not keep all: counts of what [`check`] leaves out, by kinds.
pub(super) fn losses(history: &History) -> [(&'static str, usize); 3] {
    let story = Story::of(history);
    let interruptions = Interruptions::of(history);
    let [mut lost, mut again, mut left_out] = [0; 3];
    for job in story.jobs.values().filter(|job| interruptions.may_have_lost(job)) {
        left_out += 1;
        lost += usize::from(ends::is_lost(job));
        again += usize::from(ends::is_leased_again(job));
    }
    [("puts lost", lost), ("jobs leased after their end", again), ("jobs left out", left_out)]
}
