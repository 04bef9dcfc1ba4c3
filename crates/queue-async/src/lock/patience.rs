use core::hint::spin_loop;
use std::thread::yield_now;
use std::time::{Duration, Instant};

/// Looks after each spin, until a look finds something. A spin is a number of turns of an empty loop.
pub(super) fn spin<R>(rounds: &[u32], mut look: impl FnMut() -> Option<R>) -> Option<R> {
    rounds.iter().find_map(|&turns| {
        (0..turns).for_each(|_| spin_loop());
        look()
    })
}

/// Decides for how long a thread looks for its wake before it parks.
///
/// To park and to be woken costs two threads some microseconds. Two things may avoid it:
///
/// - The thread spins for about a microsecond. That is in vain if the thread that will wake it waits for this
///   processor.
/// - Then it yields between looks, for at most 80 microseconds. That is in vain if another thread computes
///   meanwhile: it keeps the processor for milliseconds, but would leave it at once for a parked thread that
///   is woken.
///
/// What was in vain is left out of the next waits.
#[derive(Default)]
pub(crate) struct Patience {
    spins: Attempts,
    yields: Attempts,
}

/// Counts how often something that was in vain is left out: more often each time.
#[derive(Default)]
struct Attempts {
    /// How many times it is still left out.
    left_out: u8,
    /// How many times it was left out after the last failure.
    last: u8,
}

/// The turns of the spins between looks: about as long as a wake takes that has begun.
const SPINS: [u32; 3] = [8, 16, 32];

/// For how long a thread yields.
const YIELDS: Duration = Duration::from_micros(80);

/// If a yield took this long, another thread had the processor.
const LOST: Duration = Duration::from_millis(1);

/// How long another thread may keep the processor. A thread with less time left does not yield.
const SLICE: Duration = Duration::from_millis(10);

/// The most waits without a yield after yields in vain. It is small: a thread that parks makes others wait
/// longer, whose yields are then in vain, until all park.
const FEW: u8 = 15;

/// The most waits without a spin or a yield.
const MOST: u8 = 63;

impl Attempts {
    /// Returns whether it is not left out this time.
    fn is_due(&mut self) -> bool {
        let is_due = self.left_out == 0;
        self.left_out = self.left_out.saturating_sub(1);
        is_due
    }

    fn paid(&mut self) {
        *self = Self::default();
    }

    fn was_in_vain(&mut self, least: u8, most: u8) {
        self.last = (2 * self.last + 1).clamp(least, most);
        self.left_out = self.last;
    }
}

impl Patience {
    /// Looks for the wake of the thread, and returns whether it came. If not, the thread should park. With
    /// little time left it does not yield.
    pub(crate) fn look(&mut self, time: Option<Duration>, is_woken: impl Fn() -> bool) -> bool {
        let spins = self.spins.is_due();
        if spins && spin(&SPINS, || is_woken().then_some(())).is_some() {
            self.spins.paid();
            return true;
        }
        if time.is_some_and(|time| time < SLICE) || !self.yields.is_due() {
            return false;
        }
        let (start, mut yields) = (Instant::now(), 0);
        loop {
            yield_now();
            yields += 1;
            let (is_woken, elapsed) = (is_woken(), start.elapsed());
            if is_woken && spins && yields == 1 {
                // The thread that woke it had waited for this processor.
                self.spins.was_in_vain(1, MOST);
            }
            if is_woken || elapsed >= YIELDS {
                self.yielded(elapsed);
                return is_woken;
            }
        }
    }

    /// Learns from yields that took so long.
    fn yielded(&mut self, elapsed: Duration) {
        match elapsed {
            _ if elapsed < YIELDS => self.yields.paid(),
            _ if elapsed < LOST => self.yields.was_in_vain(1, FEW),
            _ => self.yields.was_in_vain(FEW, MOST),
        }
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
            assert_eq!(looks(&mut Patience::default(), woken_at), woken_at);
        }
    }

    #[test]
    fn a_thread_that_yields_in_vain_only_spins_in_the_next_waits() {
        let mut patience = Patience::default();
        assert!(looks(&mut patience, usize::MAX) > SPINS.len());
        for left_out in (0..patience.yields.left_out).rev() {
            assert_eq!(looks(&mut patience, usize::MAX), SPINS.len());
            assert_eq!(patience.yields.left_out, left_out);
        }
        assert!(looks(&mut patience, usize::MAX) > SPINS.len());
    }

    #[test]
    fn a_wake_at_the_first_yield_makes_it_spin_more_rarely() {
        let (mut patience, first_yield) = (Patience::default(), SPINS.len() + 1);
        let left_out_after = |woken_at| {
            // However long the other processes of the machine made the last yield.
            patience.yields.paid();
            assert_eq!(looks(&mut patience, woken_at), woken_at);
            patience.spins.left_out
        };
        let woken_at = [first_yield, 1, first_yield, 1, 1, 1, first_yield];
        assert_eq!(woken_at.map(left_out_after), [1, 0, 3, 2, 1, 0, 7]);
    }

    #[test]
    fn with_little_time_left_it_only_spins() {
        let looks_with = |time| {
            let looks = Cell::new(0);
            Patience::default().look(Some(time), || {
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
        let mut patience = Patience::default();
        let mut left_out_after = |elapsed| {
            patience.yielded(elapsed);
            patience.yields.left_out
        };
        let short = YIELDS - Duration::from_nanos(1);
        assert_eq!([short, YIELDS, YIELDS, YIELDS].map(&mut left_out_after), [0, 1, 3, 7]);
        assert_eq!([short, YIELDS, LOST, YIELDS].map(&mut left_out_after), [0, 1, 15, 15]);
        assert_eq!([LOST, LOST, LOST, short].map(&mut left_out_after), [31, 63, 63, 0]);
    }
}
