use super::ready::now;
use super::{Numbered, OneThread, Round, received, sent};
use crate::channel::{Ends, LocalFutures};

/// Clones a sender and drops the clone. An item shows that the channel stays open.
#[derive(Clone, Copy, Debug)]
pub struct CloneSender;

impl<T: Numbered> OneThread<T> for CloneSender {
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let (sender, mut receiver) = make();
        let mut last = (C::SENDERS)(&sender)?;
        let round = Round::of(items, || {
            for _ in 0..items {
                last = (C::SENDERS)(&sender).expect("there was one more before");
            }
        });
        drop(sender);
        sent(now(C::send(&mut last, items.into())));
        assert_eq!(received(now(C::recv(&mut receiver))).into(), items);
        Some(round)
    }
}
