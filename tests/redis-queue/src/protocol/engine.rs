use crate::protocol::lease::{Lease, Leases};
use crate::protocol::line::Line;
use crate::protocol::memory::{Record, Session, Time};
use crate::protocol::request::{Answer, Body, Client, Epoch, Item, Number, Request};
use crate::protocol::{Mistake, Setup};

/// What the scripts keep on the server, and what they do with it. Each function has the name of its Lua twin.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Engine {
    pub(crate) sessions: Vec<Session>,
    /// Jobs that have not ended, in the order of their arrival.
    pub(crate) jobs: Vec<Item>,
    pub(crate) ready: Vec<Item>,
    pub(crate) returning: Vec<Item>,
    /// The good leases, and their sessions.
    pub(crate) leases: Vec<(Lease, Client)>,
    pub(crate) puts: Line,
    pub(crate) takes: Line,
    /// How often each job was stored.
    pub(crate) stored: Vec<u8>,
    /// How often each job was taken, as the leases say it.
    pub(crate) attempts: Vec<u8>,
    /// The last generation of each job. The real ones are of the whole queue; only whether they are equal matters.
    pub(crate) generations: Vec<u8>,
}

/// A script that fails, or does what it must not.
pub(crate) type Fault = &'static str;

impl Engine {
    pub(crate) fn new(clients: usize, items: usize) -> Self {
        Self {
            sessions: vec![Session::default(); clients],
            jobs: Vec::new(),
            ready: Vec::new(),
            returning: Vec::new(),
            leases: Vec::new(),
            puts: Line::default(),
            takes: Line::default(),
            stored: vec![0; items],
            attempts: vec![0; items],
            generations: vec![0; items],
        }
    }

    /// Carries a request out.
    pub(crate) fn run(
        &mut self,
        setup: &Setup,
        me: Client,
        request: Request,
    ) -> Result<[Option<Answer>; 2], Fault> {
        let Request { epoch, number, arrived, body } = request;
        if let Body::Hello { open, held } = body {
            return Ok([Some(self.hello(setup, me, epoch, (open, held))?), None]);
        }
        if let Some(memory) = &mut self.sessions[usize::from(me)].memory
            && (body != Body::Count || !setup.has(Mistake::CountIgnoresArrived))
        {
            memory.records.retain(|(number, _)| arrived & 1 << number == 0);
        }
        if self.refuses(setup, me, epoch) {
            return Ok([Some(Answer::Unknown), None]);
        }
        if let Body::PutTwo(item) = body {
            return self.put_two(setup, me, number, item);
        }
        let answer = match self.answered(me, number) {
            Some(answer) => answer,
            None => self.carry_out(setup, me, number, body)?,
        };
        Ok([Some(answer), None])
    }

    fn carry_out(
        &mut self,
        setup: &Setup,
        me: Client,
        number: Number,
        body: Body,
    ) -> Result<Answer, Fault> {
        Ok(match body {
            Body::Hello { .. } | Body::PutTwo(_) => Answer::Unknown,
            Body::Beat => {
                self.sessions[usize::from(me)].time = Time::Alive;
                Answer::Done
            }
            Body::Count => Answer::Done,
            Body::TryPut(_) if !self.has_room(setup) => Answer::Full,
            Body::Put(item) | Body::TryPut(item) => {
                let answer = self.put(setup, me, number, item);
                self.settle(setup)?;
                answer
            }
            Body::Take(limit) => {
                let leases = self.take(setup, me, limit);
                if leases == Leases::default() {
                    self.takes.join(me, number, limit);
                    self.record(me, number, Record::Wait);
                    Answer::Wait
                } else {
                    self.record_taken(setup, me, number, leases);
                    Answer::Taken(leases)
                }
            }
            Body::Done(lease) | Body::Retry(lease) => {
                let Some(job) = self.end_lease(setup, me, lease)? else {
                    return Ok(Answer::Stale);
                };
                self.record(me, number, Record::Done);
                if matches!(body, Body::Done(_)) {
                    self.jobs.retain(|&other| other != job);
                } else {
                    self.come_back(setup, job);
                    self.settle(setup)?;
                }
                Answer::Done
            }
            Body::Cancel(number) => self.cancel(setup, me, number)?,
        })
    }

    fn put_two(
        &mut self,
        setup: &Setup,
        me: Client,
        number: Number,
        item: Item,
    ) -> Result<[Option<Answer>; 2], Fault> {
        let mut known = [self.answered(me, number), self.answered(me, number + 1)];
        if setup.has(Mistake::BatchAnsweredByFirst) {
            known[1] = known[0];
        }
        let mut answers = known;
        for place in 0..2 {
            if known[usize::from(place)].is_none() {
                let answer = self.put(setup, me, number + place, item + place);
                answers[usize::from(place)] = Some(answer);
            }
        }
        if setup.has(Mistake::RecordOfLastPut) {
            self.sessions[usize::from(me)].forget(number);
        }
        self.settle(setup)?;
        Ok(answers)
    }

    fn put(&mut self, setup: &Setup, me: Client, number: Number, item: Item) -> Answer {
        if self.has_room(setup) {
            self.store(item);
            self.record(me, number, Record::Put);
            Answer::Put
        } else {
            self.puts.join(me, number, item);
            self.record(me, number, Record::Wait);
            Answer::Wait
        }
    }

    fn cancel(&mut self, setup: &Setup, me: Client, number: Number) -> Result<Answer, Fault> {
        let known = self.sessions[usize::from(me)].record(number);
        if known == Some(Record::Put) {
            return Ok(Answer::Put);
        }
        if known.is_none() {
            return Ok(Answer::Cancelled);
        }
        self.leave_lines(me, number);
        if let Some(Record::Taken(leases)) = known {
            let limit = if setup.has(Mistake::CancelOfFirstLease) { 1 } else { 2 };
            for lease in leases.iter().take(limit) {
                if let Some(job) = self.end_lease(setup, me, lease)? {
                    self.attempts[usize::from(job)] -= u8::from(!setup.has(Mistake::CancelCounts));
                    self.come_back(setup, job);
                }
            }
        }
        self.sessions[usize::from(me)].forget(number);
        self.settle(setup)?;
        Ok(Answer::Cancelled)
    }

    fn refuses(&self, setup: &Setup, me: Client, epoch: Epoch) -> bool {
        let Some(memory) = &self.sessions[usize::from(me)].memory else { return true };
        let is_current = memory.epoch == epoch
            || setup.has(Mistake::NoEpochCheck)
            || setup.has(Mistake::EpochOnlyOnClient) && memory.epoch <= epoch;
        !is_current || memory.is_lost
    }

    fn answered(&self, me: Client, number: Number) -> Option<Answer> {
        let is_good = |lease| self.leases.iter().any(|good| good.0 == lease);
        Some(match self.sessions[usize::from(me)].record(number)? {
            Record::Wait => Answer::Wait,
            Record::Put => Answer::Put,
            Record::Done => Answer::Done,
            Record::Taken(leases) => {
                Answer::Taken(leases.iter().filter(|&lease| is_good(lease)).collect())
            }
        })
    }

    pub(super) fn leave_lines(&mut self, client: Client, number: Number) {
        self.puts.leave(client, number);
        self.takes.leave(client, number);
    }

    pub(crate) fn has_room(&self, setup: &Setup) -> bool {
        self.ready.len() < usize::from(setup.capacity)
    }

    pub(super) fn store(&mut self, item: Item) {
        self.jobs.push(item);
        self.stored[usize::from(item)] += 1;
        self.ready.push(item);
    }

    fn record(&mut self, session: Client, number: Number, record: Record) {
        self.sessions[usize::from(session)].remember(number, record);
    }

    fn record_taken(&mut self, setup: &Setup, to: Client, number: Number, leases: Leases) {
        let limit = if setup.has(Mistake::RecordOfFirstLease) { 1 } else { 2 };
        self.record(to, number, Record::Taken(leases.iter().take(limit).collect()));
    }

    pub(super) fn tell(
        &mut self,
        setup: &Setup,
        to: Client,
        number: Number,
        record: Record,
        answer: Answer,
    ) {
        if setup.has(Mistake::WakeWithoutRecord) {
            self.sessions[usize::from(to)].forget(number);
        } else {
            self.record(to, number, record);
        }
        self.sessions[usize::from(to)].wakes.push((number, answer));
    }

    /// Leases jobs up to a limit. The room of each goes on.
    pub(super) fn take(&mut self, setup: &Setup, session: Client, limit: u8) -> Leases {
        let mut leases = Leases::default();
        for _ in 0..limit {
            if self.ready.is_empty() {
                break;
            }
            let job = self.ready.remove(0);
            self.attempts[usize::from(job)] += 1;
            self.generations[usize::from(job)] += 1;
            let lease = Lease { job, generation: self.generations[usize::from(job)] };
            self.leases.push((lease, session));
            leases.insert(lease);
            self.fill(setup);
        }
        self.leases.sort_unstable();
        leases
    }

    /// Makes a job ready at its old place, or lets it return when there is room.
    pub(super) fn come_back(&mut self, setup: &Setup, job: Item) {
        if self.has_room(setup) {
            self.make_ready(job);
        } else {
            self.returning.insert(self.place(&self.returning, job), job);
        }
    }

    pub(super) fn make_ready(&mut self, job: Item) {
        self.ready.insert(self.place(&self.ready, job), job);
    }

    /// Where a job belongs in a list in the order of arrival.
    fn place(&self, list: &[Item], job: Item) -> usize {
        let arrival = |job| self.jobs.iter().position(|&other| other == job);
        list.partition_point(|&other| arrival(other) < arrival(job))
    }
}
