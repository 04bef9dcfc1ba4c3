use crate::check::Check;
use crate::contender::Contender;
use crate::outcome::{Outcome, Verdict, ensure};

pub(crate) const CHECKS: &[Check] = &[
    Check::new(
        "receive keeps",
        "Does the item stay when a receive that it has woken is dropped?",
        receive_keeps,
    ),
    Check::new(
        "receive passes on",
        "Is the next receive woken when the one that an item has woken is dropped?",
        receive_passes_on,
    ),
    Check::new(
        "send passes on",
        "Is the next send woken, or its item taken, when the one that room has woken is dropped?",
        send_passes_on,
    ),
    Check::new(
        "send unsent",
        "Is the item of a send that is dropped while it waits not sent?",
        unsent,
    ),
    Check::new(
        "receive leaves",
        "Is the next item left to the second receive when the first is dropped while it waits?",
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
    ensure(second.bell.rang(), "next sleeps on")?;
    let item = second.finish("next waits on")?;
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
    // The first item may be in the channel by now, but then it leaves room as it is taken.
    let taken = rx.take_all();
    ensure(second.bell.rang() || taken.contains(&2), "next sleeps on")?;
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
    ensure(second.bell.rang(), "second sleeps on")?;
    let item = second.finish("second waits on")?;
    ensure(item.map(|item| item.0) == Some(1), "item destroyed")?;
    Ok(Outcome::Pass)
}
