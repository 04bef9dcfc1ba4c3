use std::fmt;

use allocation_counter::measure;
use queue_async::{Fifo, Lock};

use crate::{has_to_wait, idle_waker};

type Queue<L> = queue_async::Queue<Fifo<u64>, L>;

/// How many operations wait while one is measured. It is a power of two, so all the slots of a line are
/// taken.
const WAITERS: usize = 4096;

/// What is taken, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes<W = Waiter> {
    /// An empty queue: its own size and what it has in the heap.
    pub queue: u64,
    /// A queue at which one get waits, with that get.
    pub queue_and_get: u64,
    /// A get that waits.
    pub get: W,
    /// A put that waits.
    pub put: W,
    /// A join that waits.
    pub join: W,
}

/// What one waiting operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// In the line.
    pub slot: u64,
    /// In the future.
    pub future: u64,
}

impl Waiter {
    /// Returns all of it.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.slot + self.future
    }
}

impl fmt::Display for Waiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} + {}", self.slot, self.future)
    }
}

impl Bytes {
    /// Measures the queues of one flavour, with items of eight bytes.
    #[must_use]
    pub fn measure<L: Lock>() -> Self {
        let empty = Queue::<L>::bounded(1);
        let full = Queue::<L>::bounded(1);
        full.try_put(0).expect("there is room");
        Self {
            queue: bytes_per_queue::<L>(1000),
            queue_and_get: bytes_per_queue_and_get::<L>(),
            get: bytes_per_waiter(|| empty.get()),
            put: bytes_per_waiter(|| full.put(1)),
            join: bytes_per_waiter(|| full.join()),
        }
    }
}

/// Makes that many queues and returns what each takes.
#[must_use]
pub fn bytes_per_queue<L: Lock>(queues: usize) -> u64 {
    let mut made = Vec::new();
    live(queues, || {
        made.reserve_exact(queues);
        made.extend((0..queues).map(|_| Queue::<L>::bounded(8)));
    })
}

fn bytes_per_queue_and_get<L: Lock>() -> u64 {
    const QUEUES: usize = 1000;
    let waker = idle_waker();
    let queues: Vec<_> = (0..QUEUES).map(|_| Queue::<L>::bounded(8)).collect();
    let mut gets = Vec::new();
    let started = live(QUEUES, || {
        gets.reserve_exact(QUEUES);
        gets.extend(queues.iter().map(Queue::get));
        gets.iter_mut().for_each(|get| has_to_wait(get, &waker));
    });
    bytes_per_queue::<L>(QUEUES) + started
}

fn bytes_per_waiter<F: Future + Unpin>(make: impl Fn() -> F) -> Waiter {
    let waker = idle_waker();
    let mut waiting = Vec::new();
    let future = live(WAITERS, || {
        waiting.reserve_exact(WAITERS);
        waiting.extend((0..WAITERS).map(|_| make()));
    });
    let enter = || waiting.iter_mut().for_each(|future| has_to_wait(future, &waker));
    Waiter { slot: live(WAITERS, enter), future }
}

/// Returns the bytes that each of `number` things has allocated and not freed.
/// Makes something so many times, and returns the bytes that are then in the heap for each.
pub(crate) fn live(number: usize, make: impl FnOnce()) -> u64 {
    let bytes = u64::try_from(measure(make).bytes_current).expect("nothing of before is freed");
    bytes.div_ceil(u64::try_from(number).expect("it is a small number"))
}
