//! The channels that have permits, each with a send that reserves room first.

use std::marker::PhantomData;

use futures::stream::LocalBoxStream;

use crate::channel::{Absent, Channel, Ends, Permits, Received, Sent, SyncFutures};

/// The channel `C`, which sends by permits.
#[derive(Debug)]
pub struct ByPermit<C>(PhantomData<C>);

impl<C: Permits> Channel for ByPermit<C> {
    const CRATE: &'static str = C::CRATE;
    const VARIANT: &'static [&'static str] = C::VARIANT;
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = C::BOUNDED;
    const UNBOUNDED: Option<fn() -> Ends<Self>> = C::UNBOUNDED;
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = C::SENDERS;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = C::RECEIVERS;
    type Item = C::Item;
    type Tx = C::Tx;
    type Rx = C::Rx;

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<C::Item>, Absent> {
        C::try_recv(rx)
    }

    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, C::Item>> {
        C::stream(rx)
    }

    fn close_sender(tx: Self::Tx) {
        C::close_sender(tx);
    }

    fn close_receiver(rx: Self::Rx) {
        C::close_receiver(rx);
    }

    fn name() -> String {
        format!("{} by permit", C::name())
    }
}

impl<C: Permits> SyncFutures for ByPermit<C> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: C::Item) -> impl Future<Output: Into<Sent<C::Item>>> {
        C::send_by_permit(tx, item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<C::Item>>> {
        C::recv(rx)
    }
}
