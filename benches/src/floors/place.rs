use std::fmt::Debug;
use std::future::{poll_fn, ready};
use std::marker::PhantomData;
use std::rc::Rc;
use std::task::{Poll, Waker};

use super::Guard;
use crate::Payload;
use crate::channel::local::{Receiver, Sender};
use crate::channel::{Received, Sent, TryRecvError, TrySendError};

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
pub struct PlaceEnd<T, G> {
    guarded: Rc<G>,
    kind: PhantomData<T>,
}

/// Returns the two ends.
#[must_use]
pub fn place<T: Payload, G: Guard<Place<T>>>() -> (PlaceEnd<T, G>, PlaceEnd<T, G>) {
    let end = |guarded| PlaceEnd { guarded, kind: PhantomData };
    let guarded = Rc::new(G::default());
    (end(Rc::clone(&guarded)), end(guarded))
}

impl<T: Payload, G: Guard<Place<T>>> Sender for PlaceEnd<T, G> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        assert!(self.try_send(item).is_ok(), "a send cannot wait for room");
        ready(())
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        let waiting = self.guarded.hold(|place| {
            if place.item.is_some() {
                return Err(TrySendError::Full(Some(item)));
            }
            place.item = Some(item);
            Ok(place.waiting.take())
        })?;
        waiting.into_iter().for_each(Waker::wake);
        Ok(())
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T: Payload, G: Guard<Place<T>>> Receiver for PlaceEnd<T, G> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        poll_fn(|context| {
            self.guarded.hold(|place| match place.item.take() {
                Some(item) => Poll::Ready(Some(item)),
                None => {
                    place.waiting = Some(context.waker().clone());
                    Poll::Pending
                }
            })
        })
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        self.guarded.hold(|place| place.item.take()).ok_or(TryRecvError::Empty)
    }

    fn another(&self) -> Option<Self> {
        None
    }
}
