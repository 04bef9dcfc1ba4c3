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
    lead: u64,
    /// The turn of the next token.
    next: u64,
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
        let tokens = tokens.saturating_sub(1) as u64;
        Self { interval, lead: interval.saturating_mul(tokens), next: 0 }
    }

    /// Takes a token, and returns the time from which it is good: now, or later.
    ///
    /// ```
    /// use queue_core::work::TokenBucket;
    ///
    /// let mut bucket = TokenBucket::new(10, 1);
    /// assert_eq!([(); 2].map(|()| bucket.take(5)), [5, 15]);
    /// ```
    pub fn take(&mut self, now: u64) -> u64 {
        let turn = self.next.max(now);
        self.next = turn.saturating_add(self.interval);
        turn.saturating_sub(self.lead).max(now)
    }
}
