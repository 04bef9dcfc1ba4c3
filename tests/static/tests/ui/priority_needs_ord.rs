//! A queue of the smallest first takes what has an order.

use queue_async::{local, sync};

fn main() {
    let _ = local::PriorityQueue::<f64>::unbounded();
    let _ = sync::HeapQueue::<f64>::unbounded();
    let _ = queue_compat::local::PriorityQueue::<f64>::new(0);
}
