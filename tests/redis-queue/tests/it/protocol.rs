use queue_redis_suite::protocol::{Budget, Call, Mistake, Setup, Violation, explore, setups};

/// A setup of one put and one take, small enough for a build without optimization.
fn small(budget: Budget) -> Setup {
    Setup { programs: vec![vec![Call::Put], vec![Call::Take]], capacity: 1, budget, mistake: None }
}

#[test]
fn all_promises_hold_in_all_states_of_a_small_setup() {
    let budget = Budget { breaks: 1, cancels: 1, pauses: 1, ..Budget::default() };
    let explored = explore(&small(budget)).unwrap_or_else(|violation| panic!("{violation}"));
    assert!(explored.states > 10_000, "{explored}");
}

#[test]
fn all_promises_hold_when_one_of_two_takers_dies() {
    let mut setup = named("a death among two takes");
    setup.budget.breaks = 0;
    let explored = explore(&setup).unwrap_or_else(|violation| panic!("{violation}"));
    assert!(explored.states > 500, "{explored}");
}

#[test]
fn no_epoch_check() {
    finds(Mistake::NoEpochCheck, "one client", "a put that is known as not put has happened");
}

#[test]
fn epoch_only_on_client() {
    finds(Mistake::EpochOnlyOnClient, "a death", "a put has happened twice");
}

#[test]
fn record_forgotten_early() {
    finds(Mistake::RecordForgottenEarly, "a death", "a put has happened twice");
}

#[test]
fn resend_with_new_number() {
    finds(Mistake::ResendWithNewNumber, "one client", "a record stays");
}

#[test]
fn arrived_lost_with_request() {
    finds(Mistake::ArrivedLostWithRequest, "one client", "a record stays");
}

#[test]
fn epoch_of_many_connections() {
    let fault = "a put that is known as not put has happened";
    let violation = finds(Mistake::EpochOfManyConnections, "one client", fault);
    // The cancel went over the new connection, and the put came late over the old one.
    assert!(violation.steps.iter().any(|step| step.starts_with("ServeOld")), "{violation}");
}

#[test]
fn wake_without_record() {
    let fault = "a job has more attempts than it had takers";
    finds(Mistake::WakeWithoutRecord, "a put that waits", fault);
}

#[test]
fn ended_take_served() {
    finds(Mistake::EndedTakeServed, "a death", "a job stays leased, and no client has the lease");
}

#[test]
fn no_generation() {
    finds(Mistake::NoGeneration, "leases that end", "an ended lease is answered");
}

#[test]
fn list_instead_of_stream() {
    finds(Mistake::ListInsteadOfStream, "puts that do not wait", "a call is never answered");
}

#[test]
fn wake_before_answer_dropped() {
    finds(Mistake::WakeBeforeAnswerDropped, "puts that do not wait", "a call is never answered");
}

#[test]
fn count_ignores_arrived() {
    finds(Mistake::CountIgnoresArrived, "puts that do not wait", "a record stays");
}

#[test]
fn cancel_given_up() {
    finds(Mistake::CancelGivenUp, "a pause", "a job has more attempts than it had takers");
}

#[test]
fn answer_given_up() {
    finds(Mistake::AnswerGivenUp, "a pause", "a job has more attempts than it had takers");
}

#[test]
fn line_without_record() {
    let fault = "the script fails: a take in the line has no record";
    finds(Mistake::LineWithoutRecord, "a session that is forgotten", fault);
}

#[test]
fn hello_takes_nothing_back() {
    let fault = "a job stays leased, and no client has the lease";
    finds(Mistake::HelloTakesNothingBack, "a session that is forgotten", fault);
    finds(Mistake::HelloTakesNothingBack, "a server that goes back, a cancel", fault);
}

#[test]
fn hello_ignores_held() {
    let fault = "a lease ends that its client has, and nothing has ended it";
    finds(Mistake::HelloIgnoresHeld, "one client", fault);
}

#[test]
fn hello_ignores_open() {
    let fault = "a job has more attempts than it had takers";
    finds(Mistake::HelloIgnoresOpen, "one client", fault);
}

#[test]
fn hello_leaves_lines() {
    finds(Mistake::HelloLeavesLines, "a server that goes back, a cancel", "a record stays");
}

#[test]
fn cancelled_not_open() {
    let fault = "a job has more attempts than it had takers";
    finds(Mistake::CancelledNotOpen, "one client", fault);
}

#[test]
fn released_early() {
    let fault = "a lease ends that its client has, and nothing has ended it";
    finds(Mistake::ReleasedEarly, "one client", fault);
}

#[test]
fn cancel_counts() {
    finds(Mistake::CancelCounts, "one client", "a job has more attempts than it had takers");
}

#[test]
fn generations_come_twice() {
    let fault = "two leases of a client are the same";
    finds(Mistake::GenerationsComeTwice, "a server that goes back among", fault);
}

#[test]
fn wake_of_earlier_epoch() {
    let fault = "a job stays leased, and no client has the lease";
    finds(Mistake::WakeOfEarlierEpoch, "a server that goes back, a beat", fault);
}

#[test]
fn wake_during_hello() {
    let fault = "a job stays leased, and no client has the lease";
    finds(Mistake::WakeDuringHello, "a server that goes back, a beat", fault);
}

#[test]
fn resend_after_loss() {
    finds(Mistake::ResendAfterLoss, "a session that is forgotten", "a put has happened twice");
}

#[test]
fn cancel_after_loss() {
    let fault = "a put that is known as not put has happened";
    finds(Mistake::CancelAfterLoss, "a session that is forgotten", fault);
}

#[test]
fn late_hello_counts() {
    let fault = "a put that is known as not put has happened";
    finds(Mistake::LateHelloCounts, "a session that is forgotten", fault);
}

#[test]
fn new_only_once() {
    let fault = "a put that is known as not put has happened";
    finds(Mistake::NewOnlyOnce, "a session that is forgotten", fault);
}

#[test]
fn batch_answered_by_first() {
    finds(
        Mistake::BatchAnsweredByFirst,
        "a batch of puts",
        "a put that is known as put has not happened",
    );
}

#[test]
fn record_of_last_put() {
    let fault = "a put that is known as not put has happened";
    finds(Mistake::RecordOfLastPut, "a batch of puts", fault);
}

#[test]
fn record_of_first_lease() {
    finds(
        Mistake::RecordOfFirstLease,
        "a batch of takes, a break",
        "a job stays leased, and no client has the lease",
    );
}

#[test]
fn cancel_of_first_lease() {
    finds(
        Mistake::CancelOfFirstLease,
        "a batch of takes, a break",
        "a job stays leased, and no client has the lease",
    );
}

#[test]
fn cancel_of_first_put() {
    finds(Mistake::CancelOfFirstPut, "a batch of puts", "a record stays");
}

#[test]
fn held_first() {
    finds(
        Mistake::HeldFirst,
        "a batch of takes, a break",
        "a lease ends that its client has, and nothing has ended it",
    );
}

#[test]
fn arrived_before_the_rest() {
    let fault = "a put that is known as not put has happened";
    finds(Mistake::ArrivedBeforeTheRest, "a batch of puts", fault);
}

#[test]
fn join_of_ready() {
    finds(Mistake::JoinOfReady, "a join", "a call is told that jobs have ended, and one has not");
}

#[test]
fn take_of_ready() {
    finds(
        Mistake::TakeOfReady,
        "a shutdown, and two takes",
        "a call is told that jobs have ended, and one has not",
    );
}

#[test]
fn takes_not_told() {
    finds(
        Mistake::TakesNotTold,
        "a shutdown, and two takes",
        "a take waits for jobs that will not come",
    );
}

#[test]
fn puts_not_told() {
    finds(Mistake::PutsNotTold, "a shutdown, and a put", "a put waits after a shutdown");
}

#[test]
fn beat_sees_no_end() {
    finds(Mistake::BeatSeesNoEnd, "an immediate shutdown", "a join waits, and all jobs have ended");
}

#[test]
fn comes_back_after_shutdown() {
    finds(
        Mistake::ComesBackAfterShutdown,
        "an immediate shutdown",
        "a job is there after an immediate shutdown",
    );
}

#[test]
fn tells_the_forgotten() {
    finds(Mistake::TellsTheForgotten, "a shutdown beside", "a record stays");
}

#[test]
fn no_record_of_delayed() {
    let fault = "a put that is known as not put has happened";
    finds(Mistake::NoRecordOfDelayed, "a delayed put", fault);
}

#[test]
fn join_ignores_delayed() {
    finds(
        Mistake::JoinIgnoresDelayed,
        "a delayed put",
        "a call is told that jobs have ended, and one has not",
    );
}

#[test]
fn delayed_not_buried() {
    finds(
        Mistake::DelayedNotBuried,
        "delays and an immediate",
        "a job is there after an immediate shutdown",
    );
}

#[test]
fn due_not_handed_over() {
    finds(Mistake::DueNotHandedOver, "a delayed put", "a take waits beside a job");
}

/// Returns the violation that a mistake leads to in the setup whose name begins so.
#[track_caller]
fn finds(mistake: Mistake, name: &str, fault: &str) -> Violation {
    let violation = explore(&named(name).with(mistake)).expect_err("the mistake is not found");
    assert_eq!(violation.fault, fault, "{violation}");
    *violation
}

fn named(begin: &str) -> Setup {
    setups()
        .into_iter()
        .find(|(name, _)| name.starts_with(begin))
        .expect("there is no such setup")
        .1
}
