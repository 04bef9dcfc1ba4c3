use std::time::Duration;

use queue_async::LocalLock;
use queue_async::work::{ByKey, Keep, Plain, WorkQueue};

use crate::bytes::live;

/// How many jobs there are while one is measured. It is a power of two, so all slots are taken.
const JOBS: u64 = 65_536;

const A_DAY: Duration = Duration::from_secs(86_400);

/// Returns the table of the bytes that a job takes at each stage of its life, with items of eight bytes.
#[must_use]
pub fn table_of_jobs() -> [String; 8] {
    let plain = || WorkQueue::<_, LocalLock>::builder(Plain::default()).build();
    let keyed =
        || WorkQueue::<_, LocalLock>::builder(ByKey::new(Keep::All, |job: &u64| *job)).build();
    let empty = size_of::<WorkQueue<Plain<u64>, LocalLock>>();
    let queue = plain();
    let queued = bytes(|job| queue.try_put(job).expect("it is open"));
    let queue = keyed();
    let by_key = bytes(|job| queue.try_put(job).expect("it is open"));
    let queue = plain();
    let delayed = bytes(|job| queue.put_after(job, A_DAY).expect("it is open"));
    let (queue, mut leases) = (plain(), Vec::with_capacity(JOBS as usize));
    let leased = bytes(|job| {
        queue.try_put(job).expect("it is open");
        leases.push(queue.try_take().expect("there is a job"));
    });
    let timed = bytes(|job| leases[job as usize].end_after(A_DAY).expect("the lease is good"));
    [
        "| bytes | a work queue |".to_owned(),
        "|---|---|".to_owned(),
        format!("| an empty queue, without its heap | {empty} |"),
        format!("| each ready job | {queued} |"),
        format!("| each ready job of a key of its own | {by_key} |"),
        format!("| each delayed job | {delayed} |"),
        format!("| each leased job + its lease | {leased} + {} |", size_of_val(&leases[0])),
        format!("| each leased job whose lease ends by itself | {} |", leased + timed),
    ]
}

/// Does something for each job, and returns the bytes that are then in the heap for each.
fn bytes(step: impl FnMut(u64)) -> u64 {
    live(JOBS as usize, || (0..JOBS).for_each(step))
}
