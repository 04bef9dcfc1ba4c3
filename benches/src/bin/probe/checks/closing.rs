use queue_benches::channel::Closed;

use crate::check::Check;
use crate::contender::Contender;
use crate::outcome::{Outcome, Verdict, ensure};

pub(crate) const CHECKS: &[Check] = &[
    Check::new(
        "send, receiver gone",
        "A send waits when the receiver goes. Does the send give its item back?",
        receiver_gone,
    ),
    Check::new(
        "late send",
        "A send comes after the receiver has gone. Does it give its item back?",
        late_send,
    ),
    Check::new(
        "receive, sender gone",
        "A receive waits when the last sender goes. Is it woken, and does it end?",
        sender_gone,
    ),
    Check::new(
        "rest",
        "Items are sent, then the last sender goes. Do receives get the items, and then the end?",
        rest,
    ),
];

fn receiver_gone(contender: &Contender) -> Verdict {
    contender.closes()?;
    let (mut tx, rx) = contender.full()?;
    let mut send = tx.send(1);
    send.wait()?;
    rx.close();
    ensure(send.bell.rang(), "is not woken")?;
    gives_back(send.finish("still waits")?.map_err(|Closed(item)| item.map(|item| item.0)))
}

fn late_send(contender: &Contender) -> Verdict {
    contender.closes()?;
    let (mut tx, rx) = contender.empty();
    rx.close();
    let mut send = tx.send(1);
    gives_back(send.finish("waits")?.map_err(|Closed(item)| item.map(|item| item.0)))
}

fn gives_back(sent: Result<(), Option<u64>>) -> Verdict {
    let item = sent.err().ok_or_else(|| Outcome::Fail("says it is sent".to_owned()))?;
    ensure(item == Some(1), "no item back")?;
    Ok(Outcome::Pass)
}

fn sender_gone(contender: &Contender) -> Verdict {
    contender.closes()?;
    let (tx, mut rx) = contender.empty();
    let mut receive = rx.recv();
    receive.wait()?;
    tx.close();
    ensure(receive.bell.rang(), "is not woken")?;
    ensure(receive.finish("still waits")?.is_none(), "receives something")?;
    Ok(Outcome::Pass)
}

fn rest(contender: &Contender) -> Verdict {
    contender.closes()?;
    let (mut tx, mut rx) = contender.empty();
    ensure(tx.put(1) && tx.put(2), "refuses an item")?;
    tx.close();
    let mut items: Vec<_> = Vec::new();
    for _ in 0..2 {
        items.extend(rx.recv().finish("waits")?.map(|item| item.0));
    }
    items.sort_unstable();
    ensure(items == [1, 2], "items lost")?;
    ensure(rx.recv().finish("does not end")?.is_none(), "receives something")?;
    Ok(Outcome::Pass)
}
