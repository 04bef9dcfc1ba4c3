use std::time::Duration;

use redis::{FromRedisValue, ParsingError, Value, from_redis_value};

use crate::Counts;

/// What the engine answers to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Put,
    Full,
    Empty,
    ShutDown,
    /// The answer comes later, over the stream of wakes.
    Wait,
    Taken(Vec<Taken>),
    Done,
    Stale,
    Joined,
    Cancelled,
    /// The engine does not know this session, or knows a later epoch of it.
    Unknown,
    /// Another version has made the queue.
    Format(String),
    /// How long it is until something is due.
    Due(Option<Duration>),
    Counted(Counts),
    Hello {
        since: u64,
        order: String,
    },
    Letters(Vec<Letter>),
}

/// The answers to a request, and the epoch in which they came.
pub(crate) struct Reply {
    pub(crate) epoch: u64,
    pub(crate) answers: Vec<Answer>,
}

/// A job that has been taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) id: String,
    pub(crate) generation: String,
    pub(crate) attempts: u32,
    pub(crate) payload: Vec<u8>,
}

/// A dead letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) id: String,
    pub(crate) cause: String,
    pub(crate) attempts: u32,
    pub(crate) payload: Vec<u8>,
}

impl Answer {
    /// Reads the answers of a call: one for each request that it had.
    pub(crate) fn read(values: Vec<Value>) -> Result<Vec<Self>, ParsingError> {
        let first: String = match values.first() {
            Some(word) => from_redis_value(word.clone())?,
            None => return Err("an answer is empty".into()),
        };
        let is_batch = matches!(first.as_str(), "put" | "full" | "shutdown" | "wait");
        if !is_batch {
            return Ok(vec![Self::read_one(&first, &values[1..])?]);
        }
        values
            .into_iter()
            .map(|word| Self::read_one(&String::from_redis_value(word)?, &[]))
            .collect()
    }

    /// Reads an answer: a word and what follows it.
    pub(crate) fn read_one(word: &str, fields: &[Value]) -> Result<Self, ParsingError> {
        Ok(match word {
            "put" => Self::Put,
            "full" => Self::Full,
            "empty" => Self::Empty,
            "shutdown" => Self::ShutDown,
            "wait" => Self::Wait,
            "taken" => Self::Taken(fields.chunks(4).map(Taken::read).collect::<Result<_, _>>()?),
            "done" => match fields {
                [] => Self::Done,
                [due, ..] => {
                    let due: i64 = from_redis_value(due.clone())?;
                    Self::Due(u64::try_from(due).ok().map(Duration::from_micros))
                }
            },
            "stale" => Self::Stale,
            "joined" => Self::Joined,
            "cancelled" => Self::Cancelled,
            "unknown" => Self::Unknown,
            "format" => Self::Format(field(fields, 0)?),
            "counted" => Self::Counted(Counts::read(fields)?),
            "letters" => {
                Self::Letters(fields.chunks(4).map(Letter::read).collect::<Result<_, _>>()?)
            }
            "hello" => Self::Hello { since: field(fields, 0)?, order: field(fields, 1)? },
            _ => return Err(format!("the answer {word:?} is not known").into()),
        })
    }
}

impl Taken {
    fn read(fields: &[Value]) -> Result<Self, ParsingError> {
        Ok(Self {
            id: field(fields, 0)?,
            generation: field(fields, 1)?,
            attempts: field(fields, 2)?,
            payload: field(fields, 3)?,
        })
    }
}

impl Letter {
    fn read(fields: &[Value]) -> Result<Self, ParsingError> {
        Ok(Self {
            id: field(fields, 0)?,
            cause: field(fields, 1)?,
            attempts: field(fields, 2)?,
            payload: field(fields, 3)?,
        })
    }
}

pub(crate) fn field<T: FromRedisValue>(fields: &[Value], index: usize) -> Result<T, ParsingError> {
    match fields.get(index) {
        Some(value) => from_redis_value(value.clone()),
        None => Err("an answer is too short".into()),
    }
}
