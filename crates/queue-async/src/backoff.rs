use core::hint::spin_loop;
use std::thread::{sleep, yield_now};
use std::time::Duration;

use Pause::{Sleep, Spin, Yield};
use spinning_top::relax::Relax;

/// How a thread stays away from a lock that another holds: mostly for some nanoseconds.
///
/// A holder that has lost its processor needs one to go on. So whoever has waited in vain for some
/// microseconds gives its own away, and then sleeps, longer each time.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    round: usize,
}

enum Pause {
    /// So many turns of an empty loop.
    Spin(u32),
    Yield,
    /// So many microseconds.
    Sleep(u64),
}

const PAUSES: [Pause; 16] = [
    Spin(1),
    Spin(2),
    Spin(4),
    Spin(8),
    Spin(16),
    Spin(32),
    Spin(64),
    Yield,
    Yield,
    Yield,
    Yield,
    Sleep(50),
    Sleep(100),
    Sleep(200),
    Sleep(400),
    Sleep(800),
];

impl Relax for Backoff {
    #[cold]
    #[inline(never)]
    fn relax(&mut self) {
        match PAUSES[self.round] {
            Spin(times) => (0..times).for_each(|_| spin_loop()),
            Yield => yield_now(),
            Sleep(micros) => sleep(Duration::from_micros(micros)),
        }
        self.round = (self.round + 1) % PAUSES.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pause_has_its_turn() {
        let mut backoff = Backoff::default();
        let rounds = [(); 2 * PAUSES.len()].map(|()| {
            backoff.relax();
            backoff.round
        });
        let twice = (1..PAUSES.len()).chain([0]).cycle();
        assert!(twice.take(rounds.len()).eq(rounds));
    }
}
