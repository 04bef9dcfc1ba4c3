use super::ready::received_at_once;
use super::{Numbered, OneThread, Round};
use crate::channel::{Ends, LocalFutures};

/// Pairs of attempts while this many items lie in the channel.
#[derive(Clone, Copy, Debug)]
pub struct Deep(pub usize);

impl<T: Numbered> OneThread<T> for Deep {
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let (mut sender, mut receiver) = make();
        C::try_send(&mut sender, 0.into()).ok()?;
        C::try_recv(&mut receiver).ok()?;
        let mut numbers = Mixed(1);
        let (mut sent, mut received) = (0_usize, 0_usize);
        for number in numbers.by_ref().take(self.0) {
            sent = sent.wrapping_add(number);
            assert_eq!(C::try_send(&mut sender, number.into()), Ok(true), "there is room");
        }
        let round = Round::of(items, || {
            for number in numbers.take(items) {
                sent = sent.wrapping_add(number);
                assert_eq!(C::try_send(&mut sender, number.into()), Ok(true), "there is room");
                let item = received_at_once(C::try_recv(&mut receiver)).into();
                received = received.wrapping_add(item);
            }
        });
        for _ in 0..self.0 {
            let item = received_at_once(C::try_recv(&mut receiver)).into();
            received = received.wrapping_add(item);
        }
        assert_eq!(sent, received);
        assert_eq!(C::try_recv(&mut receiver), Ok(None), "as many were received as were sent");
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
