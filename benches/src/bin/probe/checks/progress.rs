use futures::StreamExt as _;
use queue_benches::channel::Absent;

use crate::check::Check;
use crate::contender::Contender;
use crate::outcome::{Outcome, Verdict, ensure};
use crate::task::{Task, run_woken};

pub(crate) const CHECKS: &[Check] = &[
    Check::new(
        "unpolled send",
        "Room wakes a send, which is not polled. Can items still pass?",
        unpolled_send,
    ),
    Check::new(
        "unpolled receive",
        "An item wakes a receive, which is not polled. Can another receiver take the item?",
        unpolled_receive,
    ),
    Check::new(
        "waits beside it",
        "Two receives wait, and an item wakes the first. Does the second take the item when it is polled?",
        waits_beside_it,
    ),
    Check::new(
        "kept stream",
        "A stream waits and is not polled. Does an item wake the receive behind it?",
        kept_stream,
    ),
    Check::new("try_send wakes", "Does `try_send` wake a receive that waits?", try_send_wakes),
    Check::new("try_recv wakes", "Does `try_recv` wake a send that waits?", try_recv_wakes),
    Check::new(
        "each item wakes",
        "Two receives wait, and each is polled when it is woken. Do two items reach both?",
        each_item_wakes,
    ),
    Check::new(
        "from iterator",
        "Does a queue made from an iterator hold its items?",
        from_iterator,
    ),
];

fn unpolled_send(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.full()?;
    let (mut tx2, mut tx3) = (tx.another()?, tx.another()?);
    let mut first = tx.send(1);
    first.wait()?;
    let mut second = tx2.send(2);
    second.wait()?;
    ensure(rx.take() == Some(0), "loses an item")?;
    let mut receive = rx.recv();
    for _ in 0..3 {
        // The first send is not polled. One other operation that finishes is enough, woken or not.
        let passes = receive.poll().is_ready() || second.poll().is_ready() || tx3.put(3);
        if passes {
            return Ok(Outcome::Pass);
        }
    }
    Err(Outcome::Fail("all wait".to_owned()))
}

fn unpolled_receive(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut rx2 = rx.another()?;
    let mut first = rx.recv();
    first.wait()?;
    ensure(tx.put(1), "refuses an item")?;
    ensure(rx2.take() == Some(1), "item withheld")?;
    Ok(Outcome::Pass)
}

fn waits_beside_it(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut rx2 = rx.another()?;
    let (mut first, mut second) = (rx.recv(), rx2.recv());
    first.wait()?;
    second.wait()?;
    ensure(tx.put(1), "refuses an item")?;
    let item = second.finish("item withheld")?;
    ensure(item.is_some_and(|item| item.0 == 1), "loses an item")?;
    first.wait()?;
    Ok(Outcome::Pass)
}

fn kept_stream(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut rx2 = rx.another()?;
    let mut stream = rx.stream()?;
    // As in a `select!` that takes another branch: the stream keeps waiting.
    Task::new(Box::pin(stream.next())).wait()?;
    let mut receive = rx2.recv();
    receive.wait()?;
    ensure(tx.put(1), "refuses an item")?;
    ensure(receive.bell.rang(), "is not woken")?;
    let item = receive.finish("item withheld")?;
    ensure(item.is_some_and(|item| item.0 == 1), "loses an item")?;
    Ok(Outcome::Pass)
}

fn try_send_wakes(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut receive = rx.recv();
    receive.wait()?;
    match tx.try_send(1) {
        Err(Absent) => return Err(Outcome::Absent),
        Ok(is_sent) => ensure(is_sent, "refuses an item")?,
    }
    ensure(receive.bell.rang(), "is not woken")?;
    receive.finish("still waits")?;
    Ok(Outcome::Pass)
}

fn try_recv_wakes(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.full()?;
    let mut send = tx.send(1);
    send.wait()?;
    match rx.try_recv() {
        Err(Absent) => return Err(Outcome::Absent),
        Ok(item) => ensure(item.is_some(), "finds no item")?,
    }
    ensure(send.bell.rang(), "is not woken")?;
    Ok(Outcome::Pass)
}

fn each_item_wakes(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut rx2 = rx.another()?;
    let (mut first, mut second) = (rx.recv(), rx2.recv());
    first.wait()?;
    second.wait()?;
    ensure(tx.put(1) && tx.put(2), "refuses an item")?;
    let mut done = 0;
    run_woken(&mut [Some(first), Some(second)], |_| done += 1);
    ensure(done == 2, "one is not woken")?;
    Ok(Outcome::Pass)
}

fn from_iterator(contender: &Contender) -> Verdict {
    let (_tx, mut rx) = contender.holding()?;
    let mut items = rx.take_all();
    items.sort_unstable();
    ensure(items == [0, 1, 2], "lost")?;
    Ok(Outcome::Pass)
}
