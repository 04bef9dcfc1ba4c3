/// Limits how often something happens: so many times at once, and then once in an interval.
///
/// ```
/// use queue_core::work::TokenBucket;
///
/// let mut bucket = TokenBucket::new(10, 2);
/// assert_eq!([(); 4].map(|()| bucket.take(100)), [100, 100, 110, 120]);
/// assert_eq!(bucket.take(1_000), 1_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenBucket {
    interval: u64,
    /// How much earlier than its turn a token may be had.
    lead: u128,
    /// The turn of the next token, which may lie beyond the last time that there is.
    next: u128,
}

impl TokenBucket {
    /// Makes a full bucket of so many tokens, which gains one in each interval.
    ///
    /// A bucket of none counts as one of one token.
    ///
    /// ```
    /// use queue_core::work::TokenBucket;
    ///
    /// assert_eq!([(); 2].map(|()| TokenBucket::new(10, 0).take(5)), [5, 5]);
    /// ```
    #[must_use]
    pub const fn new(interval: u64, tokens: u32) -> Self {
        let lead = interval as u128 * tokens.saturating_sub(1) as u128;
        Self { interval, lead, next: 0 }
    }

    /// Takes a token, and returns the time from which it is good: now, or later. It never overflows: a time too large
    /// for the type is the largest.
    ///
    /// ```
    /// use queue_core::work::TokenBucket;
    ///
    /// let mut bucket = TokenBucket::new(10, 1);
    /// assert_eq!([(); 2].map(|()| bucket.take(5)), [5, 15]);
    /// ```
    pub fn take(&mut self, now: u64) -> u64 {
        let turn = self.next.max(now.into());
        self.next = turn.saturating_add(self.interval.into());
        let time = turn.saturating_sub(self.lead);
        u64::try_from(time).unwrap_or(u64::MAX).max(now)
    }
}
