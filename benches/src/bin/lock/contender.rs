use std::hint::spin_loop;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use queue_async::sync::Queue;
use queue_core::{Capacity, Fifo, State, Waiters};

/// A queue behind a lock. The state machine is the same behind each lock.
pub(crate) trait Contender: Default + Sync {
    const NAME: &'static str;

    /// Puts an item and gets one, without waiting. This takes the lock twice, for a short time.
    fn pair(&self);

    /// Holds the lock for that time.
    fn hold(&self, time: Duration);
}

/// `queue_async::sync::Queue`, with its own lock.
pub(crate) struct Ours(Queue<u64>);

/// `parking_lot`'s mutex.
pub(crate) struct ParkingLot(parking_lot::Mutex<Core>);

/// The mutex of `std`.
pub(crate) struct Std(Mutex<Core>);

type Core = State<Fifo<u64>, ()>;

/// More than there are threads, so every put finds room.
const CAPACITY: usize = 1024;

impl Default for Ours {
    fn default() -> Self {
        Self(Queue::bounded(CAPACITY))
    }
}

impl Default for ParkingLot {
    fn default() -> Self {
        Self(parking_lot::Mutex::new(core()))
    }
}

impl Default for Std {
    fn default() -> Self {
        Self(Mutex::new(core()))
    }
}

fn core() -> Core {
    State::new(Fifo::default(), Capacity::try_from(CAPACITY).expect("it is not zero"))
}

impl Contender for Ours {
    const NAME: &'static str = "queue-async";

    fn pair(&self) {
        self.0.try_put(1).expect("there is room");
        self.0.try_get().expect("there is an item");
    }

    fn hold(&self, time: Duration) {
        self.0.inspect(|_| busy(time));
    }
}

impl Contender for ParkingLot {
    const NAME: &'static str = "parking_lot";

    fn pair(&self) {
        put(&mut self.0.lock());
        get(&mut self.0.lock());
    }

    fn hold(&self, time: Duration) {
        let _held = self.0.lock();
        busy(time);
    }
}

impl Contender for Std {
    const NAME: &'static str = "std";

    fn pair(&self) {
        put(&mut self.0.lock().expect("no holder panics"));
        get(&mut self.0.lock().expect("no holder panics"));
    }

    fn hold(&self, time: Duration) {
        let _held = self.0.lock().expect("no holder panics");
        busy(time);
    }
}

fn put(core: &mut Core) {
    core.try_put(1, &mut Waiters::default()).expect("there is room");
}

fn get(core: &mut Core) {
    core.try_get(&mut Waiters::default()).expect("there is an item");
}

/// Keeps the processor busy for that time.
pub(crate) fn busy(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        spin_loop();
    }
}
