use super::story::Story;
use crate::chaos::{Event, History};

/// If a put ends before another one begins, its job is leased first. Any lease of the other job will do: it is not
/// before its first.
pub(super) fn check(story: &Story, history: &History, violations: &mut Vec<String>) {
    if history.count(|event| matches!(event, Event::TakeCancelled { .. })) > 0 {
        return;
    }
    let mut later: Vec<_> =
        story.jobs.values().filter_map(|job| Some((job.put?, job.leases.first()?, job))).collect();
    later.sort_by_key(|&(put, ..)| put);
    // From each of them on, the one with the smallest generation.
    let mut first = later.clone();
    for index in (1..first.len()).rev() {
        if first[index].1.generation < first[index - 1].1.generation {
            first[index - 1] = first[index];
        }
    }
    check_batches(story, violations);
    for job in story.jobs.values().filter(|job| !job.is_delayed) {
        let (Some(put_at), Some(lease)) = (job.put_at(), job.leases.first()) else { continue };
        let index = later.partition_point(|&(put, ..)| put <= put_at);
        if let Some((_, newer, other)) = first.get(index)
            && lease.attempts == 1
            && newer.generation < lease.generation
        {
            violations.push(format!(
                "{} was put before {}, and has {lease} after {newer}",
                job.item, other.item
            ));
        }
    }
}

/// Items that one call puts are leased first in its order.
fn check_batches(story: &Story, violations: &mut Vec<String>) {
    for job in story.jobs.values() {
        let before = job.after.as_ref().and_then(|item| story.jobs.get(item));
        let (Some(before), Some(lease)) = (before, job.leases.first()) else { continue };
        if before.put_at().is_none() || job.put_at().is_none() {
            continue;
        }
        if let Some(older) = before.leases.first()
            && older.attempts == 1
            && lease.generation < older.generation
        {
            violations.push(format!(
                "{} was put before {} with one call, and has {older} after {lease}",
                before.item, job.item
            ));
        }
    }
}
