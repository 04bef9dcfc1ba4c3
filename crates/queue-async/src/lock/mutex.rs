#[cfg(all(test, queue_loom))]
mod models;

use core::fmt;
use core::ops::{Deref, DerefMut};

use super::sleepers::Sleepers;
use super::threads::{Spinlock, SpinlockGuard, store_before_look};

/// A mutex for sections that mostly take nanoseconds. One read-modify-write locks it, and a plain store
/// unlocks it.
///
/// A thread that finds the mutex locked spins for some microseconds and then sleeps. Each unlock wakes one
/// sleeper. A sleeper that wakes and finds the mutex locked again claims the next turn: newcomers then
/// sleep until that thread has had it.
///
/// Two things can go wrong. The processor may reorder the store that unlocks and the load that looks for
/// sleepers, and then a wake is missed. A thread that was woken or has claimed a turn may be stopped. So
/// neither lasts: about once in a millisecond one of the sleepers looks by itself, and a claim holds for
/// eight newcomers in all.
#[derive(Debug)]
pub(super) struct Mutex<T> {
    lock: Spinlock<T>,
    sleepers: Sleepers,
}

/// The guard of a locked mutex. The order of its fields matters: it unlocks first, and then wakes a sleeper.
#[allow(unnameable_types, unreachable_pub, reason = "nothing can be done with one")]
pub struct MutexGuard<'a, T> {
    value: SpinlockGuard<'a, T>,
    _call: Call<'a>,
}

struct Call<'a>(&'a Sleepers);

impl<T> Mutex<T> {
    pub(super) fn new(value: T) -> Self {
        Self { lock: Spinlock::new(value), sleepers: Sleepers::new() }
    }

    #[inline]
    pub(super) fn lock(&self) -> MutexGuard<'_, T> {
        let guard = if self.sleepers.have_claimed() { None } else { self.lock.try_lock() };
        let value = guard.unwrap_or_else(|| self.wait());
        MutexGuard { value, _call: Call(&self.sleepers) }
    }

    pub(super) fn into_inner(self) -> T {
        self.lock.into_inner()
    }

    #[cold]
    #[inline(never)]
    fn wait(&self) -> SpinlockGuard<'_, T> {
        let mut guard = None;
        self.sleepers.wait(&|| self.lock.is_locked(), &mut || {
            guard = self.lock.try_lock();
            guard.is_some()
        });
        guard.unwrap_or_else(|| self.wait())
    }
}

impl Drop for Call<'_> {
    #[inline]
    fn drop(&mut self) {
        store_before_look();
        if self.0.are_asleep() {
            self.0.call();
        }
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MutexGuard").finish_non_exhaustive()
    }
}

#[cfg(all(test, not(queue_loom)))]
mod tests {
    use core::hint::spin_loop;
    use core::time::Duration;
    use std::sync::Barrier;
    use std::thread::{self, scope};
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_thread_that_takes_it_again_and_again_keeps_no_other_out() {
        for _ in 0..5 {
            let (mutex, start) = (Mutex::new(false), Barrier::new(2));
            let turns = |most| {
                (0..most).take_while(|turn| {
                    let has_been_had = mutex.lock();
                    if *turn == 0 {
                        start.wait();
                    }
                    (0..10_000).for_each(|_| spin_loop());
                    !*has_been_had
                })
            };
            scope(|scope| {
                let greedy = scope.spawn(|| turns(2_000).count());
                start.wait();
                *mutex.lock() = true;
                assert!(greedy.join().unwrap() < 2_000, "it came to its end first");
            });
        }
    }

    /// The eight newcomers that a claim holds for are counted for all threads together.
    #[test]
    fn a_claim_that_is_never_used_holds_for_eight_newcomers_in_all() {
        let mutex = Mutex::new(0);
        mutex.sleepers.claim();
        assert!(mutex.sleepers.have_claimed());
        scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..1000).for_each(|_| *mutex.lock() += 1));
            }
        });
        // No thread had to claim a turn for long.
        assert!(*mutex.lock() == 4000 && !mutex.sleepers.have_claimed());
    }

    /// As in the child of a fork, or where a thread that sleeps is stopped for good.
    #[test]
    fn sleepers_that_are_gone_keep_no_other_out() {
        let mutex = Mutex::new(0);
        for is_called in [false, true] {
            mutex.sleepers.pretend(3, is_called);
            scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| (0..1000).for_each(|_| *mutex.lock() += 1));
                }
            });
        }
        assert_eq!(*mutex.lock(), 8000);
    }

    #[test]
    fn a_thread_that_waits_sleeps_and_is_woken() {
        let mutex = Mutex::new(());
        let held = mutex.lock();
        assert_eq!(std::format!("{held:?}"), "MutexGuard { .. }");
        scope(|scope| {
            let waits = scope.spawn(|| drop(mutex.lock()));
            let start = Instant::now();
            while !mutex.sleepers.are_asleep() {
                assert!(start.elapsed() < Duration::from_secs(10), "it does not sleep");
                thread::yield_now();
            }
            drop(held);
            waits.join().unwrap();
        });
        assert!(!mutex.sleepers.are_asleep());
    }
}
