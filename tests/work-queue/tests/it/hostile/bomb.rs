//! The calls of the user's code, of which some panic.

use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;
use std::thread;

/// What a planted panic carries.
#[derive(Debug)]
pub(super) struct Bomb;

thread_local! {
    static CALLS: Cell<u64> = const { Cell::new(0) };
    static FUSES: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
    static CALLED_IN_A_PANIC: Cell<bool> = const { Cell::new(false) };
}

/// Starts to count anew, and lets the calls with these numbers panic. The first has the number one.
pub(super) fn arm(fuses: &[u64]) {
    CALLS.set(0);
    FUSES.replace(fuses.to_vec());
    CALLED_IN_A_PANIC.set(false);
}

/// Lets no call panic, and returns how many calls there were.
pub(super) fn disarm() -> u64 {
    FUSES.take();
    CALLS.get()
}

/// Returns whether a call came while a panic was on its way: a second panic would have been the end.
pub(super) fn was_called_in_a_panic() -> bool {
    CALLED_IN_A_PANIC.get()
}

/// The user's code is called.
pub(super) fn call() {
    if thread::panicking() {
        CALLED_IN_A_PANIC.set(true);
        return;
    }
    CALLS.set(CALLS.get() + 1);
    if FUSES.with_borrow(|fuses| fuses.contains(&CALLS.get())) {
        resume_unwind(Box::new(Bomb));
    }
}
