use std::fmt::Debug;
use std::future::{poll_fn, ready};
use std::marker::PhantomData;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::Guard;
use crate::Payload;
use crate::channel::{Absent, Channel, Ends, LocalFutures, Received, Sent, both};

/// Room for one item, and for one waker.
#[derive(Debug)]
pub struct Place<T> {
    item: Option<T>,
    waiting: Option<Waker>,
}

impl<T> Default for Place<T> {
    fn default() -> Self {
        Self { item: None, waiting: None }
    }
}

/// An end of a channel with one place. One receive can wait for an item, and no send can wait for room.
#[derive(Debug)]
pub struct OnePlace<T, G>(PhantomData<(T, G)>);

impl<T: Payload, G: Guard<Place<T>>> Channel for OnePlace<T, G> {
    const CRATE: &'static str = "queue-benches";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(|capacity| {
        assert_eq!(capacity, 1, "there is one place");
        both(Rc::default())
    });
    type Item = T;
    type Tx = Rc<G>;
    type Rx = Rc<G>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        let notified = tx.hold(|place| {
            if place.item.is_some() {
                return None;
            }
            place.item = Some(item);
            Some(place.waiting.take())
        });
        let has_room = notified.is_some();
        notified.flatten().into_iter().for_each(Waker::wake);
        Ok(has_room)
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.hold(|place| place.item.take()))
    }
}

impl<T: Payload, G: Guard<Place<T>>> LocalFutures for OnePlace<T, G> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        assert_eq!(Self::try_send(tx, item), Ok(true), "a send cannot wait for room");
        ready(())
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        poll_fn(|context| {
            rx.hold(|place| match place.item.take() {
                Some(item) => Poll::Ready(Some(item)),
                None => {
                    place.waiting = Some(context.waker().clone());
                    Poll::Pending
                }
            })
        })
    }
}
