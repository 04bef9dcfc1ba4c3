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
    /// How many they were after the last time that yielding was in vain.
    last: u8,
}

/// For how long a thread yields.
const YIELDS: Duration = Duration::from_micros(80);

impl Patience {
    pub(crate) const fn new() -> Self {
        Self { left: 0, last: 0 }
    }

    /// Looks whether it has been woken, until it has or is better parked.
    pub(crate) fn look(&mut self, is_woken: impl Fn() -> bool) -> bool {
        let is_woken_after = |pause: Pause| {
            pause.take();
            is_woken()
        };
        if [Spin(16), Spin(32)].into_iter().any(is_woken_after) {
            return true;
        }
        if self.left > 0 {
            self.left -= 1;
            return false;
        }
        let start = Instant::now();
        loop {
            let is_woken = is_woken_after(Yield);
            let is_late = start.elapsed() >= YIELDS;
            if is_woken || is_late {
                self.last = if is_late { self.last.saturating_mul(2).saturating_add(1) } else { 0 };
                self.left = self.last;
                return is_woken;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use super::*;

    /// Waits, and is woken at a look; returns how often it looked.
    fn looks(patience: &mut Patience, woken_at: u32) -> u32 {
        let looks = Cell::new(0);
        let is_woken = patience.look(|| {
            looks.update(|looks| looks + 1);
            looks.get() == woken_at
        });
        assert_eq!(is_woken, looks.get() == woken_at);
        looks.get()
    }

    #[test]
    fn who_is_not_woken_soon_yields_ever_more_rarely() {
        let mut patience = Patience::new();
        let yields = |_: &u32| looks(&mut patience, u32::MAX) > 2;
        let waits: Vec<_> = (0..1000).filter(yields).collect();
        assert_eq!(waits, [0, 2, 6, 14, 30, 62, 126, 254, 510, 766]);
    }

    #[test]
    fn who_is_woken_soon_goes_on_to_yield() {
        let mut patience = Patience::new();
        assert_eq!([1, 2].map(|woken_at| looks(&mut patience, woken_at)), [1, 2]);
        looks(&mut patience, u32::MAX);
        assert_eq!(looks(&mut patience, 3), 2);
        // Another thread may keep the processor for too long a time; not each time.
        assert!((0..1000).any(|_| looks(&mut patience, 3) == 3 && looks(&mut patience, 3) == 3));
    }
}
