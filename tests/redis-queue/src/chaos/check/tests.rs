use std::time::Duration;

use super::{Rules, check};
use crate::chaos::{Event, History, Record, Reply, Word};

const ALWAYS: Rules = Rules { session: Duration::from_secs(2), keeps_all: true };
const EVERY_SECOND: Rules = Rules { keeps_all: false, ..ALWAYS };

/// A second of the clock.
const S: u64 = 1_000_000;

/// A history that is written by hand.
#[derive(Clone, Default)]
struct Told(Vec<Record>);

impl Told {
    fn event(mut self, at: u64, by: &str, event: Event) -> Self {
        self.0.push(Record { at, by: by.to_owned(), event });
        self
    }

    /// A put from `at` to the microsecond after it.
    fn put(self, at: u64, item: &str) -> Self {
        let item = item.to_owned();
        self.event(at, "p", Event::Put { item: item.clone(), is_delayed: false, after: None })
            .event(at + 1, "p", Event::HasPut { item })
    }

    fn taken(self, at: u64, by: &str, item: &str, (generation, attempts): (u64, u32)) -> Self {
        let item = item.to_owned();
        self.event(at, by, Event::Taken { item, generation, attempts, ends: None })
    }

    fn says(self, at: u64, item: &str, generation: u64, word: Word, reply: Reply) -> Self {
        let item = item.to_owned();
        self.event(at, "c", Event::Say { item: item.clone(), generation, word }).event(
            at + 1,
            "c",
            Event::Heard { item, generation, word, reply },
        )
    }

    fn done(self, at: u64, item: &str, generation: u64) -> Self {
        self.says(at, item, generation, Word::Done, Reply::Good)
    }

    fn counted(self, len: usize, returning: usize, takers: usize, putters: usize) -> Self {
        self.event(1, "s", Event::Counted { len, capacity: 2, returning, takers, putters })
    }

    fn violations(self, rules: Rules) -> Vec<String> {
        check(&History { records: self.0 }, rules)
    }

    #[track_caller]
    fn passes(self) {
        assert_eq!(self.violations(ALWAYS), Vec::<String>::new());
    }

    /// One violation is found, which says this.
    #[track_caller]
    fn fails(self, says: &str) {
        let found = self.violations(ALWAYS);
        assert!(found.len() == 1 && found[0].contains(says), "{found:#?}");
    }
}

fn begin() -> Told {
    Told::default()
}

/// A job of the item `a`, with its first lease.
fn leased() -> Told {
    begin().put(1, "a").taken(10, "c", "a", (1, 1))
}

fn killed(told: Told, at: u64) -> Told {
    told.event(at, "s", Event::Killed { client: "c".to_owned() })
}

#[test]
fn a_job_that_is_put_and_done_passes() {
    leased().done(20, "a", 1).passes();
}

#[test]
fn a_job_that_never_ends_is_lost() {
    begin().put(1, "a").fails("a is lost");
    leased().says(20, "a", 1, Word::Retry, Reply::Good).fails("a is lost");
    leased().says(20, "a", 1, Word::Done, Reply::Stale).fails("a is lost");
}

#[test]
fn a_done_without_a_reply_may_have_ended_the_job() {
    leased().says(20, "a", 1, Word::Done, Reply::Unknown("dropped".to_owned())).passes();
    let say = Event::Say { item: "a".to_owned(), generation: 1, word: Word::Done };
    killed(leased().event(20, "c", say), 21).passes();
}

#[test]
fn a_dead_letter_is_an_end() {
    let dead = || Event::Dead { item: "a".to_owned() };
    leased().event(90, "s", dead()).passes();
    leased().done(20, "a", 1).event(90, "s", dead()).fails("a is 1 dead letters");
    leased().event(90, "s", dead()).event(91, "s", dead()).fails("a is 2 dead letters");
}

#[test]
fn a_job_that_was_never_put_is_found() {
    begin().taken(10, "c", "a", (1, 1)).done(20, "a", 1).fails("was never put");
}

#[test]
fn a_put_that_has_not_put_is_found_when_it_comes_out() {
    let item = || "a".to_owned();
    let told = begin()
        .event(1, "p", Event::Put { item: item(), is_delayed: false, after: None })
        .event(2, "p", Event::HasNotPut { item: item() });
    told.clone().passes();
    told.taken(10, "c", "a", (1, 1)).fails("says that it has not put");
}

#[test]
fn a_put_without_an_answer_may_come_out() {
    let item = || "a".to_owned();
    let told = begin()
        .event(1, "p", Event::Put { item: item(), is_delayed: false, after: None })
        .event(2, "p", Event::MayHavePut { item: item(), why: "dropped".to_owned() });
    told.clone().passes();
    told.taken(10, "c", "a", (1, 1)).done(20, "a", 1).passes();
}

#[test]
fn a_job_that_is_done_twice_is_found() {
    leased().done(20, "a", 1).done(30, "a", 1).fails("was done 2 times");
}

#[test]
fn a_lease_after_the_end_is_found() {
    killed(leased(), 11).done(5 * S, "a", 1).taken(5 * S, "d", "a", (2, 2)).fails("ended the job");
}

#[test]
fn two_jobs_of_one_put_are_found() {
    killed(leased(), 11)
        .taken(5 * S, "d", "a", (2, 1))
        .done(6 * S, "a", 2)
        .fails("so there are two jobs");
}

#[test]
fn a_generation_that_comes_twice_is_found() {
    leased()
        .put(2, "b")
        .taken(11, "c", "b", (1, 1))
        .done(20, "a", 1)
        .done(21, "b", 1)
        .fails("is of");
}

#[test]
fn a_lease_that_is_good_after_a_newer_one_began_is_found() {
    let told = leased().event(11, "s", Event::Disturbed { client: "c".to_owned(), until: 3 * S });
    let told = told.taken(3 * S, "d", "a", (2, 2)).done(5 * S, "a", 2);
    told.clone().says(4 * S, "a", 1, Word::Done, Reply::Stale).passes();
    told.clone().says(4 * S, "a", 1, Word::Retry, Reply::Good).fails("was good for Retry");
    told.says(4 * S, "a", 1, Word::Extend(1), Reply::Good).fails("was good for Extend");
}

#[test]
fn a_newer_lease_needs_a_reason() {
    let newer = |told: Told| told.taken(5 * S, "d", "a", (2, 2)).done(6 * S, "a", 2);
    newer(leased()).fails("had not ended");
    newer(leased().says(20, "a", 1, Word::Retry, Reply::Good)).passes();
    newer(leased().says(20, "a", 1, Word::Extend(S), Reply::Good)).passes();
    newer(leased().says(20, "a", 1, Word::Extend(6 * S), Reply::Good)).fails("had not ended");
    newer(killed(leased(), 11)).passes();
    newer(killed(leased(), 5 * S - 100)).fails("had not ended");
    newer(leased().event(2 * S, "c", Event::Stalled { since: 12 })).passes();
    newer(leased().event(12, "s", Event::ServerDown).event(13, "s", Event::ServerUp)).passes();
}

#[test]
fn a_lease_that_ends_by_itself_is_a_reason_after_its_time() {
    let told = |ends| {
        let (item, ends) = ("a".to_owned(), Some(ends));
        let first = Event::Taken { item, generation: 1, attempts: 1, ends };
        begin().put(1, "a").event(10, "c", first).taken(5 * S, "d", "a", (2, 2)).done(6 * S, "a", 2)
    };
    told(5 * S).passes();
    told(5 * S + 1).fails("had not ended");
}

#[test]
fn an_answer_after_a_long_stop_is_refused() {
    let client = || "c".to_owned();
    let stopped = |lasts| {
        leased()
            .event(11, "s", Event::Stopped { client: client() })
            .event(11 + lasts, "s", Event::GoesOn { client: client() })
            .done(20 * S, "a", 1)
    };
    stopped(S).passes();
    stopped(4 * S).fails("after its process had been stopped");
    stopped(4 * S).event(12, "s", Event::Disturbed { client: client(), until: 13 }).passes();
}

#[test]
fn a_job_that_is_put_later_is_leased_later() {
    let told = || begin().put(1, "a").put(3, "b").taken(10, "c", "b", (1, 1)).done(20, "b", 1);
    told().taken(11, "c", "a", (2, 1)).done(21, "a", 2).fails("was put before b");
    // Its first lease went to a process that has died.
    told().taken(11, "c", "a", (2, 2)).done(21, "a", 2).passes();
    let cancelled = Event::TakeCancelled { why: "dropped".to_owned() };
    told().event(5, "c", cancelled).taken(11, "c", "a", (2, 1)).done(21, "a", 2).passes();
}

#[test]
fn items_of_one_put_are_leased_in_its_order() {
    let told = || {
        let put = |item: &str, after: Option<&str>| Event::Put {
            item: item.to_owned(),
            is_delayed: false,
            after: after.map(str::to_owned),
        };
        let has_put = |item: &str| Event::HasPut { item: item.to_owned() };
        begin()
            .event(1, "p", put("a", None))
            .event(1, "p", put("b", Some("a")))
            .event(2, "p", has_put("a"))
            .event(2, "p", has_put("b"))
    };
    let taken = |a, b| told().taken(10, "c", "a", a).taken(11, "c", "b", b);
    let done = |told: Told, a, b| told.done(20, "a", a).done(21, "b", b);
    done(taken((1, 1), (2, 1)), 1, 2).passes();
    done(taken((2, 1), (1, 1)), 2, 1).fails("was put before b with one call");
    // The first lease of `a` went to a process that has died.
    done(taken((2, 2), (1, 1)), 2, 1).passes();
}

#[test]
fn what_waits_beside_what_it_waits_for_is_found() {
    begin().counted(0, 0, 1, 0).counted(2, 1, 0, 1).passes();
    begin().counted(1, 0, 1, 0).fails("1 takes wait beside 1 jobs");
    begin().counted(1, 0, 0, 1).fails("1 puts wait, and 1 of 2");
    begin().counted(1, 1, 0, 0).fails("1 return, and 1 of 2");
}

#[test]
fn a_call_that_fails_or_does_not_end_is_found() {
    begin().event(1, "s", Event::Stuck { what: "p1 does not end".to_owned() }).fails("p1 does");
    let forgotten = Event::TakeCancelled { why: "Failed(Forgotten)".to_owned() };
    let told = begin().event(1, "c", forgotten);
    assert!(told.clone().violations(EVERY_SECOND).is_empty());
    told.fails("a take of c fails");
}

#[test]
fn a_server_that_writes_each_second_may_lose_what_it_wrote_last() {
    let told = begin().put(10 * S, "a").event(11 * S, "s", Event::ServerDown);
    assert!(told.clone().violations(EVERY_SECOND).is_empty());
    told.fails("a is lost");
    let old = begin().put(5 * S, "a").event(11 * S, "s", Event::ServerDown);
    assert_eq!(old.violations(EVERY_SECOND).len(), 1);
}
