use core::mem;
use core::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, SeqCst};
use core::time::Duration;
use std::sync::PoisonError;

use super::threads::{AtomicBool, AtomicU8, Blocking, BlockingGuard, Condvar, fence, spin};

/// The threads that sleep until a mutex is unlocked, and the claim to its next turn.
#[derive(Debug)]
pub(super) struct Sleepers {
    /// How many newcomers still leave the next turn to a sleeper.
    claim: AtomicU8,
    /// Whether a thread sleeps and none is already waking up.
    are_asleep: AtomicBool,
    list: Blocking<List>,
    wake: Condvar,
}

#[derive(Debug)]
struct List {
    /// Not exact beyond 255, nor if a sleeper was stopped for good.
    number: u8,
    /// Whether a sleeper has been told to wake up and has not yet done so.
    is_called: bool,
}

/// For how many turns of an empty loop a thread spins between looks.
///
/// The first spin is long, since each look takes the cache line from the holder. Both together take as long as
/// to sleep and to be woken.
const SPINS: [u32; 2] = [64, 96];

/// How long a thread sleeps at most, times the number of sleepers. So together they look about once in this
/// time.
const NAP: Duration = Duration::from_millis(1);

/// The largest number of sleepers that counts for this.
const MANY: u8 = 16;

/// The number of newcomers that a claim holds for.
const CLAIM: u8 = 8;

impl Sleepers {
    pub(super) fn new() -> Self {
        Self {
            claim: AtomicU8::new(0),
            are_asleep: AtomicBool::new(false),
            list: Blocking::new(List { number: 0, is_called: false }),
            wake: Condvar::new(),
        }
    }

    #[inline]
    pub(super) fn have_claimed(&self) -> bool {
        self.claim.load(Relaxed) > 0
    }

    #[inline]
    pub(super) fn are_asleep(&self) -> bool {
        self.are_asleep.load(Relaxed)
    }

    /// Waits until `try_lock` has locked the mutex. It is compiled once, whatever the mutex guards.
    pub(super) fn wait(&self, is_locked: &dyn Fn() -> bool, try_lock: &mut dyn FnMut() -> bool) {
        // A load first: it leaves the cache line shared while the mutex is locked.
        let mut look = || !is_locked() && try_lock();
        let mut leaves_turn = self.leave_turn();
        let (mut spins, mut claims) = (!leaves_turn, false);
        loop {
            if spins && spin(&SPINS, || look().then_some(())).is_some() {
                break;
            }
            spins = self.sleep(leaves_turn, is_locked);
            if look() {
                break;
            }
            if spins {
                (claims, leaves_turn) = (true, false);
                self.claim();
            }
        }
        if claims {
            self.claim.swap(0, AcqRel);
        }
    }

    /// Claims the next turn.
    pub(super) fn claim(&self) {
        self.claim.swap(CLAIM, AcqRel);
    }

    /// Returns whether another thread has claimed the next turn, and counts this newcomer.
    fn leave_turn(&self) -> bool {
        self.claim.fetch_update(AcqRel, Acquire, |left| left.checked_sub(1)).is_ok()
    }

    /// Sleeps until it is called or its time is over, and returns whether it was called.
    ///
    /// It does not sleep if the mutex is unlocked, unless another thread has claimed the next turn.
    fn sleep(&self, leaves_turn: bool, is_locked: &dyn Fn() -> bool) -> bool {
        let mut list = self.list();
        list.number = list.number.saturating_add(1);
        self.show(&list);
        // If the look below finds the mutex locked, the thread that unlocks it finds a sleeper.
        fence(SeqCst);
        let mut is_called = false;
        if (leaves_turn && self.have_claimed()) || is_locked() {
            let nap = NAP * u32::from(list.number.min(MANY));
            let woken = self.wake.wait_timeout(list, nap);
            let (woken, timeout) = woken.unwrap_or_else(PoisonError::into_inner);
            list = woken;
            is_called = mem::take(&mut list.is_called);
            if is_called && timeout.timed_out() {
                // The thread that was called has not woken up. It may be stopped, and others too.
                list.number = 1;
            }
        }
        list.number = list.number.saturating_sub(1);
        // Without a sleeper there is no call.
        list.is_called &= list.number > 0;
        self.show(&list);
        is_called
    }

    /// Wakes one sleeper. The next one can be called once this one has woken up.
    #[cold]
    #[inline(never)]
    pub(super) fn call(&self) {
        let mut list = self.list();
        list.is_called = list.number > 0;
        self.show(&list);
        drop(list);
        self.wake.notify_one();
    }

    fn show(&self, list: &List) {
        self.are_asleep.store(list.number > 0 && !list.is_called, Relaxed);
    }

    fn list(&self) -> BlockingGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pretends that so many threads sleep.
    #[cfg(all(test, not(queue_loom)))]
    pub(super) fn pretend(&self, number: u8, is_called: bool) {
        *self.list() = List { number, is_called };
        self.are_asleep.store(true, Relaxed);
    }
}

#[cfg(all(test, not(queue_loom)))]
mod tests {
    use super::*;

    /// Returns whether a sleeper has been called, after `act` with so many sleepers.
    fn is_called_after(number: u8, is_called: bool, act: fn(&Sleepers)) -> bool {
        let sleepers = Sleepers::new();
        sleepers.pretend(number, is_called);
        act(&sleepers);
        let is_called = sleepers.list().is_called;
        assert_eq!(sleepers.are_asleep(), number > 0 && !is_called);
        is_called
    }

    #[test]
    fn a_call_is_for_one_that_sleeps() {
        let call = |sleepers: &Sleepers| sleepers.call();
        assert_eq!(
            [0, 1, 2].map(|number| is_called_after(number, false, call)),
            [false, true, true]
        );
    }

    #[test]
    fn a_call_lasts_until_no_thread_sleeps() {
        // A newcomer finds the mutex unlocked, and does not sleep.
        let come_and_go = |sleepers: &Sleepers| assert!(!sleepers.sleep(false, &|| false));
        assert_eq!(
            [0, 1, 2].map(|number| is_called_after(number, true, come_and_go)),
            [false, true, true]
        );
        assert_eq!([0, 1, 2].map(|number| is_called_after(number, false, come_and_go)), [false; 3]);
    }
}
