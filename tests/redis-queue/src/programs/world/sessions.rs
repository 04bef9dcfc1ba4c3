use queue_core::work::Retry;

use super::{PassedOver, Record, Session, World};
use crate::programs::answer::Answer;
use crate::programs::request::SessionId;

/// What the engine adds: sessions, which end by time.
impl World {
    pub(in crate::programs) fn is_lost(&self, session: SessionId) -> bool {
        self.sessions.get(&session).is_some_and(|session| session.is_lost)
    }

    pub(super) fn has_ended(&self, session: SessionId) -> bool {
        let ends = self.sessions.get(&session).and_then(|session| session.ends);
        ends.is_none_or(|ends| ends <= self.now)
    }

    pub(super) fn hello(&mut self, session: SessionId) -> Answer {
        let lives = Session { ends: Some(self.now + self.setup.lasts), is_lost: false };
        self.sessions.insert(session, lives);
        // The engine remembers the session from its first hello on.
        Answer::Hello { since: 1 }
    }

    /// Does what is due. What is due at the same time as the end of a session comes first.
    pub(super) fn beat(&mut self, session: SessionId) -> Answer {
        let ends = self.now + self.setup.lasts;
        self.sessions.entry(session).and_modify(|session| session.ends = Some(ends));
        let ended = |session: &Session| session.ends.filter(|&ends| ends <= self.now);
        let ended = self.sessions.iter().filter_map(|(&id, session)| Some((ended(session)?, id)));
        let mut ended: Vec<_> = ended.collect();
        ended.sort_unstable();
        for (time, session) in ended {
            self.advance(time);
            let ended = Session { ends: None, is_lost: true };
            self.sessions.insert(session, ended);
            self.give_all_back(session);
        }
        self.advance(self.now);
        Answer::Due(None)
    }

    fn advance(&mut self, time: u64) {
        self.state.advance(time, &mut self.effects);
        self.arrivals.advance(time);
        self.bury();
    }

    /// The job that arrived first comes back first.
    fn give_all_back(&mut self, session: SessionId) {
        let mut leases = self.good_leases(Some(session));
        leases.sort_by_key(|lease| self.arrivals.of(lease.item));
        for lease in leases {
            if let Some(job) = self.good(session, &lease) {
                self.give_back(job, Retry::InPlace);
            }
        }
    }

    /// Says when the next thing is due, once all that was has been done.
    pub(super) fn complete(&self, answer: Answer) -> Answer {
        if !matches!(answer, Answer::Due(_)) {
            return answer;
        }
        let sessions = self.sessions.values().filter_map(|session| session.ends);
        let next = sessions.chain(self.state.next_deadline()).min();
        Answer::Due(next.map(|next| next - self.now))
    }

    /// Ends a session for good.
    pub(super) fn bye(&mut self, session: SessionId) -> Answer {
        self.give_all_back(session);
        let of_session: Vec<_> =
            self.records.keys().filter(|(id, _)| *id == session).copied().collect();
        for key in of_session {
            if let Some(Record::Waits(operation)) = self.records.remove(&key) {
                self.leave(operation);
            }
        }
        self.sessions.remove(&session);
        Answer::Done
    }

    /// Passes an operation over: it is as if its request had not come.
    pub(in crate::programs) fn pass_over(&mut self, passed_over: PassedOver) {
        let PassedOver { operation, .. } = passed_over;
        self.leave(operation);
        let of = &self.operations[operation];
        self.records.remove(&(of.session, of.number));
        self.sessions.entry(of.session).and_modify(|session| session.is_lost = true);
    }
}
