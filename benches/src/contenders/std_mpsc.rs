//! The standard library's channel: one receiver, and no futures.

use std::marker::PhantomData;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::Payload;
use crate::channel::{BlockingCalls, Channel, Ends, many};

/// `std::sync::mpsc::sync_channel`.
#[derive(Debug)]
pub struct StdMpsc<T>(PhantomData<T>);

impl<T: Payload> Channel for StdMpsc<T> {
    const CRATE: &'static str = "std";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(sync_channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = SyncSender<T>;
    type Rx = Receiver<T>;
}

impl<T: Payload> BlockingCalls for StdMpsc<T> {
    #[inline(always)]
    fn blocking_send(tx: &mut Self::Tx, item: T) {
        tx.send(item).expect("the channel is open");
    }

    #[inline(always)]
    fn blocking_recv(rx: &mut Self::Rx) -> T {
        rx.recv().expect("the channel is open")
    }
}
