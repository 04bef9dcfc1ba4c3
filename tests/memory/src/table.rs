use std::fmt::Display;

use crate::Bytes;

/// Returns the lines of a table of local queues, sync queues and CPython's.
#[must_use]
pub fn table(local: Bytes, sync: Bytes, version: &str, cpython: Bytes<u64>) -> Vec<String> {
    let row = |what: &str, local: &dyn Display, sync: &dyn Display, cpython: &dyn Display| {
        format!("| {what} | {local} | {sync} | {cpython} |")
    };
    vec![
        row("bytes", &"`local`", &"`sync`", &format!("CPython {version}")),
        "|---|---|---|---|".to_owned(),
        row("an empty queue", &local.queue, &sync.queue, &cpython.queue),
        row(
            "one at which a `get` waits",
            &local.queue_and_get,
            &sync.queue_and_get,
            &cpython.queue_and_get,
        ),
        row("each `get` of many: slot + future", &local.get, &sync.get, &cpython.get),
        row("each `put`", &local.put, &sync.put, &cpython.put),
        row("each `join`", &local.join, &sync.join, &cpython.join),
    ]
}
