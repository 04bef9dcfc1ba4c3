use std::time::{Duration, Instant};

use super::pause::Pause::{self, Spin, Yield};

/// Decides for how long a thread looks whether it has been woken before it is parked.
///
/// To park and to wake costs both threads some microseconds. So a thread always looks for about one;
/// and then gives its processor away between looks, but only while that pays: a thread that computes
/// may keep the processor for milliseconds, and for one that is parked it would have to leave at once.
pub(crate) struct Patience {
    /// How many waits are to go without yielding.
    left: u8,
    /// How many they were to be when it last yielded.
    last: u8,
}

/// Long enough for a wake that is on its way, short enough to lose little with.
const SPINS: [Pause; 3] = [Spin(8), Spin(16), Spin(32)];

/// For how long a thread yields.
const YIELDS: Duration = Duration::from_micros(80);

/// After how long its processor must have been at work for somebody else.
const LOST: Duration = Duration::from_millis(1);

/// For how long another may keep the processor.
const SLICE: Duration = Duration::from_millis(10);

/// How many waits to go without at most because nobody came in time: where one thread is parked the
/// others wait for it, look in vain, and are parked as well, unless some still look.
const UNWOKEN: u8 = 15;

/// The same because the processor was lost again and again.
const LONGEST: u8 = 63;

impl Patience {
    pub(crate) const fn new() -> Self {
        Self { left: 0, last: 0 }
    }

    /// Looks whether it has been woken, until it has or is better parked, which who has little time
    /// left is soon.
    pub(crate) fn look(&mut self, time: Option<Duration>, is_woken: impl Fn() -> bool) -> bool {
        let is_woken_after = |pause: &Pause| {
            pause.take();
            is_woken()
        };
        if SPINS.iter().any(is_woken_after) {
            return true;
        }
        if time.is_some_and(|time| time < SLICE) {
            return false;
        }
        if self.left > 0 {
            self.left -= 1;
            return false;
        }
        let start = Instant::now();
        loop {
            let is_woken = is_woken_after(&Yield);
            let elapsed = start.elapsed();
            if is_woken || elapsed >= YIELDS {
                self.learn(elapsed);
                return is_woken;
            }
        }
    }

    /// Decides when to yield next, after it has yielded for so long.
    fn learn(&mut self, elapsed: Duration) {
        let longer = 2 * self.last + 1;
        self.last = match elapsed {
            _ if elapsed < YIELDS => 0,
            _ if elapsed < LOST => longer.min(UNWOKEN),
            _ => longer.clamp(UNWOKEN, LONGEST),
        };
        self.left = self.last;
    }
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use super::*;

    /// Waits, and is woken at a look; returns how often it looked.
    fn looks(patience: &mut Patience, woken_at: usize) -> usize {
        let looks = Cell::new(0);
        let is_woken = patience.look(None, || {
            looks.update(|looks| looks + 1);
            looks.get() == woken_at
        });
        assert_eq!(is_woken, looks.get() == woken_at);
        looks.get()
    }

    #[test]
    fn it_spins_and_yields_until_it_is_woken() {
        for woken_at in 1..=SPINS.len() + 1 {
            assert_eq!(looks(&mut Patience::new(), woken_at), woken_at);
        }
    }

    #[test]
    fn who_yields_in_vain_only_spins_in_the_next_waits() {
        let mut patience = Patience::new();
        assert!(looks(&mut patience, usize::MAX) > SPINS.len());
        for left in (0..patience.left).rev() {
            assert_eq!(looks(&mut patience, usize::MAX), SPINS.len());
            assert_eq!(patience.left, left);
        }
        assert!(looks(&mut patience, usize::MAX) > SPINS.len());
    }

    #[test]
    fn who_has_little_time_left_only_spins() {
        let (mut patience, looks) = (Patience::new(), Cell::new(0));
        let mut looks_with = |time| {
            looks.set(0);
            patience.look(Some(time), || {
                looks.update(|looks| looks + 1);
                false
            });
            looks.get()
        };
        assert_eq!(looks_with(SLICE - Duration::from_nanos(1)), SPINS.len());
        assert!(looks_with(SLICE) > SPINS.len());
    }

    #[test]
    fn the_longer_it_yields_in_vain_the_more_rarely_it_does() {
        let mut patience = Patience::new();
        let mut left_after = |elapsed| {
            patience.learn(elapsed);
            patience.left
        };
        let short = YIELDS - Duration::from_nanos(1);
        assert_eq!([short, YIELDS, YIELDS, YIELDS].map(&mut left_after), [0, 1, 3, 7]);
        assert_eq!([short, YIELDS, LOST, YIELDS].map(&mut left_after), [0, 1, 15, 15]);
        assert_eq!([LOST, LOST, LOST, short].map(&mut left_after), [31, 63, 63, 0]);
    }
}
