//! What must be true of a run, whatever has happened in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Entries, Entry, Outcome};
use crate::overlap;
use crate::service::{Letter, MAX_ATTEMPTS};
use crate::totals::Totals;
use crate::verdict::Verdict;

/// What is known of a run once it has ended.
pub(crate) struct Evidence<'a> {
    /// The ids that the clients were given.
    pub(crate) accepted: &'a [u64],
    /// What the handlers wrote down.
    pub(crate) ledger: &'a Entries,
    /// The dead letters, as the server has told them.
    pub(crate) dead: &'a [Letter],
    /// The metrics, as the server has told them.
    pub(crate) metrics: &'a str,
}

impl Evidence<'_> {
    pub(crate) fn judge(&self) -> Verdict {
        let done = self.ledger.values().map(times_done).sum();
        let mut broken = Vec::new();
        let lost = self.ends(&mut broken);
        self.attempts(&mut broken);
        self.letters(&mut broken);
        broken.extend(overlap::find(self.ledger));
        broken.extend(self.totals(done).missing(self.metrics));
        let (accepted, dead) = (self.accepted.len(), self.dead.len());
        if accepted != done + dead {
            broken.push(format!("{accepted} accepted, but {} ended", done + dead));
        }
        Verdict { accepted, done, dead, lost, broken }
    }

    /// What the server must have counted.
    fn totals(&self, done: usize) -> Totals {
        let retried = self.ledger.values().map(|entry| entry.attempts.len().saturating_sub(1));
        let (accepted, dead) = (self.accepted.len(), self.dead.len());
        Totals { accepted, done, dead, retried: retried.sum() }
    }

    /// Each accepted job has one end, and no other job has any. Returns how many have none.
    fn ends(&self, broken: &mut Vec<String>) -> usize {
        let accepted: BTreeSet<_> = self.accepted.iter().copied().collect();
        if accepted.len() < self.accepted.len() {
            broken.push("an id was given twice".to_owned());
        }
        let mut deaths = BTreeMap::<_, usize>::new();
        for letter in self.dead {
            *deaths.entry(letter.id).or_default() += 1;
        }
        let mut lost = 0;
        let known = self.ledger.keys().chain(deaths.keys()).copied();
        for id in known.chain(accepted.iter().copied()).collect::<BTreeSet<_>>() {
            if !accepted.contains(&id) {
                broken.push(format!("job {id} was not accepted"));
            }
            let done = self.ledger.get(&id).map_or(0, times_done);
            match (done, deaths.get(&id).copied().unwrap_or(0)) {
                (1, 0) | (0, 1) => {}
                (0, 0) => {
                    lost += 1;
                    broken.push(format!("job {id} is lost"));
                }
                (done, dead) => {
                    broken.push(format!("job {id} was done {done} times and died {dead} times"));
                }
            }
        }
        lost
    }

    /// Each attempt at a job has one lease, and an answer, which was not late.
    fn attempts(&self, broken: &mut Vec<String>) {
        for (id, Entry { attempts, .. }) in self.ledger {
            let numbers = attempts.iter().map(|record| record.number);
            if !numbers.clone().eq((1..=MAX_ATTEMPTS).take(attempts.len())) {
                broken.push(format!("job {id} has attempts {:?}", numbers.collect::<Vec<_>>()));
            }
            for record in attempts {
                let number = record.number;
                match record.outcome {
                    None => broken.push(format!("attempt {number} at job {id} has not ended")),
                    Some(Outcome::DoneLate) => {
                        broken.push(format!("attempt {number} at job {id} was done too late"));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// A dead job has had all its attempts.
    fn letters(&self, broken: &mut Vec<String>) {
        for Letter { id, attempts, cause } in self.dead {
            let written = self.ledger.get(id).map_or(0, |entry| entry.attempts.len());
            if *attempts != MAX_ATTEMPTS || written != MAX_ATTEMPTS as usize {
                broken.push(format!(
                    "job {id} is dead ({cause}) after {attempts} attempts; the ledger has {written}"
                ));
            }
        }
    }
}

fn times_done(entry: &Entry) -> usize {
    let is_done = |outcome: Option<Outcome>| outcome.is_some_and(Outcome::is_done);
    entry.attempts.iter().filter(|record| is_done(record.outcome)).count()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ledger::Ledger;

    /// Writes down an attempt: the job, its tenant, the number, from when, until when, and the outcome.
    type Attempt = (u64, &'static str, u32, u64, u64, Outcome);

    const FIRST: Attempt = (1, "ann", 1, 10, 20, Outcome::Retried);
    const SECOND: Attempt = (1, "ann", 2, 30, 40, Outcome::Done);
    const OTHER: Attempt = (2, "bob", 1, 15, 35, Outcome::Done);

    fn judge(accepted: &[u64], attempts: &[Attempt], dead: &[Letter]) -> Verdict {
        let ledger = Ledger::default();
        for &(id, tenant, number, from, until, outcome) in attempts {
            ledger.begin(id, &Arc::from(tenant), number, from);
            ledger.close(id, number, until);
            ledger.end(id, number, outcome);
        }
        let ledger = &ledger.entries();
        let evidence = Evidence { accepted, ledger, dead, metrics: "" };
        let metrics = &evidence.totals(ledger.values().map(times_done).sum()).lines().join("\n");
        Evidence { metrics, ..evidence }.judge()
    }

    #[track_caller]
    fn assert_broken(verdict: &Verdict, broken: &[&str]) {
        assert_eq!(verdict.broken, broken);
    }

    fn letter(id: u64, attempts: u32) -> Letter {
        Letter { id, attempts, cause: "attempts".to_owned() }
    }

    fn failures(id: u64, tenant: &'static str) -> Vec<Attempt> {
        let failure =
            |n| (id, tenant, n, 100 + u64::from(n), 101 + u64::from(n), Outcome::Panicked);
        (1..=MAX_ATTEMPTS).map(failure).collect()
    }

    #[test]
    fn a_run_in_which_all_is_well() {
        let attempts = [vec![FIRST, SECOND, OTHER], failures(3, "ann")].concat();
        let verdict = judge(&[1, 2, 3], &attempts, &[letter(3, MAX_ATTEMPTS)]);
        assert_broken(&verdict, &[]);
        assert_eq!(verdict.to_string(), "jobs: 3 accepted, 2 done, 1 dead, 0 lost");
    }

    #[test]
    fn a_lost_job() {
        let verdict = judge(&[1, 2], &[FIRST, OTHER], &[]);
        assert_broken(&verdict, &["job 1 is lost", "2 accepted, but 1 ended"]);
        assert_eq!(verdict.to_string(), "jobs: 2 accepted, 1 done, 0 dead, 1 lost");
        let never_begun = judge(&[1, 2, 3], &[FIRST, SECOND, OTHER], &[]);
        assert_broken(&never_begun, &["job 3 is lost", "3 accepted, but 2 ended"]);
    }

    #[test]
    fn a_job_that_has_two_ends() {
        let again = (1, "ann", 3, 50, 60, Outcome::Done);
        let twice = judge(&[1], &[FIRST, SECOND, again], &[]);
        let message = "job 1 was done 2 times and died 0 times";
        assert_broken(&twice, &[message, "1 accepted, but 2 ended"]);
        let attempts = [failures(3, "ann"), vec![(3, "ann", 6, 200, 201, Outcome::Done)]].concat();
        let verdict = judge(&[3], &attempts, &[letter(3, MAX_ATTEMPTS), letter(3, MAX_ATTEMPTS)]);
        assert_eq!(verdict.broken[0], "job 3 was done 1 times and died 2 times");
        assert_eq!(verdict.broken[1], "job 3 has attempts [1, 2, 3, 4, 5, 6]");
    }

    #[test]
    fn a_job_from_nowhere() {
        let verdict = judge(&[1, 1], &[FIRST, SECOND, OTHER], &[]);
        assert_broken(&verdict, &["an id was given twice", "job 2 was not accepted"]);
    }

    #[test]
    fn two_jobs_of_a_tenant_at_once() {
        let overlapping = (2, "ann", 1, 39, 45, Outcome::Done);
        let verdict = judge(&[1, 2], &[FIRST, SECOND, overlapping], &[]);
        let message = "ann had attempt 2 at job 1 and attempt 1 at job 2 at once";
        assert_broken(&verdict, &[message]);
    }

    #[test]
    fn two_leases_of_one_attempt() {
        let again = (1, "ann", 1, 20, 25, Outcome::Refused);
        let verdict = judge(&[1], &[FIRST, again, SECOND], &[]);
        assert_broken(&verdict, &["job 1 has attempts [1, 1, 2]"]);
    }

    #[test]
    fn a_late_answer_that_counts() {
        let late = (1, "ann", 2, 30, 40, Outcome::DoneLate);
        let verdict = judge(&[1], &[FIRST, late], &[]);
        assert_broken(&verdict, &["attempt 2 at job 1 was done too late"]);
    }

    #[test]
    fn a_handler_that_has_not_ended() {
        let ledger = Ledger::default();
        ledger.begin(1, &Arc::from("ann"), 1, 10);
        let ledger = &ledger.entries();
        let metrics = &Totals { accepted: 1, done: 0, dead: 0, retried: 0 }.lines().join("\n");
        let verdict = Evidence { accepted: &[1], ledger, dead: &[], metrics }.judge();
        let messages = ["job 1 is lost", "attempt 1 at job 1 has not ended"];
        assert_broken(&verdict, &[messages[0], messages[1], "1 accepted, but 0 ended"]);
    }

    #[test]
    fn a_server_that_counts_otherwise() {
        let metrics = &Totals { accepted: 0, done: 0, dead: 1, retried: 0 }.lines().join("\n");
        let evidence = Evidence { accepted: &[], ledger: &BTreeMap::new(), dead: &[], metrics };
        assert_broken(&evidence.judge(), &["the metrics do not say jobs_dead_total 0"]);
    }

    #[test]
    fn a_job_that_dies_too_early() {
        let verdict = judge(&[1], &[FIRST], &[letter(1, 1)]);
        let message = "job 1 is dead (attempts) after 1 attempts; the ledger has 1";
        assert_broken(&verdict, &[message]);
    }
}
