use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::{Numbered, OneThread, Round, received, sent, sum_below};
use crate::channel::local::{Receiver, Sender};
use crate::channel::{TryRecvError, TrySendError};

/// Pairs of an attempt to send and an attempt to receive.
#[derive(Clone, Copy, Debug)]
pub struct Attempts;

impl<T: Numbered> OneThread<T> for Attempts {
    fn on_one_thread<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: Sender<Item = T>,
        R: Receiver<Item = T>,
    {
        let (mut sender, mut receiver) = make();
        if matches!(sender.try_send(0.into()), Err(TrySendError::Absent(_)))
            || matches!(receiver.try_recv(), Err(TryRecvError::Absent))
        {
            return None;
        }
        let mut sum = 0;
        let round = Round::of(items, || {
            for number in 0..items {
                assert!(sender.try_send(number.into()).is_ok(), "there is room");
                sum += receiver.try_recv().expect("there is an item").into();
            }
        });
        assert_eq!(sum, sum_below(items));
        Some(round)
    }
}

/// Pairs of a send and a receive that need not wait.
#[derive(Clone, Copy, Debug)]
pub struct ReadyFutures;

impl<T: Numbered> OneThread<T> for ReadyFutures {
    fn on_one_thread<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: Sender<Item = T>,
        R: Receiver<Item = T>,
    {
        let (mut sender, mut receiver) = make();
        let mut sum = 0;
        let round = Round::of(items, || {
            for number in 0..items {
                sent(now(sender.send(number.into())));
                sum += received(now(receiver.recv())).into();
            }
        });
        assert_eq!(sum, sum_below(items));
        Some(round)
    }
}

/// Polls a future once, and returns its output.
///
/// Panics if the future is not ready.
#[inline(always)]
pub(super) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it is ready"),
    }
}
