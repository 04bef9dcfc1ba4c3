mod pool;
mod reply;

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use redis::{Connection, Pipeline, Value, cmd, from_redis_value};

pub use self::pool::Engines;
use super::answer::{Answer, Letter, Report};
use super::library::Library;
use super::request::{Call, Item, LeaseKey, Request, SessionId};
use super::setup::Setup;
use super::step::Where;

/// The queue on the server.
pub(super) struct Engine<'a> {
    connection: &'a mut Connection,
    library: &'a Library,
    setup: Setup,
    base: String,
    now: u64,
    /// The id and the generation of each lease.
    leases: BTreeMap<LeaseKey, (String, String)>,
    /// The id of the dead letter of each item.
    letters: BTreeMap<u16, String>,
    /// The last entry that was read of the stream of each session.
    last_read: BTreeMap<SessionId, String>,
    /// No request has a larger number.
    last_number: u64,
}

/// No put has more items.
const MOST_ITEMS: u64 = 8;

type Entries = Vec<(String, Vec<Value>)>;

impl<'a> Engine<'a> {
    pub(super) fn new(
        connection: &'a mut Connection,
        library: &'a Library,
        setup: Setup,
        base: String,
    ) -> Self {
        Self {
            connection,
            library,
            setup,
            base,
            now: super::run::START,
            leases: BTreeMap::new(),
            letters: BTreeMap::new(),
            last_read: BTreeMap::new(),
            last_number: 0,
        }
    }

    /// Calls a function, and reads all that has come of it.
    pub(super) fn call(&mut self, call: &Call, epoch: u64) -> anyhow::Result<Report> {
        self.last_read.entry(call.session).or_insert_with(|| "0".to_owned());
        self.now += call.passed;
        self.last_number = self.last_number.max(call.number + MOST_ITEMS);
        if let Request::Revive(_) | Request::Drop(_) = call.request {
            self.letters(call, epoch)?;
        }
        let mut pipe = Pipeline::new();
        pipe.cmd("SET").arg(format!("{}:clock", self.base)).arg(self.now).ignore();
        self.operation(&mut pipe, call, epoch);
        for (session, last_read) in &self.last_read {
            let key = format!("{}:wakes:{}", self.base, name(*session));
            pipe.cmd("XRANGE").arg(key).arg(format!("({last_read}")).arg("+");
        }
        self.header(&mut pipe, "count", call, epoch);
        let mut replies: Vec<Value> = pipe.query(self.connection)?;
        let counts = reply::counts(&from_redis_value::<Vec<Value>>(
            replies.pop().context("there are no counts")?,
        )?)?;
        let mut replies = replies.into_iter();
        let answer: Vec<Value> = from_redis_value(replies.next().context("there is no answer")?)?;
        let answers = self.answers(call, answer)?;
        let mut wakes = Vec::new();
        let sessions: Vec<_> = self.last_read.keys().copied().collect();
        for (session, entries) in sessions.into_iter().zip(replies) {
            for (id, fields) in from_redis_value::<Entries>(entries)? {
                self.last_read.insert(session, id);
                let [number, fields @ ..] = &fields[..] else { bail!("an entry is empty") };
                let number = from_redis_value(number.clone())?;
                wakes.push((session, number, self.answer(session, number, fields)?));
            }
        }
        wakes.sort_by_key(|&(session, number, _)| (session, number));
        Ok(Report { answers, wakes, counts })
    }

    /// Reads all dead letters.
    pub(super) fn letters(&mut self, call: &Call, epoch: u64) -> anyhow::Result<Vec<Letter>> {
        let mut pipe = Pipeline::new();
        let look = Call { number: 0, arrived: Vec::new(), ..call.clone() };
        self.header(&mut pipe, "letters", &look, epoch).arg("look").arg(1_000);
        let mut replies: Vec<Vec<Value>> = pipe.query(self.connection)?;
        let letters = reply::letters(&replies.pop().context("there is no answer")?)?;
        self.letters = letters.iter().map(|(letter, id)| (letter.item, id.clone())).collect();
        Ok(letters.into_iter().map(|(letter, _)| letter).collect())
    }

    /// Deletes all keys.
    pub(super) fn delete(&mut self) -> anyhow::Result<()> {
        let keys: Vec<String> =
            cmd("KEYS").arg(format!("{}*", self.base)).query(self.connection)?;
        Ok(cmd("UNLINK").arg(keys).exec(self.connection)?)
    }

    fn header<'p>(
        &self,
        pipe: &'p mut Pipeline,
        operation: &str,
        call: &Call,
        epoch: u64,
    ) -> &'p mut Pipeline {
        let arrived: Vec<_> = call.arrived.iter().map(ToString::to_string).collect();
        pipe.cmd("FCALL").arg(self.library.function(operation)).arg(1).arg(&self.base);
        pipe.arg(name(call.session)).arg(epoch).arg(call.number).arg(arrived.join(" "))
    }

    fn operation(&self, pipe: &mut Pipeline, call: &Call, epoch: u64) {
        let pipe = self.header(pipe, operation_of(&call.request), call, epoch);
        let Setup { capacity, order, max_attempts, lasts, .. } = self.setup;
        match &call.request {
            Request::Hello => {
                pipe.arg(lasts).arg(order.name()).arg(capacity).arg(max_attempts);
                // The client has all operations and leases that it ever had.
                let open: Vec<_> =
                    (1..=self.last_number).map(|number| number.to_string()).collect();
                let held = self.leases.iter().filter(|(key, _)| key.session == call.session);
                let held: Vec<_> = held.map(|(_, (_, generation))| generation.as_str()).collect();
                pipe.arg(open.join(" ")).arg(held.join(" "));
                pipe.arg(&self.last_read[&call.session]);
            }
            Request::Beat => {
                pipe.arg(lasts).arg(&self.last_read[&call.session]);
            }
            Request::Put { items, waits } => {
                pipe.arg(if *waits { "wait" } else { "try" }).arg(0);
                for Item { id, rank } in items {
                    pipe.arg(rank).arg(id);
                }
            }
            Request::PutLater(Item { id, rank }, delay) => {
                pipe.arg("later").arg(delay).arg(rank).arg(id);
            }
            Request::Take { waits, limit, lasts } => {
                pipe.arg(if *waits { "wait" } else { "try" }).arg(limit).arg(lasts);
            }
            Request::Done(lease) => {
                self.lease(pipe, lease);
            }
            Request::Retry(lease, place) => {
                let (place, delay) = match place {
                    Where::Place => ("place", 0),
                    Where::End => ("end", 0),
                    Where::Later(delay) => ("later", *delay),
                    Where::Dead => ("dead", 0),
                };
                self.lease(pipe, lease).arg(place).arg(delay);
            }
            Request::Extend(lease, lasts) => {
                self.lease(pipe, lease).arg(lasts);
            }
            Request::Revive(item) | Request::Drop(item) => {
                let is_drop = matches!(call.request, Request::Drop(_));
                pipe.arg(if is_drop { "drop" } else { "revive" });
                pipe.arg(self.letters.get(&item.id).map_or("", String::as_str));
            }
            Request::Cancel(number) => {
                pipe.arg(number);
            }
            Request::Resize(capacity) => {
                pipe.arg(capacity);
            }
            Request::Shutdown { is_now } => {
                pipe.arg(if *is_now { 2 } else { 1 });
            }
            Request::Join | Request::Bye => {}
        }
    }

    fn lease<'p>(&self, pipe: &'p mut Pipeline, lease: &LeaseKey) -> &'p mut Pipeline {
        let (id, generation) = self.leases.get(lease).cloned().unwrap_or_default();
        pipe.arg(id).arg(generation)
    }

    fn answers(&mut self, call: &Call, values: Vec<Value>) -> anyhow::Result<Vec<Answer>> {
        if let Request::Put { .. } | Request::PutLater(..) = call.request {
            return values
                .iter()
                .map(|word| self.answer(call.session, call.number, std::slice::from_ref(word)))
                .collect();
        }
        Ok(vec![self.answer(call.session, call.number, &values)?])
    }

    fn answer(
        &mut self,
        session: SessionId,
        number: u64,
        fields: &[Value],
    ) -> anyhow::Result<Answer> {
        let (answer, leases) = reply::answer(fields)?;
        for (item, lease) in leases {
            self.leases.insert(LeaseKey { session, number, item }, lease);
        }
        Ok(answer)
    }
}

/// The order of the names is that of the numbers.
fn name(session: SessionId) -> String {
    format!("session-{session:04}")
}

const fn operation_of(request: &Request) -> &'static str {
    match request {
        Request::Hello => "hello",
        Request::Beat => "beat",
        Request::Put { .. } | Request::PutLater(..) => "put",
        Request::Take { .. } => "take",
        Request::Done(_) => "done",
        Request::Retry(..) => "retry",
        Request::Revive(_) | Request::Drop(_) => "letters",
        Request::Extend(..) => "extend",
        Request::Join => "join",
        Request::Cancel(_) => "cancel",
        Request::Resize(_) => "resize",
        Request::Shutdown { .. } => "shutdown",
        Request::Bye => "bye",
    }
}
