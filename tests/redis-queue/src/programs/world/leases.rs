use queue_core::Storage as _;
use queue_core::work::{Job, Retry};

use super::rules::FIRST;
use super::{Record, World};
use crate::programs::answer::{Answer, Cause, Letter, Taken};
use crate::programs::request::{Item, LeaseKey, SessionId};
use crate::programs::step::Where;

/// Jobs that have been taken.
impl World {
    /// Notes that a request has taken jobs.
    pub(super) fn lease(
        &mut self,
        session: SessionId,
        number: u64,
        jobs: Vec<Job<Item>>,
        lasts: u64,
    ) -> Answer {
        let (mut keys, mut taken) = (Vec::new(), Vec::new());
        for job in jobs {
            let item = job.item.id;
            let key = LeaseKey { session, number, item };
            self.leases.push((key, job));
            keys.push(key);
            taken.push(Taken { item, attempts: job.attempts() });
            if lasts > 0 {
                self.keep(job, lasts);
            }
        }
        self.records.insert((session, number), Record::Taken(keys));
        Answer::Taken(taken)
    }

    /// A delay of nothing is none, even if the core has not been told what time it is.
    pub(super) const fn due_after(&self, delay: u64) -> u64 {
        if delay == 0 { 0 } else { self.now + delay }
    }

    pub(super) fn note_delay(&self, item: u16, delay: u64) {
        if delay > 0 {
            self.arrivals.delay(item, self.now + delay);
        }
    }

    fn keep(&mut self, job: Job<Item>, lasts: u64) {
        let (lease, until) = (job.lease().expect("it has been taken"), self.now + lasts);
        let kept = self.state.keep(lease, job.item, until, &mut self.effects);
        assert!(kept.is_ok(), "the lease is good");
    }

    /// The job of a lease of this session that has not ended.
    pub(super) fn good(&self, session: SessionId, lease: &LeaseKey) -> Option<Job<Item>> {
        let of_key = self.leases.iter().filter(|(key, _)| key == lease && key.session == session);
        let mut jobs = of_key.map(|&(_, job)| job);
        jobs.find(|job| job.lease().is_some_and(|lease| self.state.is_leased(lease)))
    }

    /// The leases that have not ended, of one session or of all.
    pub(in crate::programs) fn good_leases(&self, session: Option<SessionId>) -> Vec<LeaseKey> {
        let of_session = self.leases.iter().map(|(key, _)| key);
        let of_session =
            of_session.filter(|key| session.is_none_or(|session| key.session == session));
        of_session.filter(|key| self.good(key.session, key).is_some()).copied().collect()
    }

    /// All leases there were.
    pub(in crate::programs) fn all_leases(&self) -> Vec<LeaseKey> {
        self.leases.iter().map(|&(key, _)| key).collect()
    }

    pub(super) fn done(&mut self, session: SessionId, number: u64, lease: LeaseKey) -> Answer {
        let Some(job) = self.good(session, &lease) else { return Answer::Stale };
        self.end(job);
        self.record(session, number, Answer::Done)
    }

    fn end(&mut self, job: Job<Item>) {
        let lease = job.lease().expect("it has been taken");
        let done = self.state.done(lease, &mut None, &mut self.effects.notified);
        assert!(done.is_ok(), "the lease is good");
    }

    pub(super) fn retry(
        &mut self,
        session: SessionId,
        number: u64,
        lease: LeaseKey,
        place: Where,
    ) -> Answer {
        let Some(job) = self.good(session, &lease) else { return Answer::Stale };
        let retry = match place {
            Where::Place => Retry::InPlace,
            Where::End => Retry::AtEnd,
            Where::Later(delay) => Retry::At(self.due_after(delay)),
            Where::Dead => {
                let (item, attempts) = (job.item.id, job.attempts());
                self.letters.push(Letter { item, attempts, cause: Cause::Undecodable });
                self.end(job);
                return self.record(session, number, Answer::Done);
            }
        };
        let dead = self.letters.len();
        self.give_back(job, retry);
        if self.letters.len() == dead && place != Where::Place {
            self.arrivals.arrive(job.item.id);
            self.note_delay(job.item.id, if let Where::Later(delay) = place { delay } else { 0 });
        }
        self.record(session, number, Answer::Done)
    }

    pub(super) fn give_back(&mut self, job: Job<Item>, retry: Retry) {
        let lease = job.lease().expect("it has been taken");
        let given = self.state.retry(lease, job.item, retry, &mut self.effects);
        assert!(given.is_ok(), "the lease is good");
        self.bury();
    }

    pub(super) fn extend(
        &mut self,
        session: SessionId,
        number: u64,
        lease: LeaseKey,
        lasts: u64,
    ) -> Answer {
        let Some(job) = self.good(session, &lease) else { return Answer::Stale };
        self.keep(job, lasts);
        self.record(session, number, Answer::Done)
    }

    /// Puts an item anew. It needs no room to be accepted, as one that comes back.
    pub(super) fn revive(&mut self, session: SessionId, number: u64, item: Item) -> Answer {
        if !self.letters.iter().any(|letter| letter.item == item.id) {
            return Answer::Stale;
        }
        if self.state.put_at(Job::new(item), 0, &mut self.effects).is_err() {
            return Answer::ShutDown;
        }
        self.drop_letter(session, number, item)
    }

    pub(super) fn drop_letter(&mut self, session: SessionId, number: u64, item: Item) -> Answer {
        let Some(at) = self.letters.iter().position(|letter| letter.item == item.id) else {
            return Answer::Stale;
        };
        self.letters.remove(at);
        self.record(session, number, Answer::Done)
    }

    /// Gives a job back as if it had not been taken.
    pub(super) fn untake(&mut self, session: SessionId, lease: LeaseKey) {
        let Some(job) = self.good(session, &lease) else { return };
        if self.closed == 2 {
            self.give_back(job, Retry::InPlace);
            let letter = self.letters.last_mut().expect("it has died");
            letter.attempts -= 1;
            return;
        }
        let has_room = !self.state.is_full();
        let _ = self.state.with_storage(&mut self.effects.notified, |jobs| jobs.push(job));
        // In the core it returns, even if there is room.
        if has_room {
            self.let_in();
        }
    }

    /// Gives the first job that returns room, by way of another one that leaves.
    pub(super) fn let_in(&mut self) {
        let passed = self.state.with_storage(&mut self.effects.notified, |jobs| {
            let _ = jobs.push(Job::new(FIRST));
            jobs.pop()
        });
        let passed = passed.filter(|job| job.item == FIRST).expect("it is the first");
        self.end(passed);
    }
}
