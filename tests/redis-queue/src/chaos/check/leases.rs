use std::collections::HashMap;

use super::Rules;
use super::interruption::Interruptions;
use super::job::{Job, Lease};
use super::story::Story;
use crate::chaos::Word;
use crate::chaos::clock::micros;

/// The leases of a job follow one another.
pub(super) fn check(
    job: &Job,
    interruptions: &Interruptions,
    rules: Rules,
    violations: &mut Vec<String>,
) {
    let mut found =
        |lease: &Lease, what: String| violations.push(format!("{}: {lease}{what}", job.item));
    for pair in job.leases.windows(2) {
        let [older, newer] = pair else { continue };
        if newer.attempts <= older.attempts {
            found(older, format!(" is before {newer}, so there are two jobs"));
        }
        if !is_over(older, newer.at) && !interruptions.explain(older, newer.at, rules.session) {
            found(older, format!(" had not ended, and {newer} began"));
        }
    }
    for (index, lease) in job.leases.iter().enumerate() {
        let newer = job.leases[index + 1..].iter().min_by_key(|newer| newer.at);
        for answer in lease.answers.iter().filter(|answer| answer.is_good()) {
            let word = answer.word;
            if let Some(newer) = newer.filter(|newer| newer.at < answer.at) {
                found(lease, format!(" was good for {word:?} after {newer} had begun"));
            } else if let Some(newer) = newer.filter(|_| word == Word::Done) {
                found(lease, format!(" ended the job, and {newer} followed"));
            }
            if interruptions.had_ended(lease, answer.at, rules.session) {
                found(lease, format!(" was good for {word:?} after its process had been stopped"));
            }
        }
    }
}

/// Whether a lease had ended by then, by an answer or by its own time.
fn is_over(lease: &Lease, by: u64) -> bool {
    let by_itself = lease.ends.is_some_and(|ends| ends <= by);
    by_itself
        || lease.answers.iter().any(|answer| match answer.word {
            Word::Retry => answer.at <= by,
            Word::Extend(lasts) => answer.at + lasts <= by,
            Word::Done => false,
        })
}

/// No two leases have the same generation.
pub(super) fn check_generations(story: &Story, violations: &mut Vec<String>) {
    let mut known = HashMap::new();
    for job in story.jobs.values() {
        for lease in &job.leases {
            if let Some(other) = known.insert(lease.generation, &job.item) {
                violations.push(format!("{lease} is of {other} and of {}", job.item));
            }
        }
    }
}

impl std::fmt::Display for Lease {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { generation, by, attempts, at, .. } = self;
        write!(f, "lease {generation} (attempt {attempts}, of {by}, at {at} us)")
    }
}

impl Interruptions {
    /// Whether a lease may have ended with its session by then, which takes at least two thirds of a session.
    fn explain(&self, lease: &Lease, by: u64, session: std::time::Duration) -> bool {
        let session = micros(session);
        self.of_process(&lease.by).any(|one| {
            one.from <= by.saturating_sub(session / 2)
                && one.until >= lease.at.saturating_sub(session)
        })
    }
}
