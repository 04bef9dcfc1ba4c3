use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::thread;

use crate::bell::{Bell, set_hook};
use crate::check::Check;
use crate::contender::Contender;
use crate::ends::Tx;
use crate::outcome::{Outcome, Verdict, ensure};

pub(crate) const CHECKS: &[Check] = &[
    Check::new(
        "receive's wake sends",
        "May the `wake` of a receive's waker send to the same queue?",
        wake_of_receive_sends,
    ),
    Check::new(
        "send's wake sends",
        "May the `wake` of a send's waker try to send to the same queue?",
        wake_of_send_sends,
    ),
    Check::new(
        "wake panics",
        "Does the queue still work after a `wake` has panicked?",
        wake_panics,
    ),
];

fn wake_of_receive_sends(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let tx2 = tx.another()?;
    let mut receive = rx.recv().with_bell(Bell::with_hook());
    receive.wait()?;
    let sent = send_when_woken(tx2);
    ensure(tx.put(1), "refuses an item")?;
    let sent = sent.take().ok_or_else(|| Outcome::Fail("is not woken".to_owned()))?;
    ensure(sent.is_ok(), "panics")?;
    ensure(sent.is_ok_and(|sent| sent), "refuses an item")?;
    receive.finish("still waits")?;
    Ok(Outcome::Pass)
}

fn wake_of_send_sends(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.full()?;
    let tx2 = tx.another()?;
    let mut send = tx.send(1).with_bell(Bell::with_hook());
    send.wait()?;
    let sent = send_when_woken(tx2);
    ensure(rx.take() == Some(0), "loses an item")?;
    // Whether the item finds room does not matter here.
    let sent = sent.take().ok_or_else(|| Outcome::Fail("is not woken".to_owned()))?;
    ensure(sent.is_ok(), "panics")?;
    Ok(Outcome::Pass)
}

/// Whether the item was sent, or the panic of the attempt. Empty until the attempt.
type Sent = Rc<Cell<Option<thread::Result<bool>>>>;

fn send_when_woken(mut tx: Tx) -> Sent {
    let sent = Sent::default();
    set_hook({
        let sent = Rc::clone(&sent);
        move || sent.set(Some(catch_unwind(AssertUnwindSafe(|| tx.put(2)))))
    });
    sent
}

fn wake_panics(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut receive = rx.recv().with_bell(Bell::with_hook());
    receive.wait()?;
    set_hook(|| panic!("as it was told to"));
    let sent = catch_unwind(AssertUnwindSafe(|| tx.put(1)));
    ensure(sent.is_err(), "is not woken")?;
    let left = catch_unwind(AssertUnwindSafe(|| receive.cancel()));
    // The panic may have lost the first item.
    let goes_on = catch_unwind(AssertUnwindSafe(|| tx.put(2) && rx.take_all().contains(&2)));
    ensure(left.is_ok() && goes_on.is_ok(), "keeps panicking")?;
    ensure(goes_on.is_ok_and(|goes_on| goes_on), "stops working")?;
    Ok(Outcome::Pass)
}
