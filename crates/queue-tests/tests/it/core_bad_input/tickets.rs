use queue_core::{Asked, Capacity, Fairness, Fifo, State};

use super::BOTH_WAYS;

fn state(fairness: Fairness) -> State<Fifo<u8>, u8> {
    let capacity = Capacity::try_from(1).expect("not zero");
    State::with_fairness(Fifo::default(), capacity, fairness)
}

fn full() -> State<Fifo<u8>, u8> {
    let mut state = state(Fairness::Fair);
    assert!(state.try_put(1).is_ok_and(|released| released.is_empty()));
    state
}

#[test]
#[should_panic(expected = "this ticket names no waiter of this queue")]
fn foreign_get_ticket() {
    let ticket = state(Fairness::Fair).enter_get(1);
    let asked = state(Fairness::Fair).ask_get(ticket);
    unreachable!("{asked:?}");
}

#[test]
#[should_panic(expected = "this ticket names no waiter of this queue")]
fn foreign_put_ticket() {
    let ticket = full().enter_put(2, 1);
    let left = full().leave_put(ticket);
    unreachable!("{left:?}");
}

#[test]
#[should_panic(expected = "this ticket names no waiter of this queue")]
fn foreign_join_ticket() {
    let ticket = full().enter_join(1);
    let replaced = full().renew_join(&ticket, 2);
    unreachable!("{replaced:?}");
}

#[test]
#[should_panic(expected = "this ticket names no waiter of this queue")]
fn get_ticket_used_twice() {
    let mut state = state(Fairness::Fair);
    let ticket = state.enter_get(1);
    let twin = ticket.for_clone();
    assert_eq!(state.leave_get(ticket).0, Some(1));
    let left = state.leave_get(twin);
    unreachable!("{left:?}");
}

#[test]
#[should_panic(expected = "this ticket names no waiter of this queue")]
fn put_ticket_used_twice() {
    let mut state = full();
    let ticket = state.enter_put(2, 1);
    let twin = ticket.for_clone();
    assert_eq!(state.leave_put(ticket).1, Some(2));
    let asked = state.ask_put(twin);
    unreachable!("{asked:?}");
}

#[test]
#[should_panic(expected = "this ticket names no waiter of this queue")]
fn join_ticket_used_twice() {
    let mut state = full();
    let ticket = state.enter_join(1);
    let twin = ticket.for_clone();
    assert_eq!(state.leave_join(ticket), Some(1));
    let waiter = state.joiner(&twin);
    unreachable!("{waiter:?}");
}

/// The second waiter takes the slot of the first: the place alone would not tell them apart.
#[test]
#[should_panic(expected = "this ticket names no waiter of this queue")]
fn ticket_used_twice_does_not_reach_the_next_in_its_slot() {
    let mut state = state(Fairness::Fair);
    let ticket = state.enter_get(1);
    let twin = ticket.for_clone();
    assert_eq!(state.leave_get(ticket).0, Some(1));
    let _next = state.enter_get(2);
    let left = state.leave_get(twin);
    unreachable!("{left:?}");
}

/// A barging waiter that was robbed arrives anew, and its old tickets are stale.
#[test]
#[should_panic(expected = "this ticket names no waiter of this queue")]
fn ticket_from_before_a_robbed_waiter_went_to_the_tail() {
    let mut state = state(Fairness::Barging);
    let ticket = state.enter_get(1);
    assert!(state.try_put(1).is_ok_and(|released| released == [1]));
    assert!(state.try_get().is_ok());
    let Asked::Wait(mut ticket) = state.ask_get(ticket) else { panic!("robbed") };
    let twin = ticket.for_clone();
    assert_eq!(state.renew_get(&mut ticket, 1), None);
    let waiter = state.getter(&twin);
    unreachable!("{waiter:?}");
}

#[test]
#[should_panic(expected = "nobody can wait to get after a shutdown")]
fn entering_gets_after_a_shutdown() {
    let mut state = state(Fairness::Fair);
    assert!(state.shut_down().is_empty());
    let _ticket = state.enter_get(1);
}

#[test]
#[should_panic(expected = "nobody can wait to put after a shutdown")]
fn entering_puts_after_a_shutdown() {
    let mut state = full();
    assert!(state.shut_down().is_empty());
    let _ticket = state.enter_put(2, 1);
}

#[test]
#[should_panic(expected = "nobody can wait to join when all tasks are done")]
fn entering_joins_at_zero() {
    let _ticket = state(Fairness::Fair).enter_join(1);
}

#[test]
fn asking_before_the_release_changes_nothing() {
    for fairness in BOTH_WAYS {
        let mut state = state(fairness);
        let ticket = state.enter_get(1);
        let before = state.clone();
        let Asked::Wait(ticket) = state.ask_get(ticket) else { panic!("not released") };
        assert!(state == before);
        assert_eq!(state.leave_get(ticket).0, Some(1));
    }
}
