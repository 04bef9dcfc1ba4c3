//! Jobs of one tenant that were in progress at the same time.

use std::collections::BTreeMap;

use crate::ledger::{Entries, Entry};

/// Returns a line for each two attempts that were live at the same time, though their jobs have the same tenant.
pub(crate) fn find(ledger: &Entries) -> Vec<String> {
    let mut tenants = BTreeMap::<_, Vec<_>>::new();
    for (id, Entry { tenant, attempts }) in ledger {
        let live = attempts.iter().filter(|record| record.from < record.until);
        let live = live.map(|record| (record.from, record.until, *id, record.number));
        tenants.entry(tenant).or_default().extend(live);
    }
    let mut found = Vec::new();
    for (tenant, mut live) in tenants {
        live.sort_unstable();
        // The attempt among those so far that is live for longest.
        let mut last: Option<(u64, u64, u32)> = None;
        for (from, until, id, number) in live {
            if let Some((_, other, n)) = last.filter(|(end, ..)| from < *end) {
                found.push(format!(
                    "{tenant} had attempt {n} at job {other} and attempt {number} at job {id} at once"
                ));
            }
            last = last.max(Some((until, id, number)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ledger::Ledger;

    fn overlaps(attempts: &[(u64, &str, u64, u64)]) -> Vec<String> {
        let ledger = Ledger::default();
        for &(id, tenant, from, until) in attempts {
            ledger.begin(id, &Arc::from(tenant), 1, from);
            ledger.close(id, 1, until);
        }
        find(&ledger.entries())
    }

    #[test]
    fn attempts_that_follow_one_another_do_not_overlap() {
        let none: [&str; 0] = [];
        assert_eq!(overlaps(&[(1, "ann", 10, 20), (2, "ann", 20, 30), (3, "bob", 5, 25)]), none);
    }

    #[test]
    fn one_attempt_may_overlap_with_several() {
        let attempts = [(1, "ann", 10, 40), (2, "ann", 15, 20), (3, "ann", 30, 50)];
        let expected = [2, 3]
            .map(|id| format!("ann had attempt 1 at job 1 and attempt 1 at job {id} at once"));
        assert_eq!(overlaps(&attempts), expected);
    }

    #[test]
    fn a_handler_whose_lease_has_run_out_does_not_count() {
        let ledger = Ledger::default();
        let ann = Arc::from("ann");
        ledger.begin(1, &ann, 1, 10);
        ledger.end_by(1, 1, 20);
        ledger.begin(2, &ann, 1, 20);
        ledger.close(2, 1, 30);
        ledger.close(1, 1, 40); // its answer is refused
        assert!(find(&ledger.entries()).is_empty());
        ledger.end_by(1, 1, 40);
        assert_eq!(find(&ledger.entries()).len(), 1);
    }
}
