use crate::chaos::{Event, History};

/// Nothing waits beside what it waits for.
pub(super) fn check(history: &History, violations: &mut Vec<String>) {
    for record in &history.records {
        if let Event::Counted { len, capacity, returning, takers, putters } = record.event {
            if takers > 0 && len > 0 {
                violations.push(format!("{takers} takes wait beside {len} jobs"));
            }
            if putters > 0 && len < capacity {
                violations.push(format!("{putters} puts wait, and {len} of {capacity} are there"));
            }
            if returning > 0 && len < capacity {
                violations.push(format!("{returning} return, and {len} of {capacity} are there"));
            }
        }
    }
}
