use std::marker::PhantomData;

use queue_benches::contenders::queue_async::{Barging, Fifo, LastIn, Local, Order, Smallest, Sync};
use queue_benches::contenders::{
    Visitor, async_channel, async_priority_channel, async_priority_queue, async_unsync, asyncband,
    batch_channel, crossfire, deadqueue, flume, futures_channel, futures_intrusive, kanal,
    local_channel, local_sync, loole, mpmc_async, postage, priority_channel, queue_compat,
    tachyonix, thingbuf, tokio, unsync,
};
use queue_benches::workloads::Numbered;

/// Contenders with the same order, which can be compared. Ours is the first.
///
/// Each roster is a type: a workload is compiled only for the contenders that run it.
pub(super) trait Roster<T: Numbered> {
    /// Visits the bounded contenders.
    fn bounded(visitor: &mut impl Visitor<T>);

    /// Visits the unbounded contenders.
    fn unbounded(_visitor: &mut impl Visitor<T>) {}
}

/// Queues for threads, first in, first out: those that are used most or are fast.
pub(super) struct Few;

impl<T: Numbered> Roster<T> for Few {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<Fifo>>();
        visitor.shared_bounded::<tokio::Bounded>();
        visitor.shared_bounded::<async_channel::AsyncChannel>();
        visitor.shared_bounded::<flume::Flume>();
        visitor.shared_bounded::<kanal::Kanal>();
        visitor.shared_bounded::<crossfire::Bounded>();
        visitor.shared_bounded::<tachyonix::Tachyonix>();
        visitor.shared_bounded::<asyncband::Mpmc>();
        visitor.shared_bounded::<asyncband::Mpsc>();
        visitor.shared_bounded::<loole::Loole>();
    }

    fn unbounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_unbounded::<Sync<Fifo>>();
        visitor.shared_unbounded::<tokio::Unbounded>();
        visitor.shared_unbounded::<async_channel::AsyncChannel>();
        visitor.shared_unbounded::<flume::Flume>();
        visitor.shared_unbounded::<kanal::Kanal>();
        visitor.shared_unbounded::<crossfire::Unbounded>();
        visitor.shared_unbounded::<asyncband::UnboundedMpmc>();
        visitor.shared_unbounded::<asyncband::UnboundedMpsc>();
        visitor.shared_unbounded::<loole::Loole>();
    }
}

/// Queues for threads, first in, first out: those that large items are measured with.
pub(super) struct Fewest;

impl<T: Numbered> Roster<T> for Fewest {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<Fifo>>();
        visitor.shared_bounded::<tokio::Bounded>();
        visitor.shared_bounded::<async_channel::AsyncChannel>();
        visitor.shared_bounded::<flume::Flume>();
        visitor.shared_bounded::<kanal::Kanal>();
        visitor.shared_bounded::<loole::Loole>();
    }
}

/// Queues for threads, first in, first out: all others.
pub(super) struct Rest;

impl<T: Numbered> Roster<T> for Rest {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<futures_channel::Bounded>();
        visitor.shared_bounded::<deadqueue::Limited>();
        visitor.shared_bounded::<mpmc_async::MpmcAsync>();
        visitor.shared_bounded::<postage::Mpsc>();
        visitor.shared_bounded::<postage::Dispatch>();
        visitor.shared_bounded::<batch_channel::BatchChannel>();
        visitor.shared_bounded::<thingbuf::Thingbuf>();
        visitor.shared_bounded::<futures_intrusive::FuturesIntrusive>();
    }

    fn unbounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_unbounded::<futures_channel::Unbounded>();
        visitor.shared_unbounded::<deadqueue::Unlimited>();
        visitor.shared_unbounded::<batch_channel::BatchChannel>();
    }
}

/// Queues for one thread, first in, first out.
pub(super) struct OnOne;

impl<T: Numbered> Roster<T> for OnOne {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.bounded::<Local<Fifo>>();
        visitor.bounded::<async_unsync::Bounded>();
        visitor.bounded::<unsync::Unsync>();
        visitor.bounded::<local_sync::Bounded>();
    }

    fn unbounded(visitor: &mut impl Visitor<T>) {
        visitor.unbounded::<Local<Fifo>>();
        visitor.unbounded::<async_unsync::Unbounded>();
        visitor.unbounded::<unsync::Unsync>();
        visitor.unbounded::<local_channel::LocalChannel>();
        visitor.unbounded::<local_sync::Unbounded>();
    }
}

/// Our queue for one thread, alone.
pub(super) struct OursOnOne;

impl<T: Numbered> Roster<T> for OursOnOne {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.bounded::<Local<Fifo>>();
    }
}

/// Priority queues, smallest or largest first. Ours has the order `O`.
pub(super) struct Sorted<O>(PhantomData<O>);

impl<T: Numbered, O: Order> Roster<T> for Sorted<O> {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<O>>();
        visitor.shared_bounded::<async_priority_channel::AsyncPriorityChannel>();
        visitor.shared_bounded::<priority_channel::PriorityChannel>();
        visitor.shared_unbounded::<async_priority_queue::AsyncPriorityQueue>();
        visitor.bounded::<Local<O>>();
    }
}

/// Bounded priority queues for threads.
pub(super) struct SortedSync;

impl<T: Numbered> Roster<T> for SortedSync {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<Smallest>>();
        visitor.shared_bounded::<async_priority_channel::AsyncPriorityChannel>();
        visitor.shared_bounded::<priority_channel::PriorityChannel>();
    }
}

/// Our queues last in, first out and first in, first out.
pub(super) struct LastAndFirst;

impl<T: Numbered> Roster<T> for LastAndFirst {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<LastIn>>();
        visitor.shared_bounded::<Sync<Fifo>>();
    }
}

/// The sync queue of `queue-compat`, and the queue behind it.
pub(super) struct CompatSync;

impl<T: Numbered> Roster<T> for CompatSync {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<queue_compat::Sync>();
        visitor.shared_bounded::<Sync<Barging>>();
    }
}

/// The local queue of `queue-compat`, and the queue behind it.
pub(super) struct CompatOnOne;

impl<T: Numbered> Roster<T> for CompatOnOne {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.bounded::<queue_compat::Local>();
        visitor.bounded::<Local<Barging>>();
    }
}
