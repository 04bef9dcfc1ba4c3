//! Floors: a bare collection behind a lock, or one place for an item and a waker. No queue with the same lock can be
//! faster.

mod place;

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fmt::Debug;
use std::future::ready;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Mutex;

pub use place::{OnePlace, Place};

use crate::Payload;
use crate::channel::{Absent, Channel, Ends, LocalFutures, Received, Sent, both};

/// A collection of items.
pub trait Collection<T>: Default + Debug + 'static {
    /// Adds an item.
    fn push(&mut self, item: T);

    /// Takes an item, if there is one.
    fn pop(&mut self) -> Option<T>;
}

impl<T: Payload> Collection<T> for VecDeque<T> {
    #[inline(always)]
    fn push(&mut self, item: T) {
        self.push_back(item);
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<T> {
        self.pop_front()
    }
}

impl<T: Payload> Collection<T> for BinaryHeap<Reverse<T>> {
    #[inline(always)]
    fn push(&mut self, item: T) {
        Self::push(self, Reverse(item));
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<T> {
        Self::pop(self).map(|Reverse(item)| item)
    }
}

/// A heap that is first in, first out among equal items.
#[derive(Debug)]
pub struct StableHeap<T> {
    heap: BinaryHeap<Reverse<(T, u64)>>,
    arrivals: u64,
}

impl<T: Payload> Default for StableHeap<T> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), arrivals: 0 }
    }
}

impl<T: Payload> Collection<T> for StableHeap<T> {
    #[inline(always)]
    fn push(&mut self, item: T) {
        self.heap.push(Reverse((item, self.arrivals)));
        self.arrivals += 1;
    }

    #[inline(always)]
    fn pop(&mut self) -> Option<T> {
        self.heap.pop().map(|Reverse((item, _))| item)
    }
}

/// A lock around the collection.
pub trait Guard<C>: Default + Debug + 'static {
    /// Calls `work` on the collection, with the lock held.
    fn hold<R>(&self, work: impl FnOnce(&mut C) -> R) -> R;
}

impl<C: Default + Debug + 'static> Guard<C> for RefCell<C> {
    #[inline(always)]
    fn hold<R>(&self, work: impl FnOnce(&mut C) -> R) -> R {
        work(&mut self.borrow_mut())
    }
}

impl<C: Default + Debug + 'static> Guard<C> for spinning_top::Spinlock<C> {
    #[inline(always)]
    fn hold<R>(&self, work: impl FnOnce(&mut C) -> R) -> R {
        work(&mut self.lock())
    }
}

impl<C: Default + Debug + 'static> Guard<C> for Mutex<C> {
    #[inline(always)]
    fn hold<R>(&self, work: impl FnOnce(&mut C) -> R) -> R {
        work(&mut self.lock().expect("no holder panics"))
    }
}

/// An end of a channel at which no operation can wait.
#[derive(Debug)]
pub struct Floor<T, C, G>(PhantomData<(T, C, G)>);

impl<T: Payload, C: Collection<T>, G: Guard<C>> Channel for Floor<T, C, G> {
    const CRATE: &'static str = "queue-benches";
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(|| both(Rc::default()));
    type Item = T;
    type Tx = Rc<G>;
    type Rx = Rc<G>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        tx.hold(|collection| collection.push(item));
        Ok(true)
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.hold(C::pop))
    }
}

impl<T: Payload, C: Collection<T>, G: Guard<C>> LocalFutures for Floor<T, C, G> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.hold(|collection| collection.push(item));
        ready(())
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        ready(rx.hold(C::pop))
    }
}
