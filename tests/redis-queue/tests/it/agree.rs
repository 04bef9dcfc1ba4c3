//! Programs on which the engine and the core have to agree, each for a rule of its own.

use queue_redis_suite::{Engines, Library, Order, Program, Setup, Step, Where};

use crate::programs::server;

fn setup(order: Order, capacity: usize) -> Setup {
    Setup { capacity, order, max_attempts: 0, sessions: 2, lasts: 9 }
}

/// Runs a program on a server, if there is one.
#[track_caller]
fn agree(setup: Setup, steps: impl Into<Vec<Step>>) {
    let Some(server) = server() else { return };
    let engines = Engines::new(&server.url(), Library::new(None)).unwrap();
    let result = Program { setup, steps: steps.into() }.run(&engines);
    assert!(result.is_ok(), "{}", result.unwrap_err());
}

const fn try_take() -> Step {
    Step::TryTake(0, 1, 0)
}

#[test]
fn jobs_that_return_come_in_by_arrival() {
    let retry = Step::Retry(1, Where::Place);
    agree(
        setup(Order::Fifo, 1),
        [
            Step::TryPut(0, vec![0]),
            try_take(),
            Step::TryPut(0, vec![0]),
            try_take(),
            Step::TryPut(0, vec![0]),
            // The younger one comes back first.
            retry.clone(),
            Step::Retry(0, Where::Place),
            try_take(),
            try_take(),
            retry,
        ],
    );
}

#[test]
fn a_take_of_several_is_as_so_many_takes() {
    let steps = |take| {
        let puts = [Step::TryPut(0, vec![0]), Step::TryPut(0, vec![0])];
        let retry = [Step::Take(1, 1, 0), Step::TryPut(0, vec![0]), Step::Retry(0, Where::Place)];
        [puts.to_vec(), retry.to_vec(), vec![Step::Put(0, vec![0, 0]), take]].concat()
    };
    for order in [Order::Fifo, Order::Lifo, Order::Rank] {
        agree(setup(order, 2), steps(Step::TryTake(1, 4, 0)));
        agree(setup(order, 2), [Step::Take(0, 3, 0), Step::Put(0, vec![1, 0, 1, 0])]);
    }
}

#[test]
fn a_job_that_returns_gets_the_room_of_another_one_even_if_the_capacity_is_smaller() {
    agree(
        setup(Order::Fifo, 2),
        [
            Step::TryPut(0, vec![0, 0]),
            try_take(),
            Step::TryPut(0, vec![0]),
            Step::Retry(0, Where::End),
            Step::Resize(0, 1),
            try_take(),
        ],
    );
}

#[test]
fn a_delay_of_nothing_is_none() {
    let puts = [Step::PutLater(0, 0, 0), try_take(), Step::Retry(0, Where::Later(0)), try_take()];
    agree(setup(Order::Fifo, 1), puts);
    let returns = [Step::TryPut(0, vec![0]), Step::PutLater(0, 0, 0), try_take(), try_take()];
    agree(setup(Order::Fifo, 1), returns);
}

#[test]
fn at_equal_times_the_job_that_arrived_first_comes_first() {
    let leased = [Step::TryPut(0, vec![0]), Step::TryTake(0, 1, 3)];
    let delayed = [Step::PutLater(0, 0, 3)];
    let after = [Step::Beat(0, 3), try_take(), try_take()];
    let setup = setup(Order::Fifo, 1);
    agree(setup, [&leased[..], &delayed, &after].concat());
    agree(setup, [&delayed[..], &leased, &after].concat());
    // Two leases, of which a later session has the older job.
    let both = [Step::Put(0, vec![0; 2]), Step::TryTake(1, 1, 3), Step::TryTake(0, 1, 3)];
    agree(setup, [&[Step::Resize(0, 2)], &both[..], &[Step::Resize(0, 1)], &after].concat());
}

#[test]
fn in_a_lifo_queue_the_rank_of_a_job_is_that_of_its_put() {
    let setup = setup(Order::Lifo, 0);
    let put = || Step::TryPut(0, vec![0]);
    let delayed = [put(), Step::PutLater(0, 0, 1), put(), Step::Beat(0, 1), try_take(), try_take()];
    agree(setup, delayed);
    for place in [Where::Place, Where::End, Where::Later(1)] {
        let retried =
            [put(), try_take(), put(), Step::Retry(0, place), Step::Beat(0, 1), try_take()];
        agree(setup, retried);
    }
}

#[test]
fn a_change_that_is_sent_again_is_not_made_again() {
    let setup = setup(Order::Fifo, 1);
    agree(setup, [Step::Resize(0, 2), Step::Resize(1, 3), Step::Again(0, 0)]);
    let extended = [Step::TryPut(0, vec![0]), try_take(), Step::Extend(0, 3), Step::Beat(0, 1)];
    agree(setup, [&extended[..], &[Step::Again(0, 2)]].concat());
}

#[test]
fn a_beat_knows_the_lease_that_it_has_given() {
    agree(setup(Order::Fifo, 1), [Step::PutLater(0, 0, 1), Step::Take(0, 1, 2), Step::Beat(0, 1)]);
}

#[test]
fn the_jobs_of_a_session_come_back_in_the_order_of_their_arrival() {
    let taken = [Step::Put(0, vec![0, 0]), Step::Take(0, 2, 0), Step::TryPut(1, vec![0; 2])];
    let setup = setup(Order::Fifo, 3);
    agree(setup, [&taken[..], &[Step::Beat(1, 8), Step::Beat(1, 8)]].concat());
    agree(setup, [&taken[..], &[Step::Bye(0)]].concat());
}
