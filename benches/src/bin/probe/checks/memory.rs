use allocation_counter::measure;

use crate::bell::Bell;
use crate::check::Check;
use crate::contender::Contender;
use crate::ends::{Rx, Tx};
use crate::outcome::{Outcome, Verdict, ensure};
use crate::task::Task;

pub(crate) const CHECKS: &[Check] = &[
    Check::new(
        "receives come and go",
        "A hundred thousand receives wait in turn and are dropped. Do they leave no memory behind?",
        receives_come_and_go,
    ),
    Check::new(
        "sends come and go",
        "A hundred thousand sends wait in turn and are dropped. Do they leave no memory behind?",
        sends_come_and_go,
    ),
    Check::new(
        "empty",
        "How many bytes does an empty queue of capacity 1 take, with its ends?",
        empty,
    ),
    Check::new(
        "room for 1024",
        "How many bytes does one of capacity 1024 take, for items of eight bytes?",
        roomy,
    ),
    Check::new(
        "waiting receive",
        "1024 receives wait. How many bytes does each take?",
        waiting_receive,
    ),
    Check::new("waiting send", "1024 sends wait. How many bytes does each take?", waiting_send),
];

/// How many bytes a queue may keep for later use.
const SPARE: i64 = 10_000;

fn receives_come_and_go(contender: &Contender) -> Verdict {
    let (_tx, mut rx) = contender.empty();
    let bell = Bell::new();
    leaves_nothing(|| wait_and_cancel(rx.recv().with_bell(bell.clone())))
}

fn sends_come_and_go(contender: &Contender) -> Verdict {
    let (mut tx, _rx) = contender.full()?;
    let bell = Bell::new();
    leaves_nothing(|| wait_and_cancel(tx.send(1).with_bell(bell.clone())))
}

fn wait_and_cancel<T>(mut task: Task<'_, T>) -> Result<(), Outcome> {
    task.wait()?;
    task.cancel();
    Ok(())
}

fn leaves_nothing(mut act: impl FnMut() -> Result<(), Outcome>) -> Verdict {
    (0..100).try_for_each(|_| act())?;
    let mut result = Ok(());
    let info = measure(|| result = (0..100_000).try_for_each(|_| act()));
    result?;
    ensure(info.bytes_current < SPARE, &format!("{} KB", info.bytes_current / 1000))?;
    Ok(Outcome::Pass)
}

fn empty(contender: &Contender) -> Verdict {
    Ok(bytes(1, || contender.bounded(1).unwrap_or_else(|_| contender.empty())).1)
}

fn roomy(contender: &Contender) -> Verdict {
    contender.bounded(1)?;
    Ok(bytes(1, || contender.bounded(1024)).1)
}

fn waiting_receive(contender: &Contender) -> Verdict {
    let (_tx, rx) = contender.empty();
    let mut receivers: Vec<Rx> = (0..MANY).map(|_| rx.another()).collect::<Result<_, _>>()?;
    let (mut receives, bell) = (Vec::with_capacity(MANY), Bell::new());
    let (result, bytes) = bytes(MANY, || {
        receivers.iter_mut().try_for_each(|receiver| {
            receives.push(receiver.recv().with_bell(bell.clone()));
            receives.last_mut().map_or(Ok(()), Task::wait)
        })
    });
    result?;
    Ok(bytes)
}

fn waiting_send(contender: &Contender) -> Verdict {
    let (tx, _rx) = contender.full()?;
    let mut senders: Vec<Tx> = (0..MANY).map(|_| tx.another()).collect::<Result<_, _>>()?;
    let (mut sends, bell) = (Vec::with_capacity(MANY), Bell::new());
    let (result, bytes) = bytes(MANY, || {
        senders.iter_mut().try_for_each(|sender| {
            sends.push(sender.send(1).with_bell(bell.clone()));
            sends.last_mut().map_or(Ok(()), Task::wait)
        })
    });
    result?;
    Ok(bytes)
}

/// A power of two: a collection that doubles its capacity is exactly full.
const MANY: usize = 1024;

/// Returns what `make` made, and the bytes that it takes divided by `count`.
fn bytes<T>(count: usize, make: impl FnOnce() -> T) -> (T, Outcome) {
    let mut made = None;
    let info = measure(|| made = Some(make()));
    let each = usize::try_from(info.bytes_current).map_or(0, |bytes| bytes.div_ceil(count));
    (made.expect("it was made"), Outcome::Fact(each.to_string()))
}
