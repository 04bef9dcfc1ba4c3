use super::{Numbered, OneThread, Round};
use crate::channel::local::{Receiver, Sender};
use crate::channel::{TryRecvError, TrySendError};

/// Pairs of attempts while this many items lie in the channel.
#[derive(Clone, Copy, Debug)]
pub struct Deep(pub usize);

impl<T: Numbered> OneThread<T> for Deep {
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
        let mut numbers = Mixed(1);
        let (mut sent, mut received) = (0_usize, 0_usize);
        for number in numbers.by_ref().take(self.0) {
            sent = sent.wrapping_add(number);
            assert!(sender.try_send(number.into()).is_ok(), "there is room");
        }
        let round = Round::of(items, || {
            for number in numbers.take(items) {
                sent = sent.wrapping_add(number);
                assert!(sender.try_send(number.into()).is_ok(), "there is room");
                let item = receiver.try_recv().expect("there is an item").into();
                received = received.wrapping_add(item);
            }
        });
        for _ in 0..self.0 {
            let item = receiver.try_recv().expect("there is an item").into();
            received = received.wrapping_add(item);
        }
        assert_eq!(sent, received);
        assert!(receiver.try_recv().is_err(), "as many were received as were sent");
        Some(round)
    }
}

/// Pseudo-random numbers, the same in each run.
struct Mixed(u64);

impl Iterator for Mixed {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        // Marsaglia's xorshift generator, with shifts by 13, 7 and 17.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).ok()
    }
}
