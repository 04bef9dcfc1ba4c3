//! The contenders, one file for each crate, and how to visit them all.

pub mod async_channel;
pub mod async_priority_channel;
pub mod async_priority_queue;
pub mod async_unsync;
pub mod asyncband;
pub mod batch_channel;
pub mod blocking;
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
pub mod tachyonix;
pub mod thingbuf;
pub mod tokio;
pub mod unsync;

use queue_async::{Barging, Fifo, LastIn, Local, Smallest, Sync};

use crate::Payload;
use crate::channel::{Bounded, ThreadSafe, Unbounded};

/// What is done with each contender.
pub trait Visitor<T> {
    /// Visits one with a bound.
    fn bounded<C: Bounded<T>>(&mut self);

    /// Visits one without a bound.
    fn unbounded<C: Unbounded<T>>(&mut self);

    /// Visits one with a bound that threads may share.
    fn shared_bounded<C: Bounded<T> + ThreadSafe<T>>(&mut self) {
        self.bounded::<C>();
    }

    /// Visits one without a bound that threads may share.
    fn shared_unbounded<C: Unbounded<T> + ThreadSafe<T>>(&mut self) {
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
    visitor.shared_bounded::<Sync<Fifo>>();
    visitor.shared_bounded::<Sync<Barging>>();
    visitor.shared_bounded::<Sync<LastIn>>();
    visitor.shared_bounded::<Sync<Smallest>>();
    visitor.shared_bounded::<queue_compat::Sync>();
    visitor.shared_bounded::<tokio::Bounded>();
    visitor.shared_bounded::<async_channel::AsyncChannel>();
    visitor.shared_bounded::<flume::Flume>();
    visitor.shared_bounded::<kanal::Kanal>();
    visitor.shared_bounded::<crossfire::Bounded>();
    visitor.shared_bounded::<tachyonix::Tachyonix>();
    visitor.shared_bounded::<asyncband::Mpmc>();
    visitor.shared_bounded::<asyncband::Mpsc>();
    visitor.shared_bounded::<loole::Loole>();
    visitor.shared_bounded::<futures_channel::Bounded>();
    visitor.shared_bounded::<deadqueue::Limited>();
    visitor.shared_bounded::<async_priority_channel::AsyncPriorityChannel>();
    visitor.shared_bounded::<priority_channel::PriorityChannel>();
    visitor.shared_bounded::<mpmc_async::MpmcAsync>();
    visitor.shared_bounded::<postage::Mpsc>();
    visitor.shared_bounded::<postage::Dispatch>();
    visitor.shared_bounded::<batch_channel::BatchChannel>();
    visitor.shared_bounded::<thingbuf::Thingbuf>();
    visitor.shared_bounded::<futures_intrusive::FuturesIntrusive>();
}

fn shared_unbounded<T: Payload, V: Visitor<T>>(visitor: &mut V) {
    visitor.shared_unbounded::<Sync<Fifo>>();
    visitor.shared_unbounded::<Sync<Barging>>();
    visitor.shared_unbounded::<Sync<LastIn>>();
    visitor.shared_unbounded::<Sync<Smallest>>();
    visitor.shared_unbounded::<queue_compat::Sync>();
    visitor.shared_unbounded::<tokio::Unbounded>();
    visitor.shared_unbounded::<async_channel::AsyncChannel>();
    visitor.shared_unbounded::<flume::Flume>();
    visitor.shared_unbounded::<kanal::Kanal>();
    visitor.shared_unbounded::<crossfire::Unbounded>();
    visitor.shared_unbounded::<asyncband::UnboundedMpmc>();
    visitor.shared_unbounded::<asyncband::UnboundedMpsc>();
    visitor.shared_unbounded::<loole::Loole>();
    visitor.shared_unbounded::<futures_channel::Unbounded>();
    visitor.shared_unbounded::<deadqueue::Unlimited>();
    visitor.shared_unbounded::<async_priority_channel::AsyncPriorityChannel>();
    visitor.shared_unbounded::<async_priority_queue::AsyncPriorityQueue>();
    visitor.shared_unbounded::<batch_channel::BatchChannel>();
}

fn local_bounded<T: Payload, V: Visitor<T>>(visitor: &mut V) {
    visitor.bounded::<Local<Fifo>>();
    visitor.bounded::<Local<Barging>>();
    visitor.bounded::<Local<LastIn>>();
    visitor.bounded::<Local<Smallest>>();
    visitor.bounded::<queue_compat::Local>();
    visitor.bounded::<async_unsync::Bounded>();
    visitor.bounded::<unsync::Unsync>();
    visitor.bounded::<local_sync::Bounded>();
}

fn local_unbounded<T: Payload, V: Visitor<T>>(visitor: &mut V) {
    visitor.unbounded::<Local<Fifo>>();
    visitor.unbounded::<Local<Barging>>();
    visitor.unbounded::<Local<LastIn>>();
    visitor.unbounded::<Local<Smallest>>();
    visitor.unbounded::<queue_compat::Local>();
    visitor.unbounded::<async_unsync::Unbounded>();
    visitor.unbounded::<unsync::Unsync>();
    visitor.unbounded::<local_channel::LocalChannel>();
    visitor.unbounded::<local_sync::Unbounded>();
}
