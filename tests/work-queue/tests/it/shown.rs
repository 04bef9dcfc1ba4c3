//! What jobs and rules show, which is no item, and what a cause of death says.

use queue_core::work::{ByKey, ByRank, Cause, Job, Jobs, Keep, Plain};

struct Secret;

#[test]
fn jobs_show_their_counts() {
    let job = Job::new(Secret).expires_at(90);
    let shown = "Job { attempts: 0, expires: Some(90), lease: None, .. }";
    assert_eq!(format!("{job:?}"), shown);
    let jobs = Jobs::<Plain<Secret>>::default();
    let shown = "Jobs { ready: 0, behind: 0, delayed: 0, returning: 0, leased: 0, .. }";
    assert_eq!(format!("{jobs:?}"), shown);
}

#[test]
fn rules_show_which_they_are() {
    assert_eq!(format!("{:?}", Plain::<Secret>::default()), "Plain");
    assert_eq!(format!("{:?}", ByRank::new(|_: &Secret| 0)), "ByRank");
    let by_key = ByKey::new(Keep::First, |_: &Secret| 0);
    assert_eq!(format!("{by_key:?}"), "ByKey { keep: First, .. }");
}

#[test]
fn a_cause_of_death_is_said_in_words() {
    let causes = [Cause::Attempts, Cause::Expired, Cause::ShutDown].map(|cause| cause.to_string());
    let words = ["the last attempt failed", "the time to live was over", "the queue was shut down"];
    assert_eq!(causes, words);
}
