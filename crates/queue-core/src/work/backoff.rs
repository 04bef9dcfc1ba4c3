/// How long to wait before the next attempt: twice as long each time, up to a limit.
///
/// With jitter, it is between half of that and all of it by chance, so that jobs that fail together do not come back
/// together.
///
/// ```
/// use queue_core::work::Backoff;
///
/// let backoff = Backoff::new(100, 1_000);
/// assert_eq!([1, 2, 3, 4, 5].map(|attempts| backoff.delay(attempts)), [100, 200, 400, 800, 1_000]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Backoff {
    first: u64,
    most: u64,
    has_jitter: bool,
}

impl Backoff {
    /// Makes it from the delay after the first attempt, and the longest delay.
    ///
    /// ```
    /// assert_eq!(queue_core::work::Backoff::new(9, 5).delay(1), 5);
    /// ```
    #[must_use]
    pub const fn new(first: u64, most: u64) -> Self {
        Self { first, most, has_jitter: false }
    }

    /// Returns how long to wait after so many attempts. It never overflows.
    ///
    /// ```
    /// use queue_core::work::Backoff;
    ///
    /// let backoff = Backoff::new(1, u64::MAX);
    /// assert_eq!((backoff.delay(0), backoff.delay(64), backoff.delay(65)), (0, 1 << 63, u64::MAX));
    /// ```
    #[must_use]
    pub fn delay(&self, attempts: u32) -> u64 {
        let Some(doublings) = attempts.checked_sub(1) else { return 0 };
        let factor = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
        self.first.saturating_mul(factor).min(self.most)
    }

    /// Adds jitter.
    ///
    /// ```
    /// use queue_core::work::Backoff;
    ///
    /// let backoff = Backoff::new(100, 1_000).with_jitter();
    /// assert_eq!([0, u64::MAX].map(|random| backoff.delay_by_chance(1, random)), [50, 100]);
    /// ```
    #[must_use]
    pub const fn with_jitter(self) -> Self {
        Self { has_jitter: true, ..self }
    }

    /// Returns how long to wait after so many attempts, by a random number of any size. Without jitter it is
    /// [`delay`](Self::delay).
    ///
    /// ```
    /// use queue_core::work::Backoff;
    ///
    /// assert_eq!(Backoff::new(100, 1_000).delay_by_chance(1, 7), 100);
    /// ```
    #[must_use]
    pub fn delay_by_chance(&self, attempts: u32, random: u64) -> u64 {
        let delay = self.delay(attempts);
        if !self.has_jitter {
            return delay;
        }
        let least = delay / 2;
        let span = u128::from(delay - least) + 1;
        // The high half of the product is a number below the span.
        least + ((span * u128::from(random)) >> 64) as u64
    }
}
