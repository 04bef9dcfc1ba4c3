//! Wakers that run a hook when they are woken, cloned or dropped.

use std::cell::RefCell;
use std::rc::Rc;
use std::task::Waker;
use std::thread::panicking;

use cooked_waker::{IntoWaker, WakeRef};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Wake,
    Clone,
    Drop,
}

pub(super) type Hook = Rc<dyn Fn(Event)>;

thread_local! {
    static HOOK: RefCell<Option<Hook>> = const { RefCell::new(None) };
}

/// A waker that runs the thread's hook whenever it is woken, cloned or dropped. It is boxed and has a
/// size, so `will_wake` is false for any two clones.
#[derive(Debug)]
pub(super) struct Hooked(#[expect(dead_code, reason = "for its size")] u8);

impl Hooked {
    fn fire(event: Event) {
        let hook = HOOK.with_borrow_mut(Option::take);
        if let Some(hook) = hook {
            hook(event);
            HOOK.set(Some(hook));
        }
    }

    pub(super) fn waker() -> Waker {
        Box::new(Self(0)).into_waker()
    }
}

impl Clone for Hooked {
    fn clone(&self) -> Self {
        Self::fire(Event::Clone);
        Self(0)
    }
}

impl Drop for Hooked {
    fn drop(&mut self) {
        Self::fire(Event::Drop);
    }
}

impl WakeRef for Hooked {
    fn wake_by_ref(&self) {
        Self::fire(Event::Wake);
    }
}

impl cooked_waker::Wake for Hooked {}

/// Runs `hook` at each event of the thread's hooked wakers, but not while it runs.
pub(super) fn on_event(hook: impl Fn(Event) + 'static) {
    HOOK.set(Some(Rc::new(hook)));
}

/// Makes the next event of this kind panic, and then disarms itself. It does not panic beside another
/// panic, which would abort.
pub(super) fn bomb(event: Event) {
    on_event(move |seen| assert!(seen != event || panicking(), "bomb"));
}

/// Removes the hook: events do nothing from here on.
pub(super) fn disarm() {
    drop(HOOK.take());
}

#[test]
fn no_two_wake_the_same() {
    let waker = Hooked::waker();
    assert!(!waker.will_wake(&Hooked::waker()) && !waker.will_wake(&waker.clone()));
}
