use crate::protocol::lease::Lease;
use crate::protocol::line::Line;
use crate::protocol::memory::{Record, Session, Time};
use crate::protocol::request::{Answer, Body, Client, Item, Number, Request};
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
    ) -> Result<Answer, Fault> {
        if let Body::Hello { open, held } = request.body {
            return self.hello(setup, me, request.epoch, (open, held));
        }
        if let Some(memory) = &mut self.sessions[usize::from(me)].memory
            && (request.body != Body::Count || !setup.has(Mistake::CountIgnoresArrived))
        {
            memory.records.retain(|(number, _)| request.arrived & 1 << number == 0);
        }
        if let Some(answer) = self.answered(setup, me, request) {
            return Ok(answer);
        }
        let number = request.number;
        let answer = match request.body {
            Body::Hello { .. } => Answer::Unknown,
            Body::Beat => {
                self.sessions[usize::from(me)].time = Time::Alive;
                Answer::Done
            }
            Body::Count => Answer::Done,
            Body::Put(item) | Body::TryPut(item) => {
                if self.has_room(setup) {
                    self.store(item);
                    self.record(me, number, Record::Put);
                    Answer::Put
                } else if matches!(request.body, Body::Put(_)) {
                    self.puts.join(me, number, item);
                    self.record(me, number, Record::Wait);
                    Answer::Wait
                } else {
                    Answer::Full
                }
            }
            Body::Take => match self.take(me) {
                Some(lease) => {
                    self.record(me, number, Record::Taken(lease));
                    Answer::Taken(Some(lease))
                }
                None => {
                    self.takes.join(me, number, 0);
                    self.record(me, number, Record::Wait);
                    Answer::Wait
                }
            },
            Body::Done(lease) | Body::Retry(lease) => {
                let Some(job) = self.end_lease(setup, me, lease)? else {
                    return Ok(Answer::Stale);
                };
                if matches!(request.body, Body::Done(_)) {
                    self.jobs.retain(|&other| other != job);
                } else {
                    self.come_back(setup, job);
                }
                self.record(me, number, Record::Done);
                Answer::Done
            }
            Body::Cancel(number) => self.cancel(setup, me, number)?,
        };
        match request.body {
            Body::Take if matches!(answer, Answer::Taken(_)) => while self.fill(setup) {},
            Body::Put(_) | Body::TryPut(_) | Body::Retry(_) => self.settle(setup)?,
            Body::Hello { .. }
            | Body::Take
            | Body::Done(_)
            | Body::Cancel(_)
            | Body::Beat
            | Body::Count => {}
        }
        Ok(answer)
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
        if let Some(Record::Taken(lease)) = known
            && let Some(job) = self.end_lease(setup, me, lease)?
        {
            self.attempts[usize::from(job)] -= u8::from(!setup.has(Mistake::CancelCounts));
            self.come_back(setup, job);
        }
        self.sessions[usize::from(me)].forget(number);
        self.settle(setup)?;
        Ok(Answer::Cancelled)
    }

    fn answered(&self, setup: &Setup, me: Client, request: Request) -> Option<Answer> {
        let session = &self.sessions[usize::from(me)];
        let Some(memory) = &session.memory else { return Some(Answer::Unknown) };
        let is_current = memory.epoch == request.epoch
            || setup.has(Mistake::NoEpochCheck)
            || setup.has(Mistake::EpochOnlyOnClient) && memory.epoch <= request.epoch;
        if !is_current || memory.is_lost {
            return Some(Answer::Unknown);
        }
        Some(match session.record(request.number)? {
            Record::Wait => Answer::Wait,
            Record::Put => Answer::Put,
            Record::Done => Answer::Done,
            Record::Taken(lease) => {
                Answer::Taken(Some(lease).filter(|_| self.leases.iter().any(|l| l.0 == lease)))
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

    pub(super) fn take(&mut self, session: Client) -> Option<Lease> {
        if self.ready.is_empty() {
            return None;
        }
        let job = self.ready.remove(0);
        self.attempts[usize::from(job)] += 1;
        self.generations[usize::from(job)] += 1;
        let lease = Lease { job, generation: self.generations[usize::from(job)] };
        self.leases.push((lease, session));
        self.leases.sort_unstable();
        Some(lease)
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
