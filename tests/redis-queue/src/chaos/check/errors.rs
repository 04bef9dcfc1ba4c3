use super::Rules;
use crate::chaos::{Event, History, Reply};

/// No call fails: each interruption is shorter than the patience of the calls. A server that does not keep all may say
/// that it has forgotten.
pub(super) fn check(history: &History, rules: Rules, violations: &mut Vec<String>) {
    for record in &history.records {
        if let Event::Stuck { what } = &record.event {
            violations.push(what.clone());
        }
        let Some((call, why)) = failure(&record.event) else { continue };
        let is_right = why == "dropped" || !rules.keeps_all && why.contains("Forgotten");
        if !is_right {
            violations.push(format!("a {call} of {} fails: {why}", record.by));
        }
    }
}

fn failure(event: &Event) -> Option<(&'static str, &str)> {
    if let Event::MayHavePut { why, .. } = event {
        return Some(("put", why));
    }
    if let Event::TakeCancelled { why } = event {
        return Some(("take", why));
    }
    if let Event::Heard { reply: Reply::Unknown(why), .. } = event {
        return Some(("answer", why));
    }
    None
}
