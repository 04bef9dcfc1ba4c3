use crate::check::Check;
use crate::contender::Contender;
use crate::outcome::{Outcome, Verdict, ensure};

pub(crate) const CHECKS: &[Check] = &[
    Check::new(
        "receive keeps",
        "An item wakes a receive, which is dropped. Does the queue keep the item?",
        receive_keeps,
    ),
    Check::new(
        "receive passes on",
        "Two receives wait. An item wakes the first, which is dropped. Is the second woken?",
        receive_passes_on,
    ),
    Check::new(
        "send passes on",
        "Two sends wait. Room wakes the first, which is dropped. Is the second woken, or its item taken?",
        send_passes_on,
    ),
    Check::new(
        "send unsent",
        "A send is dropped while it waits. Does its item stay unsent?",
        unsent,
    ),
    Check::new(
        "receive leaves",
        "Two receives wait, and the first is dropped. Does the next item reach the second?",
        receive_leaves,
    ),
];

fn receive_keeps(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut receive = rx.recv();
    receive.wait()?;
    ensure(tx.put(1), "refuses an item")?;
    receive.cancel();
    ensure(rx.take() == Some(1), "item destroyed")?;
    Ok(Outcome::Pass)
}

fn receive_passes_on(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut rx2 = rx.another()?;
    let mut first = rx.recv();
    first.wait()?;
    let mut second = rx2.recv();
    second.wait()?;
    ensure(tx.put(1), "refuses an item")?;
    first.cancel();
    ensure(second.bell.rang(), "next is not woken")?;
    let item = second.finish("next still waits")?;
    ensure(item.map(|item| item.0) == Some(1), "item destroyed")?;
    Ok(Outcome::Pass)
}

fn send_passes_on(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.full()?;
    let mut tx2 = tx.another()?;
    let mut first = tx.send(1);
    first.wait()?;
    let mut second = tx2.send(2);
    second.wait()?;
    ensure(rx.take() == Some(0), "loses an item")?;
    first.cancel();
    // The first item may be in the queue already. Taking it makes room for the second.
    let taken = rx.take_all();
    ensure(second.bell.rang() || taken.contains(&2), "next is not woken")?;
    Ok(Outcome::Pass)
}

fn unsent(contender: &Contender) -> Verdict {
    let (tx, mut rx) = contender.full()?;
    let other = tx.another();
    for mut tx in [Ok(tx), other].into_iter().flatten() {
        let mut send = tx.send(1);
        send.wait()?;
        send.cancel();
    }
    ensure(!rx.take_all().contains(&1), "sent")?;
    Ok(Outcome::Pass)
}

fn receive_leaves(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut rx2 = rx.another()?;
    let mut first = rx.recv();
    first.wait()?;
    let mut second = rx2.recv();
    second.wait()?;
    first.cancel();
    ensure(tx.put(1), "refuses an item")?;
    ensure(second.bell.rang(), "second is not woken")?;
    let item = second.finish("second still waits")?;
    ensure(item.map(|item| item.0) == Some(1), "item destroyed")?;
    Ok(Outcome::Pass)
}
