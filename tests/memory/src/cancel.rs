use queue_async::{Fifo, LocalLock, Lock, Queue, SyncLock};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;

use crate::{has_to_wait, idle_waker};

/// Lets many operations wait at one queue, and cancels them one by one.
#[derive(Clone, Copy, Debug)]
pub struct Cancel {
    /// Which queue.
    pub flavour: Flavour,
    /// What they wait for.
    pub line: Line,
    /// The order in which they are cancelled.
    pub order: Order,
    /// How many there are.
    pub waiters: u32,
}

/// Which queue they wait at.
#[derive(Clone, Copy, Debug)]
pub enum Flavour {
    /// A local queue.
    Local,
    /// A sync queue.
    Sync,
}

/// What they wait for.
#[derive(Clone, Copy, Debug)]
pub enum Line {
    /// An item.
    Get,
    /// Room.
    Put,
    /// That all is done.
    Join,
}

/// The order in which the operations are cancelled.
#[derive(Clone, Copy, Debug)]
pub enum Order {
    /// As they came.
    Arrival,
    /// The last to come is cancelled first.
    Reverse,
    /// Shuffled, the same in each run.
    Random,
}

const LINES: [Line; 3] = [Line::Get, Line::Put, Line::Join];

const ORDERS: [Order; 3] = [Order::Arrival, Order::Reverse, Order::Random];

impl Cancel {
    /// Returns every combination.
    pub fn every(waiters: u32) -> impl Iterator<Item = Self> {
        let flavours = [Flavour::Local, Flavour::Sync].into_iter();
        let lines = flavours.flat_map(|flavour| LINES.map(|line| (flavour, line)));
        lines.flat_map(move |(flavour, line)| {
            ORDERS.map(|order| Self { flavour, line, order, waiters })
        })
    }

    /// Lets them wait, and cancels them.
    pub fn run(self) {
        match self.flavour {
            Flavour::Local => self.run_at::<LocalLock>(),
            Flavour::Sync => self.run_at::<SyncLock>(),
        }
    }

    fn run_at<L: Lock>(self) {
        let queue = Queue::<Fifo<u64>, L>::bounded(1);
        if !matches!(self.line, Line::Get) {
            queue.try_put(0).expect("there is room");
        }
        match self.line {
            Line::Get => self.wait_and_cancel(|| queue.get()),
            Line::Put => self.wait_and_cancel(|| queue.put(1)),
            Line::Join => self.wait_and_cancel(|| queue.join()),
        }
        let left = queue.waiting_getters() + queue.waiting_putters() + queue.waiting_joiners();
        assert_eq!(left, 0, "all have left");
    }

    fn wait_and_cancel<F: Future + Unpin>(self, make: impl Fn() -> F) {
        let waker = idle_waker();
        let start = |_| {
            let mut future = make();
            has_to_wait(&mut future, &waker);
            Some(future)
        };
        let mut waiting: Vec<_> = (0..self.waiters).map(start).collect();
        cancel_all(&mut waiting, &self.order());
    }

    fn order(self) -> Vec<usize> {
        let mut order: Vec<_> = (0..self.waiters as usize).collect();
        match self.order {
            Order::Arrival => {}
            Order::Reverse => order.reverse(),
            Order::Random => order.shuffle(&mut StdRng::seed_from_u64(0)),
        }
        order
    }
}

/// The function that [`instructions`](crate::instructions) counts, and finds by its name.
#[inline(never)]
fn cancel_all<F>(waiting: &mut [Option<F>], order: &[usize]) {
    for &index in order {
        waiting[index] = None;
    }
}
