use anyhow::{Context as _, bail};
use redis::{FromRedisValue, Value, from_redis_value};

use crate::programs::answer::{Answer, Cause, Counts, Letter, Taken};

/// An item, and the id and the generation of its lease.
type Lease = (u16, (String, String));

/// Reads an answer, and the leases in it.
pub(super) fn answer(fields: &[Value]) -> anyhow::Result<(Answer, Vec<Lease>)> {
    let [word, fields @ ..] = fields else { bail!("an answer is empty") };
    let word: String = from_redis_value(word.clone())?;
    let mut leases = Vec::new();
    let answer = match word.as_str() {
        "put" => Answer::Put,
        "full" => Answer::Full,
        "empty" => Answer::Empty,
        "shutdown" => Answer::ShutDown,
        "wait" => Answer::Wait,
        "taken" => {
            let mut taken = Vec::new();
            for fields in fields.chunks(4) {
                let item = field(fields, 3)?;
                leases.push((item, (field(fields, 0)?, field(fields, 1)?)));
                taken.push(Taken { item, attempts: field(fields, 2)? });
            }
            Answer::Taken(taken)
        }
        "done" if fields.is_empty() => Answer::Done,
        "done" => Answer::Due(u64::try_from(field::<i64>(fields, 0)?).ok()),
        "stale" => Answer::Stale,
        "joined" => Answer::Joined,
        "cancelled" => Answer::Cancelled,
        "unknown" => Answer::Unknown,
        "hello" => Answer::Hello { since: field(fields, 0)? },
        _ => bail!("the answer {word:?} is not known"),
    };
    Ok((answer, leases))
}

/// Reads dead letters, and their ids.
pub(super) fn letters(fields: &[Value]) -> anyhow::Result<Vec<(Letter, String)>> {
    let [word, fields @ ..] = fields else { bail!("an answer is empty") };
    if from_redis_value::<String>(word.clone())? != "letters" {
        bail!("{word:?} to dead letters");
    }
    fields.chunks(4).map(letter).collect()
}

fn letter(fields: &[Value]) -> anyhow::Result<(Letter, String)> {
    let cause: String = field(fields, 1)?;
    let cause = match cause.as_str() {
        "a" => Cause::Attempts,
        "s" => Cause::ShutDown,
        "u" => Cause::Undecodable,
        _ => bail!("the cause {cause:?} is not known"),
    };
    let letter = Letter { item: field(fields, 3)?, attempts: field(fields, 2)?, cause };
    Ok((letter, field(fields, 0)?))
}

/// Reads counts.
pub(super) fn counts(fields: &[Value]) -> anyhow::Result<Counts> {
    let [_, fields @ ..] = fields else { bail!("an answer is empty") };
    let count = |index| field(fields, index);
    Ok(Counts {
        len: count(0)?,
        capacity: count(1)?,
        unfinished: count(2)?,
        in_flight: count(3)?,
        delayed: count(4)?,
        returning: count(5)?,
        puts: count(6)?,
        takes: count(7)?,
        dead: count(8)?,
        closed: count(9)?,
    })
}

fn field<T: FromRedisValue>(fields: &[Value], index: usize) -> anyhow::Result<T> {
    let field = fields.get(index).context("an answer is too short")?;
    Ok(from_redis_value(field.clone())?)
}
