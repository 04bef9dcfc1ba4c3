use super::job::{Answer, Job};
use crate::chaos::Word;

/// A job that is put has one end, and one that is not put has none.
pub(super) fn check(job: &Job, violations: &mut Vec<String>) {
    let item = &job.item;
    let is_out = job.dead > 0 || !job.leases.is_empty();
    if is_out && job.put.is_none() {
        violations.push(format!("{item} came out, and was never put"));
    }
    if is_out && matches!(job.put_ended, Some((_, Some(false)))) {
        violations.push(format!("{item} came out, though its put says that it has not put"));
    }
    let good = dones(job).filter(|answer| answer.is_good()).count();
    if good > 1 {
        violations.push(format!("{item} was done {good} times"));
    }
    if job.dead > 1 || job.dead > 0 && good > 0 {
        violations.push(format!("{item} is {} dead letters, and was done {good} times", job.dead));
    }
    if is_lost(job) {
        violations.push(format!(
            "{item} is lost: it was put, leased {} times, and neither done nor dead",
            job.leases.len()
        ));
    }
}

/// Whether it was acknowledged as put, and has no end.
pub(super) fn is_lost(job: &Job) -> bool {
    let may_be_done = dones(job).any(|answer| answer.is_good() || answer.is_unknown());
    job.put_at().is_some() && job.dead == 0 && !may_be_done
}

/// Whether a process took it after its end, by the clock.
pub(super) fn is_leased_again(job: &Job) -> bool {
    let done = dones(job).filter(|answer| answer.is_good()).map(|answer| answer.at).min();
    done.is_some_and(|done| job.leases.iter().any(|lease| lease.at > done))
}

fn dones(job: &Job) -> impl Iterator<Item = &Answer> {
    job.answers().map(|(_, answer)| answer).filter(|answer| answer.word == Word::Done)
}
