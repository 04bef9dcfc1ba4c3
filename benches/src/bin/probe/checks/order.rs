use queue_benches::channel::Absent;

use crate::check::Check;
use crate::contender::Contender;
use crate::ends::{Rx, Tx};
use crate::outcome::{Outcome, Verdict, ensure};
use crate::task::run_woken;

pub(crate) const CHECKS: &[Check] = &[
    Check::new("items", "Do items of equal priority leave in the order in which they came?", items),
    Check::new("sends", "Are waiting sends served in the order in which they came?", sends),
    Check::new(
        "receives",
        "Are waiting receives served in the order in which they came?",
        receives,
    ),
    Check::new(
        "newcomer",
        "Room wakes a send, which is not polled yet. What does a `try_send` do then?",
        newcomer,
    ),
];

/// How many operations wait in one line.
const MANY: u64 = 5;

fn items(contender: &Contender) -> Verdict {
    if contender.last_first {
        return Err(Outcome::Absent);
    }
    let (mut tx, mut rx) = contender.empty();
    for item in 0..MANY {
        ensure(tx.put(item), "refuses an item")?;
    }
    in_order(&rx.take_all())
}

fn in_order(items: &[u64]) -> Verdict {
    let sorted = items.is_sorted();
    ensure(sorted, &items.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))?;
    Ok(Outcome::Pass)
}

fn sends(contender: &Contender) -> Verdict {
    let (tx, mut rx) = contender.full()?;
    let mut senders: Vec<Tx> = (0..MANY).map(|_| tx.another()).collect::<Result<_, _>>()?;
    let mut sends = Vec::new();
    for (sender, item) in senders.iter_mut().zip(1..) {
        let mut send = sender.send(item);
        send.wait()?;
        sends.push(Some(send));
    }
    let mut order = Vec::new();
    for _ in 0..=MANY {
        order.extend(rx.take());
        run_woken(&mut sends, |_| {});
    }
    ensure(order.len() == sends.len() + 1, "some still wait")?;
    in_order(&order)
}

fn receives(contender: &Contender) -> Verdict {
    let (mut tx, rx) = contender.empty();
    let mut receivers: Vec<Rx> = (0..MANY).map(|_| rx.another()).collect::<Result<_, _>>()?;
    let mut receives = Vec::new();
    for receiver in &mut receivers {
        let mut receive = receiver.recv();
        receive.wait()?;
        receives.push(Some(receive));
    }
    let mut order = Vec::new();
    for item in 0..MANY {
        ensure(tx.put(item), "refuses an item")?;
        run_woken(&mut receives, |index| order.push(index));
    }
    ensure(order.len() == receives.len(), "some still wait")?;
    in_order(&order)
}

fn newcomer(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.full()?;
    let mut tx2 = tx.another()?;
    let mut send = tx.send(1);
    send.wait()?;
    ensure(rx.take() == Some(0), "loses an item")?;
    match tx2.try_send(2) {
        Err(Absent) => Err(Outcome::Absent),
        Ok(true) => Ok(Outcome::Fact("overtakes".to_owned())),
        Ok(false) => Ok(Outcome::Fact("is refused".to_owned())),
    }
}
