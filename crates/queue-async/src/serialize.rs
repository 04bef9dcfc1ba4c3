use queue_core::Storage;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Lock, Queue};

/// As its storage: the items that can be got, in the order in which they leave.
///
/// The items of waiting puts are left out, and so are the capacity, the way of waiting, and the count of
/// unfinished tasks.
///
/// The queue is held meanwhile, as by [`inspect`](Queue::inspect). So the `Serialize` of an item, and the
/// serializer, must not call the queue. A program that writes to something slow may serialize to memory first.
///
/// ```
/// use queue_async::local::Queue;
///
/// let queue = Queue::from_iter([3, 1, 2]);
/// let text = serde_json::to_string(&queue)?;
/// assert_eq!(text, "[3,1,2]");
/// let same: Queue<u32> = serde_json::from_str(&text)?;
/// assert_eq!((same.try_get(), same.unfinished()), (Ok(3), 3));
/// # Ok::<(), serde_json::Error>(())
/// ```
impl<S: Storage + Serialize, L: Lock> Serialize for Queue<S, L> {
    fn serialize<R: Serializer>(&self, serializer: R) -> Result<R::Ok, R::Error> {
        self.inspect(|storage| storage.serialize(serializer))
    }
}

/// Makes an unbounded queue of the items, which count as unfinished tasks.
///
/// For a bounded queue, deserialize its storage, and make the queue with [`Queue::with_storage`].
impl<'de, S: Storage + Deserialize<'de>, L: Lock> Deserialize<'de> for Queue<S, L> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        S::deserialize(deserializer).map(Self::from)
    }
}
