//! Crossbeam-channel: any number of senders and receivers, and no futures.

use std::marker::PhantomData;

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::Payload;
use crate::channel::{BlockingCalls, Channel, Ends, many};

/// `crossbeam_channel::bounded`.
#[derive(Debug)]
pub struct CrossbeamChannel<T>(PhantomData<T>);

impl<T: Payload> Channel for CrossbeamChannel<T> {
    const CRATE: &'static str = "crossbeam-channel";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(bounded);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Sender<T>;
    type Rx = Receiver<T>;
}

impl<T: Payload> BlockingCalls for CrossbeamChannel<T> {
    #[inline(always)]
    fn blocking_send(tx: &mut Self::Tx, item: T) {
        tx.send(item).expect("the channel is open");
    }

    #[inline(always)]
    fn blocking_recv(rx: &mut Self::Rx) -> T {
        rx.recv().expect("the channel is open")
    }
}
