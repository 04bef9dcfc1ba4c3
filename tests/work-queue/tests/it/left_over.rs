//! What a work queue no longer needs, it drops: the keys of jobs that are gone, and their ranks.

use std::rc::Rc;

use queue_core::work::{ByKey, ByRank, Effects, Job, Jobs, Keep};
use queue_core::{Capacity, State, Storage, Waiters};

#[test]
fn a_key_is_dropped_with_its_last_job() {
    let key = Rc::new('a');
    let jobs = Jobs::new(ByKey::new(Keep::All, |key: &Rc<char>| Rc::clone(key)));
    let mut state = State::<_, u32>::new(jobs, Capacity::Unbounded);
    let notified = &mut Waiters::default();
    for is_evicted in [true, false] {
        for _ in 0..2 {
            state.try_put(Job::new(Rc::clone(&key)), notified).expect("there is room");
        }
        for _ in 0..2 {
            if is_evicted {
                state.with_storage(notified, Storage::evict).expect("there is a job");
            } else {
                let job = state.try_get(notified).expect("there is a job");
                let lease = job.lease().expect("it has been taken");
                state.done(lease, &mut None, notified).expect("it is leased");
            }
        }
        assert_eq!((state.unfinished(), Rc::strong_count(&key)), (0, 1), "{is_evicted}");
    }
}

/// A job that leaves out of turn leaves the entry with its rank behind, for a while.
#[test]
fn ranks_of_jobs_that_are_gone_are_dropped_once_there_are_32_more_than_jobs() {
    let count = Rc::new(());
    let jobs = Jobs::new(ByRank::new(Clone::clone));
    let mut state = State::<_, u32>::new(jobs, Capacity::Unbounded);
    let mut effects = Effects::default();
    for number in 1..=100 {
        let job = Job::new((number, Rc::clone(&count))).expires_at(number);
        state.try_put(job, &mut effects.notified).expect("there is room");
    }
    let mut left_over = 0;
    for time in 1..=100 {
        state.advance(time, &mut effects);
        effects.dead.clear();
        let jobs = state.unfinished();
        left_over = if left_over + 1 > jobs + 32 { 0 } else { left_over + 1 };
        // Each job has its item and its rank.
        assert_eq!(Rc::strong_count(&count) - 1, 2 * jobs + left_over, "at {time}");
    }
}
