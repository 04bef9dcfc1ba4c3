use std::marker::PhantomData;

use queue_benches::contenders::by_permit::ByPermit;
use queue_benches::contenders::queue_async::{
    Barging, Fifo, LastIn, Local, Order, Smallest, Sync, SyncEnds,
};
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
        visitor.shared_bounded::<Sync<T, Fifo>>();
        visitor.shared_bounded::<tokio::Bounded<T>>();
        visitor.shared_bounded::<async_channel::AsyncChannel<T>>();
        visitor.shared_bounded::<flume::Flume<T>>();
        visitor.shared_bounded::<kanal::Kanal<T>>();
        visitor.shared_bounded::<crossfire::Bounded<T>>();
        visitor.shared_bounded::<tachyonix::Tachyonix<T>>();
        visitor.shared_bounded::<asyncband::Mpmc<T>>();
        visitor.shared_bounded::<asyncband::Mpsc<T>>();
        visitor.shared_bounded::<loole::Loole<T>>();
    }

    fn unbounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_unbounded::<Sync<T, Fifo>>();
        visitor.shared_unbounded::<tokio::Unbounded<T>>();
        visitor.shared_unbounded::<async_channel::AsyncChannel<T>>();
        visitor.shared_unbounded::<flume::Flume<T>>();
        visitor.shared_unbounded::<kanal::Kanal<T>>();
        visitor.shared_unbounded::<crossfire::Unbounded<T>>();
        visitor.shared_unbounded::<asyncband::UnboundedMpmc<T>>();
        visitor.shared_unbounded::<asyncband::UnboundedMpsc<T>>();
        visitor.shared_unbounded::<loole::Loole<T>>();
    }
}

/// Queues for threads, first in, first out: those that large items are measured with.
pub(super) struct Fewest;

impl<T: Numbered> Roster<T> for Fewest {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<T, Fifo>>();
        visitor.shared_bounded::<tokio::Bounded<T>>();
        visitor.shared_bounded::<async_channel::AsyncChannel<T>>();
        visitor.shared_bounded::<flume::Flume<T>>();
        visitor.shared_bounded::<kanal::Kanal<T>>();
        visitor.shared_bounded::<loole::Loole<T>>();
    }
}

/// Queues for threads, first in, first out: all others.
pub(super) struct Rest;

impl<T: Numbered> Roster<T> for Rest {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<futures_channel::Bounded<T>>();
        visitor.shared_bounded::<deadqueue::Limited<T>>();
        visitor.shared_bounded::<mpmc_async::MpmcAsync<T>>();
        visitor.shared_bounded::<postage::Mpsc<T>>();
        visitor.shared_bounded::<postage::Dispatch<T>>();
        visitor.shared_bounded::<batch_channel::BatchChannel<T>>();
        visitor.shared_bounded::<thingbuf::Thingbuf<T>>();
        visitor.shared_bounded::<futures_intrusive::FuturesIntrusive<T>>();
    }

    fn unbounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_unbounded::<futures_channel::Unbounded<T>>();
        visitor.shared_unbounded::<deadqueue::Unlimited<T>>();
        visitor.shared_unbounded::<batch_channel::BatchChannel<T>>();
    }
}

/// Queues for one thread, first in, first out.
pub(super) struct OnOne;

impl<T: Numbered> Roster<T> for OnOne {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.bounded::<Local<T, Fifo>>();
        visitor.bounded::<async_unsync::Bounded<T>>();
        visitor.bounded::<unsync::Unsync<T>>();
        visitor.bounded::<local_sync::Bounded<T>>();
    }

    fn unbounded(visitor: &mut impl Visitor<T>) {
        visitor.unbounded::<Local<T, Fifo>>();
        visitor.unbounded::<async_unsync::Unbounded<T>>();
        visitor.unbounded::<unsync::Unsync<T>>();
        visitor.unbounded::<local_channel::LocalChannel<T>>();
        visitor.unbounded::<local_sync::Unbounded<T>>();
    }
}

/// Our queue for one thread, alone.
pub(super) struct OursOnOne;

impl<T: Numbered> Roster<T> for OursOnOne {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.bounded::<Local<T, Fifo>>();
    }
}

/// Priority queues, smallest or largest first. Ours has the order `O`.
pub(super) struct Sorted<O>(PhantomData<O>);

impl<T: Numbered, O: Order> Roster<T> for Sorted<O> {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<T, O>>();
        visitor.shared_bounded::<async_priority_channel::AsyncPriorityChannel<T>>();
        visitor.shared_bounded::<priority_channel::PriorityChannel<T>>();
        visitor.shared_unbounded::<async_priority_queue::AsyncPriorityQueue<T>>();
        visitor.bounded::<Local<T, O>>();
    }
}

/// Bounded priority queues for threads.
pub(super) struct SortedSync;

impl<T: Numbered> Roster<T> for SortedSync {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<T, Smallest>>();
        visitor.shared_bounded::<async_priority_channel::AsyncPriorityChannel<T>>();
        visitor.shared_bounded::<priority_channel::PriorityChannel<T>>();
    }
}

/// Our queues last in, first out and first in, first out.
pub(super) struct LastAndFirst;

impl<T: Numbered> Roster<T> for LastAndFirst {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<Sync<T, LastIn>>();
        visitor.shared_bounded::<Sync<T, Fifo>>();
    }
}

/// The sync queue of `queue-compat`, and the queue behind it.
pub(super) struct CompatSync;

impl<T: Numbered> Roster<T> for CompatSync {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<queue_compat::Sync<T>>();
        visitor.shared_bounded::<Sync<T, Barging>>();
    }
}

/// The local queue of `queue-compat`, and the queue behind it.
pub(super) struct CompatOnOne;

impl<T: Numbered> Roster<T> for CompatOnOne {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.bounded::<queue_compat::Local<T>>();
        visitor.bounded::<Local<T, Barging>>();
    }
}

/// Bounded queues for threads that have permits, and our queue without.
pub(super) struct ByPermits;

impl<T: Numbered> Roster<T> for ByPermits {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<ByPermit<Sync<T, Fifo>>>();
        visitor.shared_bounded::<Sync<T, Fifo>>();
        visitor.shared_bounded::<ByPermit<tokio::Bounded<T>>>();
        visitor.shared_bounded::<ByPermit<asyncband::Mpmc<T>>>();
        visitor.shared_bounded::<ByPermit<asyncband::Mpsc<T>>>();
        visitor.shared_bounded::<ByPermit<thingbuf::Thingbuf<T>>>();
        visitor.shared_bounded::<ByPermit<mpmc_async::MpmcAsync<T>>>();
    }
}

/// The ends of our sync queue, the queue itself, and channels with ends.
pub(super) struct WithEnds;

impl<T: Numbered> Roster<T> for WithEnds {
    fn bounded(visitor: &mut impl Visitor<T>) {
        visitor.shared_bounded::<SyncEnds<T>>();
        visitor.shared_bounded::<Sync<T, Fifo>>();
        visitor.shared_bounded::<tokio::Bounded<T>>();
        visitor.shared_bounded::<async_channel::AsyncChannel<T>>();
    }
}
