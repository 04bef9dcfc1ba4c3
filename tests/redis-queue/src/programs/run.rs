mod protocol;

use super::answer::{Answer, Report};
use super::engine::Engine;
use super::oracle::Oracle;
use super::request::{Call, Item, LeaseKey, Request};
use super::session::{Sent, Session};
use super::setup::Setup;
use super::step::Step;

/// The time at which programs begin.
pub(super) const START: u64 = 1_000;

/// A program that runs on both sides.
pub(super) struct Run<'a> {
    engine: Engine<'a>,
    oracle: Oracle,
    sessions: Vec<Session>,
    next_session: u32,
    items: Vec<Item>,
    /// How much time has passed since the last call.
    passed: u64,
    last: Option<Report>,
    /// What the oracle has answered since the last step.
    answers: Vec<Answer>,
}

/// What differs, or what failed.
type Result<T> = std::result::Result<T, String>;

impl<'a> Run<'a> {
    pub(super) fn begin(engine: Engine<'a>, setup: Setup) -> Result<Self> {
        let mut run = Self {
            engine,
            oracle: Oracle::new(setup),
            sessions: Vec::new(),
            next_session: 0,
            items: Vec::new(),
            passed: 0,
            last: None,
            answers: Vec::new(),
        };
        for at in 0..setup.sessions {
            let new = run.new_session();
            run.sessions.push(new);
            run.hello(at)?;
        }
        Ok(run)
    }

    const fn new_session(&mut self) -> Session {
        self.next_session += 1;
        Session::new(self.next_session)
    }

    /// Takes a step, and returns what the oracle answered.
    pub(super) fn step(&mut self, step: &Step) -> Result<Vec<Answer>> {
        self.answers.clear();
        match *step {
            Step::TryPut(at, ref ranks) => self.put(at, ranks, false),
            Step::Put(at, ref ranks) => self.put(at, ranks, true),
            Step::PutLater(at, rank, delay) => {
                let item = self.item(rank);
                self.send(at, Request::PutLater(item, delay))
            }
            Step::TryTake(at, limit, lasts) => {
                self.send(at, Request::Take { waits: false, limit, lasts })
            }
            Step::Take(at, limit, lasts) => {
                self.send(at, Request::Take { waits: true, limit, lasts })
            }
            Step::Done(lease) => self.with_lease(lease, Request::Done),
            Step::Retry(lease, place) => {
                self.with_lease(lease, |lease| Request::Retry(lease, place))
            }
            Step::Extend(lease, lasts) => {
                self.with_lease(lease, |lease| Request::Extend(lease, lasts))
            }
            Step::Stale(at, lease) => match pick(&self.oracle.all_leases(), lease) {
                Some(&lease) => self.send(at, Request::Done(lease)),
                None => Ok(()),
            },
            Step::Cancel(at, request) => self.cancel(at, request),
            Step::Revive(at, letter) => self.with_letter(at, letter, Request::Revive),
            Step::Drop(at, letter) => self.with_letter(at, letter, Request::Drop),
            Step::Join(at) => self.send(at, Request::Join),
            Step::Resize(at, capacity) => self.send(at, Request::Resize(capacity)),
            Step::Shutdown(at) => self.send(at, Request::Shutdown { is_now: false }),
            Step::ShutdownNow(at) => self.send(at, Request::Shutdown { is_now: true }),
            Step::Beat(at, time) => {
                self.passed += time;
                self.send(at, Request::Beat)
            }
            Step::Pass(time) => {
                self.passed += time;
                Ok(())
            }
            Step::Again(at, request) => self.again(at, request),
            Step::Hello(at) => self.hello(at),
            Step::Late(at, is_put) => self.late(at, is_put),
            Step::Arrived(at) => {
                self.sessions[at].take_arrived();
                Ok(())
            }
            Step::Bye(at) => self.bye(at),
        }?;
        Ok(std::mem::take(&mut self.answers))
    }

    fn put(&mut self, at: usize, ranks: &[i32], waits: bool) -> Result<()> {
        let items = ranks.iter().map(|&rank| self.item(rank)).collect();
        self.send(at, Request::Put { items, waits })
    }

    fn item(&mut self, rank: i32) -> Item {
        let item = Item { id: self.items.len() as u16, rank };
        self.items.push(item);
        item
    }

    fn with_letter(
        &mut self,
        at: usize,
        letter: usize,
        request: impl FnOnce(Item) -> Request,
    ) -> Result<()> {
        match pick(self.oracle.letters(), letter).map(|letter| self.items[usize::from(letter.item)])
        {
            Some(item) => self.send(at, request(item)),
            None => Ok(()),
        }
    }

    fn with_lease(
        &mut self,
        lease: usize,
        request: impl FnOnce(LeaseKey) -> Request,
    ) -> Result<()> {
        let leases = self.oracle.good_leases();
        let Some(&lease) = pick(&leases, lease) else { return Ok(()) };
        let holder = self.sessions.iter().position(|session| session.id == lease.session);
        self.send(holder.ok_or("a session that has said bye has a lease")?, request(lease))
    }

    /// Sends a request for the first time.
    fn send(&mut self, at: usize, request: Request) -> Result<()> {
        self.live(at)?;
        let session = &mut self.sessions[at];
        let count = request.count();
        let number = if count == 0 { 0 } else { session.next_number };
        session.next_number += count;
        if count > 0 {
            let answers = vec![None; count as usize];
            session.sent.push(Sent { number, request: request.clone(), answers });
        }
        self.call(at, number, request)
    }

    fn cancel(&mut self, at: usize, request: usize) -> Result<()> {
        self.live(at)?;
        let Some(sent) = self.sessions[at].take_cancelled(request) else { return Ok(()) };
        for number in sent.numbers() {
            self.call(at, 0, Request::Cancel(number))?;
        }
        self.sessions[at].arrived.extend(sent.numbers());
        Ok(())
    }

    /// Calls both sides.
    fn call(&mut self, at: usize, number: u64, request: Request) -> Result<()> {
        let session = &mut self.sessions[at];
        // A hello carries nothing: it is not known whether it arrives.
        let arrived = if matches!(request, Request::Hello) {
            Vec::new()
        } else {
            std::mem::take(&mut session.arrived)
        };
        let passed = std::mem::take(&mut self.passed);
        let call = Call { session: session.id, passed, number, arrived, request };
        let expected = self.oracle.call(&call);
        let report =
            self.engine.call(&call, session.epoch).map_err(|error| format!("{error:#}"))?;
        self.answers.extend(expected.answers.iter().cloned());
        self.answers.extend(expected.wakes.iter().map(|(_, _, answer)| answer.clone()));
        differ(&expected, &report)?;
        if call.request.count() > 0 {
            for (number, answer) in (number..).zip(&expected.answers) {
                self.sessions[at].answer(number, answer);
            }
        }
        for (session, number, answer) in &expected.wakes {
            let session = self.sessions.iter_mut().find(|known| known.id == *session);
            if let Some(session) = session {
                session.answer(*number, answer);
            }
        }
        self.last = Some(expected);
        Ok(())
    }

    /// Ends all jobs, and compares what comes out.
    pub(super) fn drain(&mut self) -> Result<()> {
        for _ in 0..200 {
            for step in [Step::Beat(0, 3), Step::TryTake(0, 1, 0), Step::Done(0)] {
                self.step(&step)?;
            }
            let counts = self.last.as_ref().map(|last| last.counts);
            if counts.is_some_and(|counts| counts.unfinished + counts.puts == 0) {
                return self.compare_letters();
            }
        }
        Err("the queue does not move".to_owned())
    }

    fn compare_letters(&mut self) -> Result<()> {
        let Session { id: session, epoch, .. } = self.sessions[0];
        let (passed, request) = (0, Request::Join);
        let call = Call { session, passed, number: 0, arrived: Vec::new(), request };
        let letters = self.engine.letters(&call, epoch).map_err(|error| format!("{error:#}"))?;
        differ(&self.oracle.letters(), &letters.as_slice())
    }

    pub(super) fn delete(&mut self) -> Result<()> {
        self.engine.delete().map_err(|error| format!("{error:#}"))
    }
}

fn differ<T: PartialEq + std::fmt::Debug>(expected: &T, seen: &T) -> Result<()> {
    if expected == seen {
        return Ok(());
    }
    Err(format!("the oracle says {expected:?}\nthe engine says {seen:?}"))
}

fn pick<T>(all: &[T], place: usize) -> Option<&T> {
    all.get(place.checked_rem(all.len())?)
}
