use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use spinning_top::Spinlock;
pub(super) use spinning_top::guard::SpinlockGuard as MutexGuard;

use super::pause::Pause::{self, Sleep, Spin, Yield};

/// A mutex for what mostly takes some nanoseconds: one read-modify-write takes it, a store gives it
/// back.
///
/// A holder that has lost its processor needs one to go on. So whoever finds the mutex taken spins for
/// about ten microseconds, then gives its own processor away, and then sleeps. Whoever has slept in
/// vain for about a millisecond is overdue: all who come then stand back for a while.
#[derive(Debug)]
pub(super) struct Mutex<T> {
    overdue: AtomicBool,
    lock: Spinlock<T>,
}

impl<T> Mutex<T> {
    pub(super) fn new(value: T) -> Self {
        Self { overdue: AtomicBool::new(false), lock: Spinlock::new(value) }
    }

    #[inline]
    pub(super) fn lock(&self) -> MutexGuard<'_, T> {
        let guard = if self.overdue.load(Relaxed) { None } else { self.lock.try_lock() };
        guard.unwrap_or_else(|| self.wait())
    }

    pub(super) fn into_inner(self) -> T {
        self.lock.into_inner()
    }

    #[cold]
    #[inline(never)]
    fn wait(&self) -> MutexGuard<'_, T> {
        let mut guard = None;
        wait(&self.overdue, &mut || {
            guard = self.look();
            guard.is_some()
        });
        guard.unwrap_or_else(|| self.wait())
    }

    /// Takes it if it is free, and leaves it in peace if it is not.
    fn look(&self) -> Option<MutexGuard<'_, T>> {
        if self.lock.is_locked() { None } else { self.lock.try_lock() }
    }
}

/// Waits until the mutex has been taken. It is compiled once, whatever the mutex guards.
fn wait(overdue: &AtomicBool, look: &mut dyn FnMut() -> bool) {
    (0..STANDS_BACK).take_while(|_| overdue.load(Relaxed)).for_each(|_| LOOK.take());
    for pause in PAUSES {
        pause.take();
        if look() {
            return;
        }
    }
    loop {
        overdue.store(true, Relaxed);
        if look() {
            overdue.store(false, Relaxed);
            return;
        }
        LOOK.take();
    }
}

/// The first is long: each look takes the cache line from the holder, who may have more to do with it.
const PAUSES: [Pause; 11] = [
    Spin(64),
    Spin(128),
    Spin(256),
    Yield,
    Yield,
    Yield,
    Yield,
    Sleep(50),
    Sleep(100),
    Sleep(200),
    Sleep(400),
];

/// How long one who is overdue waits until it looks again.
const LOOK: Pause = Sleep(200);

/// For how many looks of one who is overdue the others stand back: no more, since it may be gone.
const STANDS_BACK: u32 = 8;

#[cfg(test)]
mod tests {
    use core::hint::spin_loop;
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn one_who_takes_it_again_and_again_keeps_nobody_out() {
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
            thread::scope(|scope| {
                let greedy = scope.spawn(|| turns(2_000).count());
                start.wait();
                *mutex.lock() = true;
                assert!(greedy.join().unwrap() < 2_000, "it came to its end first");
            });
        }
    }
}
