use std::fmt;

use super::{Event, History, Rules, check};

/// What a run has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Operations that the queue has answered.
    pub operations: usize,
    /// Processes that were killed, the server included.
    pub kills: usize,
    /// What the run did, by kinds.
    pub tally: Vec<(&'static str, usize)>,
    /// What the queue must not do.
    pub violations: Vec<String>,
}

impl Outcome {
    pub(super) fn of(history: &History, rules: Rules) -> Self {
        let mut tally: Vec<(&'static str, usize)> = vec![
            ("puts", history.count(|event| matches!(event, Event::HasPut { .. }))),
            ("puts cancelled", history.count(|event| matches!(event, Event::HasNotPut { .. }))),
            ("puts unknown", history.count(|event| matches!(event, Event::MayHavePut { .. }))),
            ("leases", history.count(|event| matches!(event, Event::Taken { .. }))),
            ("takes cancelled", history.count(|e| matches!(e, Event::TakeCancelled { .. }))),
            ("refused answers", history.count(is_stale)),
            ("dead letters", history.count(|event| matches!(event, Event::Dead { .. }))),
            ("cuts", history.count(|event| matches!(event, Event::Disturbed { .. }))),
            ("stops", history.count(|event| matches!(event, Event::Stopped { .. }))),
            ("client kills", history.count(|event| matches!(event, Event::Killed { .. }))),
            ("server kills", history.count(|event| matches!(event, Event::ServerDown))),
            ("samples", history.count(|event| matches!(event, Event::Counted { .. }))),
        ];
        if !rules.keeps_all {
            tally.extend(check::losses(history));
        }
        let violations = check(history, rules);
        let kills =
            history.count(|event| matches!(event, Event::Killed { .. } | Event::ServerDown));
        Self { operations: history.operations(), kills, tally, violations }
    }
}

fn is_stale(event: &Event) -> bool {
    matches!(event, Event::Heard { reply: super::Reply::Stale, .. })
}

/// The last line of a run.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, kills, violations, .. } = self;
        write!(f, "redis: {operations} operations, {kills} kills, {} violations", violations.len())
    }
}
