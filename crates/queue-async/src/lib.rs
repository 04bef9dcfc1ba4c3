//! Queues between async tasks and threads, with the API of Python's `asyncio` queues: `put`, `get`, `join`,
//! `task_done` and `shutdown`. They work on any executor.
//!
//! Two modules have the same queues: [`sync`] for tasks and threads that share a queue, and [`local`] for
//! one thread, without atomics.
//!
//! | queue | items leave |
//! |---|---|
//! | `Queue` | first in, first out |
//! | `LifoQueue` | last in, first out |
//! | `PriorityQueue` | smallest first, and first in, first out among equals; items without an order: [`Keyed`] |
//! | `HeapQueue` | smallest first, and in the order of Python's `heapq` among equals |
//!
//! Each is an alias of [`Queue`] with other parameters: `S`, the storage, and `L`, the lock. Three more storages
//! have no alias:
//!
//! | storage | items leave |
//! |---|---|
//! | [`RoundRobin`] | one key after the other in turn, and first in, first out within a key |
//! | [`Aging`] | smallest key first, but an item that waits rises with each put |
//! | [`Weighed`] | as those of the storage inside; the capacity counts bytes, or another weight |
//!
//! To make a queue of one of these, or of a [`Storage`] of your own, use [`Queue::with_storage`] or a
//! [`Builder`]. `Queue<S, L>` is the type, where `L` is `SyncLock` or [`LocalLock`]:
//!
//! ```
//! use queue_async::{Capacity, Fifo, LocalLock, Queue, TryPutError, Weighed};
//!
//! type Packets = Queue<Weighed<Fifo<Vec<u8>>>, LocalLock>;
//!
//! let bytes = Capacity::try_from(1000)?;
//! let packets = Packets::with_storage(Weighed::new(Fifo::default(), |packet| packet.len()), bytes);
//! packets.try_put(vec![0; 600])?;
//! assert_eq!(packets.try_put(vec![1; 600]), Err(TryPutError::Full(vec![1; 600])));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One task puts, and another one gets:
//!
//! ```
//! use futures::executor::block_on; // any executor does
//! use queue_async::local::Queue;
//!
//! let queue = Queue::bounded(2);
//! let produce = async {
//!     for n in 1..=5 {
//!         queue.put(n).await?; // waits while the queue is full
//!     }
//!     queue.join().await; // waits until every item is done
//!     queue.shutdown();
//!     Ok::<(), queue_async::PutError<u32>>(())
//! };
//! let consume = async {
//!     let mut sum = 0;
//!     while let Ok(n) = queue.get().await {
//!         sum += n;
//!         queue.task_done().expect("one for each get");
//!     }
//!     sum
//! };
//! assert_eq!(block_on(async { futures::join!(produce, consume) }), (Ok(()), 15));
//! ```
//!
//! # Sharing a queue
//!
//! All methods take `&self`, and their futures borrow the queue. A queue is not `Clone`: put it into an `Arc`
//! and clone that. To spawn a task, move a clone of the `Arc` into an `async move` block, or make a future that
//! owns the clone, such as [`Get::new`]. Any other pointer to a queue may be owned too: see [`Handle`].
//!
//! `tokio::spawn` and its like need a [`sync`] queue, on one thread too. A [`local`] queue is for `block_on`,
//! `join!` and `spawn_local`, and is shared by an `Rc` or a reference.
//!
//! # Beyond `put` and `get`
//!
//! | to | call |
//! |---|---|
//! | have room before there is an item | [`reserve`](Queue::reserve), [`reserve_many`](Queue::reserve_many) |
//! | put several items | [`put_many`](Queue::put_many), or all at once: [`put_all`](Queue::put_all) |
//! | get several items | [`get_many`](Queue::get_many), [`get_many_into`](Queue::get_many_into), [`get_at_least`](Queue::get_at_least), [`batches`](Queue::batches) |
//! | wait for something that happens to the queue | [`until`](Queue::until) and its short names |
//! | keep the newest items when the queue is full | [`force_put`](Queue::force_put) |
//! | change the capacity | [`set_capacity`](Queue::set_capacity) |
//! | look at items and remove them out of turn | [`inspect`](Queue::inspect), [`try_get_if`](Queue::try_get_if), [`remove`](Queue::remove), [`remove_all`](Queue::remove_all) |
//! | hand each item over from a put to a get | [`rendezvous`](Queue::rendezvous) |
//! | end the queue when the tasks that put, or those that get, are gone | [`into_ends`](Queue::into_ends) |
//! | bound the bytes of the items, or another weight | [`Weighed`] |
//!
//! Beside the futures there are a stream ([`Queue::stream`]), a stream of several queues ([`Select`]), a sink
//! ([`Queue::sink`]) and, for plain threads and sync queues, calls that block, such as `blocking_get`, and
//! `sync::block_on` for any future.
//!
//! The repository has a cookbook, `docs/cookbook.md`, with worker pools, retries, graceful shutdown, and porting
//! from asyncio, from `tokio::sync::mpsc` and from other channels. `docs/semantics.md` has the promises in full,
//! `docs/cancellation.md` each call at each moment, and `docs/glossary.md` the words.
//!
//! # What is promised
//!
//! - **A bound is a bound.** No put takes a queue above its capacity.
//! - **Puts are first in, first out.** No put overtakes one that waits, unless it is forced. A put has happened once its item is
//!   admitted, even before its future is polled again.
//! - **Gets are notified first in, first out.** A newcomer may take the item first. The get that lost the
//!   race then waits again at its place.
//! - **A future that is polled takes what is there**, whether or not it was notified.
//! - **Cancelling loses no item of the queue.** Every future may be dropped at any moment. A put that is
//!   dropped before it has put drops its own item, unless [`Put::cancel`] takes it out. See the *Cancel
//!   safety* of each method.
//! - **A ready future never yields**, as in asyncio. A loop of ready gets or puts keeps its thread: a timeout
//!   around the loop never fires, and its task cannot be aborted. Yield with what your runtime has for it,
//!   such as `tokio::task::yield_now`.
//!
//! A future that is leaked while it waits (`mem::forget`) costs at most one wake and one slot. A [`Permit`] that is
//! leaked, or the future of one, also costs its room.
//!
//! `Queue::builder().fairness(Fairness::Barging)` makes a queue with asyncio's way of waiting, in which a put
//! that was cancelled has certainly not put: see [`Fairness`].
//!
//! # When a worker ends
//!
//! A queue does not know its workers, unless they hold its ends: [`Queue::into_ends`] gives it a [`Sender`] and a
//! [`Receiver`], and it is shut down when the last one of a kind is dropped.
//!
//! Without ends: if the only worker panics or returns, a [`put`](Queue::put) on a full
//! queue and a [`join`](Queue::join) wait for good. So call [`shutdown_now`](Queue::shutdown_now) when the last
//! worker ends, or let a supervisor start another one.
//!
//! A worker that panics between `get` and `task_done` leaves a `join` waiting. So call `task_done` in the `Drop`
//! of a value that lives as long as the work.
//!
//! # What runs while the queue is held
//!
//! The queue is *held* while it decides: a local queue is borrowed, a sync queue is locked. No waker is woken,
//! cloned or dropped meanwhile, and no item is dropped. So wakers and the `Drop` of items may call the queue.
//!
//! The following run while the queue is held, and **must not call the same queue**: the `Ord` of items, a
//! [`Storage`] of your own, the closure of [`Queue::inspect`], the predicates of [`Queue::try_get_if`],
//! [`Queue::remove`] and [`Queue::remove_all`], and the weigher of a [`Weighed`]. With the feature `serde`, the
//! `Serialize` of items does, too. To drop a last end of the queue is to call it. If they do, a local queue
//! panics with a
//! message, and a sync queue may deadlock.
//!
//! If they panic, the queue stays usable. Its counts agree with its items, and every operation that may have
//! missed a wake is notified. The item that was being compared may be lost; it is dropped while the queue is
//! held.
//!
//! If a waker panics in `wake` or in its `Drop`, the panic propagates to the caller of the queue, whose result
//! is lost. The other wakers of that call are still woken. A second panic at the same time aborts the process.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `std`, on by default | the module `sync`, and the calls that block a thread |
//! | `serde` | `Serialize` and `Deserialize` of queues, storages, [`Keyed`] and [`Capacity`] |
//! | `stats` | `Queue::stats`: how many puts, gets, waits, lost races and cancels there were |
//! | `tracing` | each queue is a resource in [tokio-console](https://docs.rs/console-subscriber) |
//! | `work` | the module `work`: a queue that keeps each item until it is done, with leases, retries, delays and keys |
//! | `metrics` | `Queue::record_metrics`: gauges for a recorder of [`metrics`](https://docs.rs/metrics) |
//!
//! `metrics` needs `std`. Without a feature, its part takes no memory and no instruction.
//!
//! With the feature `tracing`, a queue has a span `runtime.resource`, of the level `TRACE`. Its `kind` is
//! `queue`, and its `concrete_type` is the name of the storage. Each call tells the attributes that it has changed:
//! `len`, `capacity`, `unfinished`, `waiting_getters`, `waiting_putters`, `waiting_joiners` and `is_shutdown`. A queue
//! tells the subscriber that was current when the queue was made. Futures are not shown as async operations, since each
//! would need a span of its own.
//!
//! A work queue also tells of each job that dies: an event of the target `queue_async::work` and the level `DEBUG`, with
//! `attempts` and `cause`.
//!
//! Subscribers and recorders are called while the queue is not held, so they may call it. A subscriber that changes the
//! queue may be told of that change, too. So it must not answer each change with another one. If a subscriber panics,
//! the panic propagates to the caller of the queue, whose result is lost, as with a waker.
//!
//! # Without `std`
//!
//! Without the default feature `std` the crate needs only `alloc`. It has the module [`local`], and neither
//! `sync` nor the calls that block a thread.
//!
#![cfg_attr(feature = "std", doc = "\n\n[`sync`]: mod@sync")]
#![cfg_attr(not(feature = "std"), doc = "\n\n[`sync`]: ./index.html#without-std")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod batches;
mod browse;
mod builder;
mod displaced;
mod drain;
mod ends;
#[cfg(feature = "metrics")]
mod gauges;
mod get;
mod get_at_least;
mod get_many;
mod get_many_into;
mod handle;
mod join;
pub mod local;
mod lock;
#[cfg(feature = "std")]
mod parker;
mod permit;
mod put;
mod put_many;
mod queue;
mod reserve;
mod select;
#[cfg(feature = "serde")]
mod serialize;
mod sink;
#[cfg(feature = "stats")]
mod stats;
mod stream;
#[cfg(feature = "std")]
pub mod sync;
#[cfg(feature = "std")]
mod timeout;
#[cfg(feature = "tracing")]
mod trace;
mod until;
mod wait;
#[cfg(feature = "work")]
pub mod work;

// Last, so that its methods come last in the documentation.
#[cfg(feature = "std")]
mod blocking;

pub use batches::BatchStream;
#[cfg(feature = "std")]
pub use blocking::BlockingItems;
pub use builder::Builder;
pub use displaced::Displaced;
pub use drain::Drain;
pub use ends::{Receiver, Sender, WeakReceiver, WeakSender};
pub use get::Get;
pub use get_at_least::GetAtLeast;
pub use get_many::GetMany;
pub use get_many_into::GetManyInto;
pub use handle::Handle;
pub use join::Join;
#[cfg(feature = "std")]
pub use lock::SyncLock;
pub use lock::{LocalLock, Lock};
pub use permit::{Permit, Permits};
pub use put::Put;
pub use put_many::PutMany;
pub use queue::Queue;
#[cfg(feature = "stats")]
#[doc(inline)]
pub use queue_core::Stats;
#[doc(inline)]
pub use queue_core::{
    Aging, Browse, Capacity, Event, Fairness, Fifo, FixedCapacity, HeapOrder, IntoItems, Keyed,
    Lifo, Priority, Pushed, PutError, RoundRobin, ShutDown, Storage, TaskDoneError, TryGetError,
    TryPutError, Weighed, ZeroCapacity,
};
pub use reserve::{Reserve, ReserveMany};
pub use select::{NextOfAny, Select};
pub use sink::ItemSink;
pub use stream::{ItemStream, Next};
#[cfg(feature = "std")]
pub use timeout::{GetTimeoutError, PutTimeoutError, TimedOut};
pub use until::Until;
