//! The contenders, one file for each crate, and how to visit them all.

pub mod async_channel;
pub mod async_priority_channel;
pub mod async_priority_queue;
pub mod async_unsync;
pub mod asyncband;
pub mod batch_channel;
pub mod by_permit;
pub mod crossbeam_channel;
pub mod crossfire;
pub mod deadqueue;
pub mod flume;
pub mod futures_channel;
pub mod futures_intrusive;
pub mod kanal;
pub mod local_channel;
pub mod local_sync;
pub mod loole;
pub mod mpmc_async;
pub mod postage;
pub mod priority_channel;
pub mod queue_async;
pub mod queue_compat;
pub mod std_mpsc;
pub mod tachyonix;
pub mod thingbuf;
pub mod tokio;
pub mod unsync;

use queue_async::{Barging, Fifo, LastIn, Local, Smallest, Sync};

use crate::Payload;
use crate::channel::{LocalFutures, SyncFutures};

/// What is done with each contender.
pub trait Visitor<T> {
    /// Visits one with a bound.
    fn bounded<C: LocalFutures<Item = T>>(&mut self);

    /// Visits one without a bound.
    fn unbounded<C: LocalFutures<Item = T>>(&mut self);

    /// Visits one with a bound that threads may share.
    fn shared_bounded<C: SyncFutures<Item = T>>(&mut self) {
        self.bounded::<C>();
    }

    /// Visits one without a bound that threads may share.
    fn shared_unbounded<C: SyncFutures<Item = T>>(&mut self) {
        self.unbounded::<C>();
    }
}

/// Visits all, ours first.
pub fn visit<T: Payload>(visitor: &mut impl Visitor<T>) {
    shared_bounded(visitor);
    shared_unbounded(visitor);
    local_bounded(visitor);
    local_unbounded(visitor);
}

fn shared_bounded<T: Payload, V: Visitor<T>>(visitor: &mut V) {
    visitor.shared_bounded::<Sync<T, Fifo>>();
    visitor.shared_bounded::<Sync<T, Barging>>();
    visitor.shared_bounded::<Sync<T, LastIn>>();
    visitor.shared_bounded::<Sync<T, Smallest>>();
    visitor.shared_bounded::<queue_compat::Sync<T>>();
    visitor.shared_bounded::<tokio::Bounded<T>>();
    visitor.shared_bounded::<async_channel::AsyncChannel<T>>();
    visitor.shared_bounded::<flume::Flume<T>>();
    visitor.shared_bounded::<kanal::Kanal<T>>();
    visitor.shared_bounded::<crossfire::Bounded<T>>();
    visitor.shared_bounded::<tachyonix::Tachyonix<T>>();
    visitor.shared_bounded::<asyncband::Mpmc<T>>();
    visitor.shared_bounded::<asyncband::Mpsc<T>>();
    visitor.shared_bounded::<loole::Loole<T>>();
    visitor.shared_bounded::<futures_channel::Bounded<T>>();
    visitor.shared_bounded::<deadqueue::Limited<T>>();
    visitor.shared_bounded::<async_priority_channel::AsyncPriorityChannel<T>>();
    visitor.shared_bounded::<priority_channel::PriorityChannel<T>>();
    visitor.shared_bounded::<mpmc_async::MpmcAsync<T>>();
    visitor.shared_bounded::<postage::Mpsc<T>>();
    visitor.shared_bounded::<postage::Dispatch<T>>();
    visitor.shared_bounded::<batch_channel::BatchChannel<T>>();
    visitor.shared_bounded::<thingbuf::Thingbuf<T>>();
    visitor.shared_bounded::<futures_intrusive::FuturesIntrusive<T>>();
}

fn shared_unbounded<T: Payload, V: Visitor<T>>(visitor: &mut V) {
    visitor.shared_unbounded::<Sync<T, Fifo>>();
    visitor.shared_unbounded::<Sync<T, Barging>>();
    visitor.shared_unbounded::<Sync<T, LastIn>>();
    visitor.shared_unbounded::<Sync<T, Smallest>>();
    visitor.shared_unbounded::<queue_compat::Sync<T>>();
    visitor.shared_unbounded::<tokio::Unbounded<T>>();
    visitor.shared_unbounded::<async_channel::AsyncChannel<T>>();
    visitor.shared_unbounded::<flume::Flume<T>>();
    visitor.shared_unbounded::<kanal::Kanal<T>>();
    visitor.shared_unbounded::<crossfire::Unbounded<T>>();
    visitor.shared_unbounded::<asyncband::UnboundedMpmc<T>>();
    visitor.shared_unbounded::<asyncband::UnboundedMpsc<T>>();
    visitor.shared_unbounded::<loole::Loole<T>>();
    visitor.shared_unbounded::<futures_channel::Unbounded<T>>();
    visitor.shared_unbounded::<deadqueue::Unlimited<T>>();
    visitor.shared_unbounded::<async_priority_channel::AsyncPriorityChannel<T>>();
    visitor.shared_unbounded::<async_priority_queue::AsyncPriorityQueue<T>>();
    visitor.shared_unbounded::<batch_channel::BatchChannel<T>>();
}

fn local_bounded<T: Payload, V: Visitor<T>>(visitor: &mut V) {
    visitor.bounded::<Local<T, Fifo>>();
    visitor.bounded::<Local<T, Barging>>();
    visitor.bounded::<Local<T, LastIn>>();
    visitor.bounded::<Local<T, Smallest>>();
    visitor.bounded::<queue_compat::Local<T>>();
    visitor.bounded::<async_unsync::Bounded<T>>();
    visitor.bounded::<unsync::Unsync<T>>();
    visitor.bounded::<local_sync::Bounded<T>>();
}

fn local_unbounded<T: Payload, V: Visitor<T>>(visitor: &mut V) {
    visitor.unbounded::<Local<T, Fifo>>();
    visitor.unbounded::<Local<T, Barging>>();
    visitor.unbounded::<Local<T, LastIn>>();
    visitor.unbounded::<Local<T, Smallest>>();
    visitor.unbounded::<queue_compat::Local<T>>();
    visitor.unbounded::<async_unsync::Unbounded<T>>();
    visitor.unbounded::<unsync::Unsync<T>>();
    visitor.unbounded::<local_channel::LocalChannel<T>>();
    visitor.unbounded::<local_sync::Unbounded<T>>();
}
