use queue_async::{Capacity, Fifo, HeapOrder, Lifo, Priority, Storage};

use super::super::super::Flavour;
use super::Queue;

#[test]
fn each_storage_has_its_order() {
    fn order<S: Storage<Item = (u8, char)> + Default>() -> String {
        let queue = queue_async::Queue::<S, Flavour>::unbounded();
        for (item, name) in [1, 0, 1, 0].into_iter().zip('a'..) {
            queue.try_put((item, name)).unwrap();
        }
        queue.into_items().map(|(_, name)| name).collect()
    }
    assert_eq!(order::<Fifo<_>>(), "abcd");
    assert_eq!(order::<Lifo<_>>(), "dcba");
    assert_eq!(order::<HeapOrder<_>>(), "bdac");
    assert_eq!(order::<Priority<_>>(), "bdac");
}

#[test]
fn a_queue_made_from_an_iterator_keeps_and_counts_the_items() {
    let queue = Queue::from_iter([1, 2, 3]);
    assert_eq!((queue.len(), queue.unfinished()), (3, 3));
    assert!(queue.into_items().eq([1, 2, 3]));
    let queue = Queue::from(Fifo::from_iter([1]));
    assert_eq!((queue.len(), queue.capacity()), (1, Capacity::Unbounded));
    assert!(Queue::<u8>::default().is_empty());
    assert_eq!(
        format!("{queue:?}"),
        "Queue { len: 1, capacity: Unbounded, fairness: Fair, unfinished: 1, is_shutdown: false, \
         waiting_getters: 0, waiting_putters: 0, waiting_joiners: 0, .. }"
    );
}
