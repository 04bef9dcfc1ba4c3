#[cfg(all(test, queue_loom))]
mod models;

use core::ops::{Deref, DerefMut};
use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, SeqCst};
use core::time::Duration;
use core::{fmt, mem};
use std::sync::PoisonError;

use super::threads::{
    AtomicBool, AtomicU8, Blocking, BlockingGuard, Condvar, Spinlock, SpinlockGuard, fence, spin,
    store_before_look,
};

/// A mutex for what mostly takes some nanoseconds: one read-modify-write takes it, a plain store gives it
/// back.
///
/// A thread that finds it taken spins for some microseconds and then sleeps. Whatever gives the mutex back
/// wakes one thread that sleeps. A thread that was woken and finds the mutex taken again claims the next
/// turn: newcomers sleep until it has had it.
///
/// Two things may go wrong. The store that gives the mutex back and the look for sleepers after it may change
/// places, and a thread that was woken or has claimed a turn may be stopped. So nothing lasts: one of the threads
/// that sleep looks about once in a millisecond, and a claim holds for eight newcomers in all.
#[derive(Debug)]
pub(super) struct Mutex<T> {
    lock: Spinlock<T>,
    /// How many newcomers still leave the next turn to a thread that has slept.
    claim: AtomicU8,
    /// Whether a thread sleeps, and none has been called that is still on its way.
    has_sleepers: AtomicBool,
    sleepers: Blocking<Sleepers>,
    wake: Condvar,
}

#[derive(Debug)]
struct Sleepers {
    /// Not exact beyond 255, and where one may be gone.
    number: u8,
    /// Whether one of them is to wake up.
    is_called: bool,
}

/// Lends what a mutex guards. Its fields are dropped in this order: it gives the mutex back, and then wakes.
#[allow(unnameable_types, unreachable_pub, reason = "nothing can be done with one")]
pub struct MutexGuard<'a, T> {
    value: SpinlockGuard<'a, T>,
    _wake: Wake<'a, T>,
}

struct Wake<'a, T>(&'a Mutex<T>);

/// For how many turns of an empty loop a thread spins between looks. The first is long: each look takes the
/// cache line from the holder, which may have more to do with it. Together they are what it takes to sleep and
/// to be woken.
const SPINS: [u32; 2] = [64, 96];

/// How long a thread sleeps at most, for each that sleeps: all together look about once in this time.
const NAP: Duration = Duration::from_millis(1);

/// For how many sleepers at most.
const MANY: u8 = 16;

/// For how many newcomers a claim holds.
const CLAIM: u8 = 8;

impl<T> Mutex<T> {
    pub(super) fn new(value: T) -> Self {
        Self {
            lock: Spinlock::new(value),
            claim: AtomicU8::new(0),
            has_sleepers: AtomicBool::new(false),
            sleepers: Blocking::new(Sleepers { number: 0, is_called: false }),
            wake: Condvar::new(),
        }
    }

    #[inline]
    pub(super) fn lock(&self) -> MutexGuard<'_, T> {
        let guard = if self.claim.load(Relaxed) == 0 { self.lock.try_lock() } else { None };
        MutexGuard { value: guard.unwrap_or_else(|| self.wait()), _wake: Wake(self) }
    }

    pub(super) fn into_inner(self) -> T {
        self.lock.into_inner()
    }

    #[cold]
    #[inline(never)]
    fn wait(&self) -> SpinlockGuard<'_, T> {
        let leaves_turn = self.leave_turn();
        let (mut spins, mut claims) = (!leaves_turn, false);
        let guard = loop {
            if let Some(guard) = spins.then(|| spin(&SPINS, || self.look())).flatten() {
                break guard;
            }
            spins = self.sleep(leaves_turn && !claims);
            if let Some(guard) = self.look() {
                break guard;
            }
            if spins {
                claims = true;
                self.claim.swap(CLAIM, AcqRel);
            }
        };
        if claims {
            self.claim.swap(0, AcqRel);
        }
        guard
    }

    /// Returns whether the next turn is another thread's, which is then one newcomer less.
    fn leave_turn(&self) -> bool {
        self.claim.fetch_update(AcqRel, Acquire, |left| left.checked_sub(1)).is_ok()
    }

    /// Takes it if it is free, and leaves its cache line in peace if it is not.
    fn look(&self) -> Option<SpinlockGuard<'_, T>> {
        if self.lock.is_locked() { None } else { self.lock.try_lock() }
    }

    /// Sleeps until it is called, but not for long, and returns whether it was. It does not sleep while the
    /// mutex is free, unless it leaves the turn to another.
    fn sleep(&self, leaves_turn: bool) -> bool {
        let mut sleepers = self.sleepers();
        sleepers.number = sleepers.number.saturating_add(1);
        self.show(&sleepers);
        // Either the mutex is seen to be given back, or who gives it back sees the sleeper.
        fence(SeqCst);
        let mut is_called = false;
        let is_turn_claimed = leaves_turn && self.claim.load(Relaxed) > 0;
        if is_turn_claimed || self.lock.is_locked() {
            let nap = NAP * u32::from(sleepers.number.min(MANY));
            let woken = self.wake.wait_timeout(sleepers, nap);
            let (woken, timeout) = woken.unwrap_or_else(PoisonError::into_inner);
            sleepers = woken;
            is_called = mem::take(&mut sleepers.is_called);
            if is_called && timeout.timed_out() {
                // The one that was called has not come: it may be gone, and others with it.
                sleepers.number = 1;
            }
        }
        sleepers.number = sleepers.number.saturating_sub(1);
        // A call that no sleeper is left for is over.
        sleepers.is_called &= sleepers.number > 0;
        self.show(&sleepers);
        is_called
    }

    /// Wakes a thread that sleeps. The next is woken once this one is up.
    #[cold]
    #[inline(never)]
    fn call(&self) {
        let mut sleepers = self.sleepers();
        sleepers.is_called = sleepers.number > 0;
        self.show(&sleepers);
        drop(sleepers);
        self.wake.notify_one();
    }

    fn show(&self, sleepers: &Sleepers) {
        let Sleepers { number, is_called } = *sleepers;
        self.has_sleepers.store(number > 0 && !is_called, Relaxed);
    }

    fn sleepers(&self) -> BlockingGuard<'_, Sleepers> {
        self.sleepers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Drop for Wake<'_, T> {
    #[inline]
    fn drop(&mut self) {
        store_before_look();
        if self.0.has_sleepers.load(Relaxed) {
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
    use std::sync::Barrier;
    use std::thread::{self, scope, sleep};
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

    /// Threads that take the mutex find out that a turn was claimed eight times in all, not eight each.
    #[test]
    fn a_claim_that_is_never_used_holds_for_eight_newcomers_in_all() {
        let mutex = Mutex::new(0);
        mutex.claim.store(CLAIM, Relaxed);
        scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..1000).for_each(|_| *mutex.lock() += 1));
            }
        });
        // None of them had to claim a turn for long.
        assert_eq!((*mutex.lock(), mutex.claim.load(Relaxed)), (4000, 0));
    }

    /// As in the child of a fork, or where a thread that sleeps is stopped for good.
    #[test]
    fn sleepers_that_are_gone_keep_no_other_out() {
        let mutex = Mutex::new(0);
        for is_called in [false, true] {
            *mutex.sleepers() = Sleepers { number: 3, is_called };
            mutex.has_sleepers.store(true, Relaxed);
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
        scope(|scope| {
            let waits = scope.spawn(|| drop(mutex.lock()));
            let start = Instant::now();
            while !mutex.has_sleepers.load(Relaxed) {
                assert!(start.elapsed() < Duration::from_secs(10), "it does not sleep");
                thread::yield_now();
            }
            sleep(2 * NAP);
            drop(held);
            waits.join().unwrap();
        });
        assert_eq!(mutex.sleepers().number, 0);
        assert!(!mutex.has_sleepers.load(Relaxed));
    }
}
