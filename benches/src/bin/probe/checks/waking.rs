use crate::bell::Bell;
use crate::check::Check;
use crate::contender::Contender;
use crate::ends::{Rx, Tx};
use crate::outcome::{Outcome, Verdict, ensure};
use crate::task::Task;

pub(crate) const CHECKS: &[Check] = &[
    Check::new(
        "receive, new waker",
        "A receive is polled again with another waker. Does an item wake the new waker?",
        receive_new_waker,
    ),
    Check::new(
        "send, new waker",
        "A send is polled again with another waker. Does room wake the new waker?",
        send_new_waker,
    ),
    Check::new(
        "polled receive",
        "A receive is polled a thousand times. Does one item wake it once?",
        polled_receive,
    ),
    Check::new(
        "polled send",
        "A send is polled a thousand times. Does one receive wake it once?",
        polled_send,
    ),
    Check::new(
        "herd of receives",
        "Eight receives wait. Does one item wake at most one of them?",
        herd_of_receives,
    ),
    Check::new(
        "herd of sends",
        "Eight sends wait. Does one receive wake at most one of them?",
        herd_of_sends,
    ),
];

fn receive_new_waker(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut receive = rx.recv();
    receive.wait()?;
    receive = receive.with_bell(Bell::new());
    receive.wait()?;
    ensure(tx.put(1), "refuses an item")?;
    ensure(receive.bell.rang(), "old waker woken")?;
    Ok(Outcome::Pass)
}

fn send_new_waker(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.full()?;
    let mut send = tx.send(1);
    send.wait()?;
    send = send.with_bell(Bell::new());
    send.wait()?;
    ensure(rx.take() == Some(0), "loses an item")?;
    ensure(send.bell.rang(), "old waker woken")?;
    Ok(Outcome::Pass)
}

fn polled_receive(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.empty();
    let mut receive = rx.recv();
    for _ in 0..1000 {
        receive.wait()?;
    }
    ensure(tx.put(1), "refuses an item")?;
    once(&receive)
}

fn polled_send(contender: &Contender) -> Verdict {
    let (mut tx, mut rx) = contender.full()?;
    let mut send = tx.send(1);
    for _ in 0..1000 {
        send.wait()?;
    }
    ensure(rx.take() == Some(0), "loses an item")?;
    once(&send)
}

fn once<T>(task: &Task<'_, T>) -> Verdict {
    let wakes = task.bell.wakes();
    ensure(wakes == 1, &format!("{wakes} wakes"))?;
    Ok(Outcome::Pass)
}

fn herd_of_receives(contender: &Contender) -> Verdict {
    let (mut tx, rx) = contender.empty();
    let mut receivers: Vec<Rx> = (0..8).map(|_| rx.another()).collect::<Result<_, _>>()?;
    let mut receives: Vec<_> = receivers.iter_mut().map(Rx::recv).collect();
    receives.iter_mut().try_for_each(Task::wait)?;
    ensure(tx.put(1), "refuses an item")?;
    one(&receives)
}

fn herd_of_sends(contender: &Contender) -> Verdict {
    let (tx, mut rx) = contender.full()?;
    let mut senders: Vec<Tx> = (0..8).map(|_| tx.another()).collect::<Result<_, _>>()?;
    let mut sends: Vec<_> = senders.iter_mut().map(|sender| sender.send(1)).collect();
    sends.iter_mut().try_for_each(Task::wait)?;
    ensure(rx.take() == Some(0), "loses an item")?;
    one(&sends)
}

fn one<T>(tasks: &[Task<'_, T>]) -> Verdict {
    let woken = tasks.iter().filter(|task| task.bell.rang()).count();
    ensure(woken <= 1, &format!("{woken} woken"))?;
    Ok(Outcome::Pass)
}
