use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::{Numbered, OneThread, Round, received, sent, sum_below};
use crate::channel::{Absent, Ends, LocalFutures};

/// Pairs of an attempt to send and an attempt to receive.
#[derive(Clone, Copy, Debug)]
pub struct Attempts;

impl<T: Numbered> OneThread<T> for Attempts {
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let (mut sender, mut receiver) = make();
        C::try_send(&mut sender, 0.into()).ok()?;
        C::try_recv(&mut receiver).ok()?;
        let mut sum = 0;
        let round = Round::of(items, || {
            for number in 0..items {
                assert_eq!(C::try_send(&mut sender, number.into()), Ok(true), "there is room");
                sum += received_at_once(C::try_recv(&mut receiver)).into();
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
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let (mut sender, mut receiver) = make();
        let mut sum = 0;
        let round = Round::of(items, || {
            for number in 0..items {
                sent(now(C::send(&mut sender, number.into())));
                sum += received(now(C::recv(&mut receiver))).into();
            }
        });
        assert_eq!(sum, sum_below(items));
        Some(round)
    }
}

/// Returns the item that an attempt has received.
#[inline(always)]
pub(super) fn received_at_once<T>(answer: Result<Option<T>, Absent>) -> T {
    answer.ok().flatten().expect("there is an item")
}

/// Polls once what is ready.
#[inline(always)]
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it is ready"),
    }
}
