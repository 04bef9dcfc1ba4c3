use crate::protocol::{Budget, Call, Setup};

/// The setups that are explored to the end, by their names.
#[must_use]
pub fn setups() -> Vec<(&'static str, Setup)> {
    use Call::{Count, Join, Put, PutLater, PutTwo, Shutdown, ShutdownNow, Take, TakeTwo, TryPut};
    let none = Budget::default();
    let setup = |programs: &[&[Call]], budget| Setup {
        programs: programs.iter().map(|program| program.to_vec()).collect(),
        capacity: 1,
        budget,
        mistake: None,
    };
    let wide = |programs, budget| Setup { capacity: 2, ..setup(programs, budget) };
    vec![
        (
            "one client, a break, a cancel",
            setup(&[&[Put, Take]], Budget { breaks: 1, cancels: 1, beats: 1, ..none }),
        ),
        (
            "a put that waits, a break, a cancel",
            setup(&[&[Put, Put], &[Take]], Budget { breaks: 1, cancels: 1, ..none }),
        ),
        (
            "a take that waits, two breaks",
            setup(&[&[Put], &[Take]], Budget { breaks: 2, beats: 1, ..none }),
        ),
        (
            "a pause, a break, a cancel",
            setup(&[&[Put], &[Take]], Budget { breaks: 1, cancels: 1, pauses: 1, ..none }),
        ),
        (
            "a death among two takes",
            setup(&[&[Put, Take], &[Take]], Budget { breaks: 1, deaths: 1, ..none }),
        ),
        (
            "leases that end and come back",
            setup(
                &[&[Put], &[Take, Take]],
                Budget { breaks: 1, lease_ends: 1, retries: 1, ..none },
            ),
        ),
        (
            "puts that do not wait, and counts",
            setup(&[&[TryPut, Count], &[Put, Take]], Budget { breaks: 1, beats: 1, ..none }),
        ),
        (
            "a session that is forgotten",
            setup(
                &[&[Put], &[Take]],
                Budget { breaks: 2, cancels: 1, pauses: 1, forgets: 1, ..none },
            ),
        ),
        (
            "a server that goes back, a cancel",
            setup(&[&[Put], &[Take]], Budget { cancels: 1, restarts: 1, saves: 1, ..none }),
        ),
        (
            "a server that goes back, a beat",
            setup(&[&[Put], &[Take]], Budget { beats: 1, restarts: 1, saves: 1, ..none }),
        ),
        (
            "a server that goes back among takes",
            setup(&[&[Put, Take, Take]], Budget { restarts: 1, saves: 1, ..none }),
        ),
        (
            "a batch of puts, a break, a cancel",
            setup(&[&[PutTwo], &[Take, Take]], Budget { breaks: 1, cancels: 1, ..none }),
        ),
        (
            "a batch of takes, a break, a cancel",
            wide(&[&[PutTwo], &[TakeTwo]], Budget { breaks: 1, cancels: 1, ..none }),
        ),
        (
            "a batch of takes that come back",
            setup(&[&[PutTwo], &[TakeTwo]], Budget { breaks: 1, lease_ends: 1, ..none }),
        ),
        (
            "batches on a server that goes back",
            setup(&[&[PutTwo], &[TakeTwo]], Budget { restarts: 1, saves: 1, ..none }),
        ),
        (
            "a join, a break, a lease that ends",
            setup(&[&[Put, Join], &[Take]], Budget { breaks: 1, lease_ends: 1, ..none }),
        ),
        (
            "a shutdown, and two takes",
            setup(&[&[Put, Shutdown], &[Take, Take]], Budget { breaks: 1, ..none }),
        ),
        (
            "a shutdown, and a put that waits",
            setup(&[&[Put, Put], &[Shutdown]], Budget { breaks: 1, cancels: 1, ..none }),
        ),
        (
            "an immediate shutdown, a lease that ends",
            setup(
                &[&[Put, ShutdownNow], &[Take, Join]],
                Budget { breaks: 1, lease_ends: 1, ..none },
            ),
        ),
        (
            "a shutdown beside a session that is forgotten",
            setup(
                &[&[Shutdown], &[Take, Join]],
                Budget { cancels: 1, pauses: 1, forgets: 1, ..none },
            ),
        ),
        (
            "a shutdown on a server that goes back",
            setup(&[&[Put, Shutdown], &[Take]], Budget { restarts: 1, saves: 1, ..none }),
        ),
        (
            "a delayed put, a join, a break, a cancel",
            setup(&[&[PutLater, Join], &[Take]], Budget { breaks: 1, cancels: 1, ..none }),
        ),
        (
            "a job that comes back after a delay",
            setup(
                &[&[Put, Put], &[Take, Join]],
                Budget { breaks: 1, late_retries: 1, lease_ends: 1, ..none },
            ),
        ),
        (
            "delays and an immediate shutdown",
            setup(
                &[&[PutLater, ShutdownNow], &[Take]],
                Budget { breaks: 1, late_retries: 1, ..none },
            ),
        ),
        (
            "delays on a server that goes back",
            setup(
                &[&[PutLater], &[Take]],
                Budget { restarts: 1, saves: 1, late_retries: 1, ..none },
            ),
        ),
    ]
}
