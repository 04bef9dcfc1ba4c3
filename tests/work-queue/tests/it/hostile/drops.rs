//! Items are dropped by the caller, not inside the queue, and may panic there.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use queue_core::State;
use queue_core::work::{ByKey, Effects, Job, Jobs, Keep, Retry};

use super::bomb::Bomb;
use super::panics::run;
use super::step::Scenario;

thread_local! {
    /// The numbers of the grenades that have been dropped.
    static DROPPED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// An item of which the one with the number zero panics when it is dropped.
#[derive(Debug)]
struct Grenade(u32);

impl Drop for Grenade {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
        if self.0 == 0 && !std::thread::panicking() {
            resume_unwind(Box::new(Bomb));
        }
    }
}

type Grenades = State<Jobs<ByKey<Grenade, char>>, u32>;

fn queue(keep: Keep) -> (Grenades, Effects<Grenade, u32>) {
    let jobs = Jobs::new(ByKey::new(keep, |_: &Grenade| 'a'));
    (State::new(jobs, 2.try_into().expect("it is not zero")), Effects::default())
}

fn dropped() -> Vec<u32> {
    DROPPED.take()
}

#[track_caller]
fn blow_up(action: impl FnOnce()) {
    let panic = catch_unwind(AssertUnwindSafe(action)).expect_err("a drop panics");
    assert!(panic.is::<Bomb>());
}

#[test]
fn no_item_is_dropped_inside_a_call() {
    for seed in 0..300 {
        run(&Scenario::random(seed, 50), &[]);
    }
}

#[test]
fn a_put_drops_what_it_displaces_after_all_else() {
    let (mut state, mut effects) = queue(Keep::Last);
    assert!(state.try_put(Job::new(Grenade(0)), &mut effects.notified).is_ok());
    blow_up(|| drop(state.try_put(Job::new(Grenade(1)), &mut effects.notified)));
    assert_eq!((dropped(), state.check(), state.unfinished()), (vec![0], Ok(()), 1));
    let job = state.try_get(&mut effects.notified).expect("it was put");
    assert_eq!(job.item.0, 1);
    assert_eq!(
        state.done(job.lease().expect("it has been taken"), &mut None, &mut effects.notified),
        Ok(())
    );
    assert_eq!((dropped(), state.unfinished()), (vec![], 0));
}

#[test]
fn what_is_left_over_comes_out_whole() {
    let (mut state, mut effects) = queue(Keep::First);
    assert!(state.try_put(Job::new(Grenade(1)), &mut effects.notified).is_ok());
    let job = state.try_get(&mut effects.notified).expect("it was put");
    let lease = job.lease().expect("it has been taken");
    state.keep(lease, Grenade(0), 9, &mut effects).expect("it is leased");
    state.keep(lease, Grenade(0), 9, &mut effects).expect("it is leased");
    state.put_at(Job::new(Grenade(0)), 5, &mut effects).expect("the queue is open");
    state.put_at(Job::new(Grenade(0)), 5, &mut effects).expect("the queue is open");
    state.retry(lease, job.item, Retry::AtEnd, &mut effects).expect("it is leased");
    state.retry(lease, Grenade(0), Retry::AtEnd, &mut effects).expect_err("it has ended");
    state.keep(lease, Grenade(0), 9, &mut effects).expect_err("it has ended");
    assert_eq!((dropped(), effects.spent.len(), state.unfinished()), (vec![], 6, 1));
    for item in effects.spent {
        blow_up(|| drop(item));
    }
    assert_eq!(state.check_at_rest(), Ok(()));
}

#[test]
fn a_state_with_an_item_that_panics_drops_the_others_too() {
    let (mut state, mut effects) = queue(Keep::All);
    for number in [1, 0] {
        assert!(state.try_put(Job::new(Grenade(number)), &mut effects.notified).is_ok());
    }
    state.put_at(Job::new(Grenade(2)), 9, &mut effects).expect("the queue is open");
    blow_up(|| drop(state));
    let mut dropped = dropped();
    dropped.sort_unstable();
    assert_eq!(dropped, [0, 1, 2]);
}
