//! A priority queue takes only items that have an order.

use queue_async::{local, sync};

fn main() {
    let _ = local::PriorityQueue::<f64>::unbounded();
    let _ = sync::HeapQueue::<f64>::unbounded();
    let _ = queue_compat::local::PriorityQueue::<f64>::new(0);
}
