//! What the values of the core say of themselves: when they are equal, how they are shown, how many are left.

use std::num::NonZeroUsize;

use queue_core::{
    Capacity, Fairness, Fifo, Lifo, Priority, Released, ShutDown, StablePriority, State,
    TryGetError, TryPutError,
};

type Numbers = State<Fifo<u8>, u8>;

/// A change of one thing, and its name.
type Change = (&'static str, fn(&mut Numbers));

const ONE: Capacity = Capacity::Bounded(NonZeroUsize::MIN);

/// Full, with an unfinished task.
fn full() -> Numbers {
    Numbers::new(Fifo::from_iter([1]), ONE)
}

#[test]
fn states_differ_in_each_thing_that_decides_what_comes_next() {
    let changes: [Change; 8] = [
        ("items", |state| *state = State::new(Fifo::from_iter([2]), ONE)),
        ("capacity", |state| *state = State::new(Fifo::from_iter([1]), Capacity::Unbounded)),
        ("count", |state| assert!(state.task_done().is_ok_and(|released| released.is_empty()))),
        ("shutdown", |state| assert!(state.shut_down().is_empty())),
        ("fairness", |state| {
            *state = State::with_fairness(Fifo::from_iter([1]), ONE, Fairness::Barging);
        }),
        ("gets", |state| drop(state.enter_get(7))),
        ("puts", |state| drop(state.enter_put(2, 7))),
        ("joins", |state| drop(state.enter_join(7))),
    ];
    assert!(full() == full());
    for (what, change) in changes {
        let mut other = full();
        change(&mut other);
        assert!(full() != other, "{what}");
    }
}

#[test]
fn waiters_are_equal_if_they_are_the_same_in_the_same_order() {
    let waiting = |waiters: &[u8]| {
        let mut state = Numbers::default();
        waiters.iter().for_each(|&waiter| drop(state.enter_get(waiter)));
        state
    };
    assert!(waiting(&[7, 8]) == waiting(&[7, 8]));
    assert!(waiting(&[7, 8]) != waiting(&[8, 7]));
    assert!(waiting(&[7, 8]) != waiting(&[7]));
}

#[test]
fn heaps_are_equal_if_they_give_the_same_from_then_on() {
    assert!(StablePriority::from_iter([1, 2, 3]) == StablePriority::from_iter([3, 2, 1]));
    assert!(StablePriority::from_iter([1, 2]) != StablePriority::from_iter([1, 3]));
    // Among equals the place in the heap decides.
    assert!(Priority::from_iter([1, 2, 3]) == Priority::from_iter([1, 2, 3]));
    assert!(Priority::from_iter([1, 2, 3]) != Priority::from_iter([1, 3, 2]));
}

/// Returns a get that makes room for the item of another put, for which somebody waits.
fn released_pair() -> Released<u8> {
    let mut state = full();
    let (_getter, _putter) = (state.enter_get(8), state.enter_put(2, 7));
    let (_, released) = state.try_get().expect("there is an item");
    released
}

#[test]
fn whoever_is_released_is_counted_and_shown() {
    assert_eq!(released_pair().len(), 2);
    assert!(released_pair() == [7, 8] && released_pair() != [8, 7] && released_pair() != [7]);
    assert_eq!(format!("{:?}", released_pair()), "[7, 8]");
    let mut left = released_pair().into_iter();
    assert_eq!(
        (left.len(), left.next(), left.len(), left.next(), left.len()),
        (2, Some(7), 1, Some(8), 0)
    );
}

#[test]
fn a_release_is_empty_only_if_nobody_was_released() {
    assert!(Released::<u8>::default().is_empty());
    let mut getting = Numbers::default();
    let _getter = getting.enter_get(8);
    assert!(getting.try_put(1).is_ok_and(|released| !released.is_empty() && released.len() == 1));
    assert!(getting.try_put(2).is_ok_and(|released| released.is_empty()));
    let mut putting = State::with_fairness(Fifo::from_iter([1]), ONE, Fairness::Barging);
    let _putter = putting.enter_put(2, 7);
    assert!(putting.try_get().is_ok_and(|(_, released)| !released.is_empty()));
}

#[test]
fn all_who_are_released_are_counted_and_shown() {
    let mut state = full();
    let _waiting = [7, 8].map(|waiter| state.enter_join(waiter));
    let released = state.task_done().expect("one is unfinished");
    assert!(released == [7, 8] && released != [8, 7] && released != [7] && !released.is_empty());
    assert_eq!((released.len(), format!("{released:?}")), (2, "[7, 8]".to_owned()));
    let mut left = released.into_iter();
    assert_eq!((left.len(), format!("{left:?}")), (2, "[7, 8]".to_owned()));
    assert_eq!((left.next(), left.len(), format!("{left:?}")), (Some(7), 1, "[8]".to_owned()));
    assert_eq!((left.next(), left.len(), left.next()), (Some(8), 0, None));
}

/// Its wait is over, and the waiter is not needed any more.
#[test]
fn a_join_that_was_released_gives_another_waiter_back() {
    let mut state = full();
    let ticket = state.enter_join(7);
    assert!(state.task_done().is_ok_and(|released| released == [7]));
    assert_eq!(state.renew_join(&ticket, 8), Some(8));
}

#[test]
fn a_state_tells_its_way_of_waiting() {
    let way = |way| State::<Fifo<u8>, u8>::with_fairness(Fifo::default(), ONE, way).fairness();
    assert_eq!([Fairness::Fair, Fairness::Barging].map(way), [Fairness::Fair, Fairness::Barging]);
    assert_eq!(full().fairness(), Fairness::Fair);
}

#[test]
fn a_capacity_is_shown_as_its_number() {
    assert_eq!(Capacity::from(NonZeroUsize::MIN), ONE);
    assert_eq!([ONE, Capacity::Unbounded].map(|capacity| capacity.to_string()), ["1", "unbounded"]);
}

#[test]
fn an_error_gives_its_item_back_and_tells_which_it_is() {
    assert_eq!(ShutDown(7).into_item(), 7);
    assert_eq!(ShutDown(7).without_item(), ShutDown(()));
    for (error, is_full) in [(TryPutError::Full(7), true), (TryPutError::ShutDown(7), false)] {
        assert_eq!((error.is_full(), error.is_shut_down()), (is_full, !is_full));
        assert_eq!(error.into_item(), 7);
    }
    for (error, is_empty) in [(TryGetError::Empty, true), (TryGetError::ShutDown, false)] {
        assert_eq!((error.is_empty(), error.is_shut_down()), (is_empty, !is_empty));
    }
    assert_eq!(TryPutError::from(ShutDown(7)), TryPutError::ShutDown(7));
    assert_eq!(TryGetError::from(ShutDown(())), TryGetError::ShutDown);
}

/// It may be no `Debug`, or a secret.
#[test]
fn errors_and_tickets_are_shown_without_their_item() {
    struct Secret;
    assert_eq!(format!("{:?}", ShutDown(Secret)), "ShutDown(..)");
    assert_eq!(format!("{:?}", TryPutError::Full(Secret)), "Full(..)");
    assert_eq!(format!("{:?}", TryPutError::ShutDown(Secret)), "ShutDown(..)");
    let mut state = State::with_fairness(Lifo::default(), ONE, Fairness::Barging);
    let ticket = state.enter_put(Secret, 7);
    assert!(format!("{ticket:?}").starts_with("PutTicket("));
}

#[test]
fn storages_are_shown_as_lists_and_a_state_by_its_counts() {
    assert_eq!(format!("{:?}", Fifo::from_iter([3, 1, 2])), "[3, 1, 2]");
    assert_eq!(format!("{:?}", Lifo::from_iter([3, 1, 2])), "[3, 1, 2]");
    assert_eq!(format!("{:?}", Priority::from_iter([3, 1, 2])), "[1, 3, 2]");
    assert_eq!(format!("{:?}", StablePriority::from_iter([3, 1, 2])), "[1, 3, 2]");
    let mut state = full();
    let _getter = state.enter_get(7);
    assert_eq!(
        format!("{state:?}"),
        "State { len: 1, capacity: Bounded(1), fairness: Fair, unfinished: 1, shut_down: false, \
         waiting_getters: 1, waiting_putters: 0, waiting_joiners: 0, .. }"
    );
}
