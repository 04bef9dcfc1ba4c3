//! How large things are.

use queue_async::{LocalLock, SyncLock};
use queue_memory::{Bytes, RECORDED, bytes_per_queue, table, table_of_jobs};

/// The limit for an empty queue in bytes, heap included.
const LARGEST: u64 = 400;

#[test]
fn an_idle_queue_is_small() {
    assert!(bytes_per_queue::<LocalLock>(300_000) < LARGEST);
    assert!(bytes_per_queue::<SyncLock>(300_000) < LARGEST);
}

#[test]
fn a_waiting_operation_takes_less_than_in_cpython() {
    for ours in [Bytes::measure::<LocalLock>(), Bytes::measure::<SyncLock>()] {
        let (_, cpython) = RECORDED;
        assert!(ours.queue * 8 < cpython.queue);
        assert!(ours.get.total() * 4 < cpython.get);
        assert!(ours.put.total() * 4 < cpython.put);
        assert!(ours.join.total() * 4 < cpython.join);
    }
}

#[test]
#[cfg(target_pointer_width = "64")]
fn the_document_has_the_measured_table() {
    let (version, cpython) = RECORDED;
    let measured =
        table(Bytes::measure::<LocalLock>(), Bytes::measure::<SyncLock>(), version, cpython);
    let measured = measured.join("\n");
    let document = include_str!("../../../../docs/memory.md");
    assert!(document.contains(&measured), "docs/memory.md should have\n{measured}");
}

#[test]
#[cfg(target_pointer_width = "64")]
fn the_document_has_the_measured_table_of_jobs() {
    let measured = table_of_jobs().join("\n");
    let document = include_str!("../../../../docs/memory.md");
    assert!(document.contains(&measured), "docs/memory.md should have\n{measured}");
}
