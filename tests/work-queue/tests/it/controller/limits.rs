//! Backoff and token buckets at the ends of their ranges.

use queue_core::work::{Backoff, Keep, Retry, TokenBucket};

use super::Queue;

#[test]
fn a_backoff_doubles_up_to_its_limit_and_stays_there() {
    let backoff = Backoff::new(1, 60_000);
    let delays: Vec<_> = (1..=20).map(|attempts| backoff.delay(attempts)).collect();
    assert_eq!(delays[..4], [1, 2, 4, 8]);
    assert!(delays.is_sorted() && delays[16..].iter().all(|&delay| delay == 60_000));
}

#[test]
fn a_backoff_that_would_overflow_is_at_its_limit() {
    for first in [1, 3, 1 << 40, u64::MAX] {
        for most in [0, 1, 1_000, u64::MAX] {
            let backoff = Backoff::new(first, most);
            for attempts in [64, 65, 66, 128, 1 << 31, u32::MAX] {
                let exact = u128::from(first) << (attempts - 1).min(64);
                let delay = exact.min(u128::from(most)) as u64;
                assert_eq!(backoff.delay(attempts), delay, "{first} {most} {attempts}");
                let early = backoff.with_jitter().delay_by_chance(attempts, 0);
                let late = backoff.with_jitter().delay_by_chance(attempts, u64::MAX);
                assert_eq!((early, late), (delay / 2, delay));
            }
        }
    }
}

#[test]
fn a_backoff_of_nothing_is_nothing() {
    for attempts in [0, 1, 2, 64, 65, u32::MAX] {
        assert_eq!(Backoff::new(0, u64::MAX).delay(attempts), 0);
        assert_eq!(Backoff::new(0, u64::MAX).with_jitter().delay_by_chance(attempts, u64::MAX), 0);
    }
    assert_eq!(Backoff::new(u64::MAX, u64::MAX).delay(0), 0);
}

#[test]
fn a_retry_with_a_huge_backoff_is_delayed_and_not_lost() {
    let mut queue = Queue::new(Keep::All);
    queue.advance(5);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    let delay = Backoff::new(u64::MAX - 6, u64::MAX - 6).delay(u32::MAX);
    let time = queue.state.storage().now().saturating_add(delay);
    queue.retry(lease, item, Retry::At(time)).expect("it is leased");
    assert_eq!((queue.state.next_deadline(), queue.drain()), (Some(u64::MAX - 1), vec![]));
    queue.advance(u64::MAX);
    assert_eq!(queue.drain(), [('a', 1)]);
}

#[test]
fn a_bucket_without_an_interval_gives_each_token_at_once() {
    for tokens in [0, 1, u32::MAX] {
        let mut bucket = TokenBucket::new(0, tokens);
        for now in [0, 0, 7, 7, u64::MAX, u64::MAX] {
            assert_eq!(bucket.take(now), now);
        }
    }
}

#[test]
fn a_bucket_of_the_longest_interval_gives_its_tokens_and_no_more() {
    for tokens in 1..=4 {
        for interval in [u64::MAX, u64::MAX - 1, u64::MAX / 2 + 1] {
            let mut bucket = TokenBucket::new(interval, tokens);
            for _ in 0..tokens {
                assert_eq!(bucket.take(0), 0);
            }
            assert_eq!(bucket.take(0), interval, "{tokens} tokens");
            assert_eq!(bucket.take(0), u64::MAX, "{tokens} tokens");
        }
    }
}

#[test]
fn a_bucket_at_the_end_of_time_gives_its_tokens_and_no_more() {
    let mut bucket = TokenBucket::new(4, 3);
    let now = u64::MAX - 5;
    let times = [(); 6].map(|()| bucket.take(now));
    assert_eq!(times, [now, now, now, now + 4, u64::MAX, u64::MAX]);
    assert_eq!(bucket.take(u64::MAX), u64::MAX);
}

#[test]
fn a_bucket_fills_up_to_its_size_while_it_is_idle() {
    let mut bucket = TokenBucket::new(10, 3);
    for now in [0, 1_000, u64::from(u32::MAX), 1 << 60] {
        assert_eq!([(); 5].map(|()| bucket.take(now)), [now, now, now, now + 10, now + 20]);
    }
}

#[test]
fn a_bucket_gives_no_token_twice_when_time_goes_backwards() {
    let mut bucket = TokenBucket::new(10, 1);
    assert_eq!([100, 50, 0, 100].map(|now| bucket.take(now)), [100, 110, 120, 130]);
    let mut bucket = TokenBucket::new(10, 2);
    assert_eq!([100, 50, 0].map(|now| bucket.take(now)), [100, 100, 110]);
}
