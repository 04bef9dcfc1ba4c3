use crate::protocol::engine::Engine;
use crate::protocol::line::Line;
use crate::protocol::memory::Record;
use crate::protocol::request::{Answer, Client, Item, Number};
use crate::protocol::{Mistake, Setup};

/// Whether the queue has been shut down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Closed {
    #[default]
    No,
    Gracefully,
    Immediately,
}

/// The end of the queue, and of all jobs.
impl Engine {
    pub(super) fn join(&mut self, setup: &Setup, me: Client, number: Number) -> Answer {
        if self.has_ended()
            || setup.has(Mistake::JoinOfReady) && self.ready.is_empty()
            || setup.has(Mistake::JoinIgnoresDelayed) && self.jobs.len() == self.delayed.len()
        {
            return Answer::Joined;
        }
        self.joins.join(me, number, 0);
        self.record(me, number, Record::Wait);
        Answer::Wait
    }

    pub(super) fn shut_down(&mut self, setup: &Setup, how: Closed) {
        self.closed = self.closed.max(how);
        if !setup.has(Mistake::PutsNotTold) {
            self.tell_all(setup, |engine| &mut engine.puts, Record::ShutDown, Answer::ShutDown);
        }
        if self.closed == Closed::Immediately {
            let mut places = vec![&mut self.ready, &mut self.returning];
            if !setup.has(Mistake::DelayedNotBuried) {
                places.push(&mut self.delayed);
            }
            let jobs: Vec<_> = places.into_iter().flat_map(std::mem::take).collect();
            jobs.into_iter().for_each(|job| self.bury(job));
            self.tell_all(setup, |engine| &mut engine.takes, Record::ShutDown, Answer::ShutDown);
        }
    }

    pub(super) fn bury(&mut self, job: Item) {
        self.jobs.retain(|&other| other != job);
        self.dead |= 1 << job;
    }

    /// After a job has ended.
    pub(super) fn check_end(&mut self, setup: &Setup) {
        if !self.has_ended() {
            return;
        }
        self.tell_all(setup, |engine| &mut engine.joins, Record::Joined, Answer::Joined);
        if self.closed > Closed::No && !setup.has(Mistake::TakesNotTold) {
            self.tell_all(setup, |engine| &mut engine.takes, Record::ShutDown, Answer::ShutDown);
        }
    }

    /// Returns whether all jobs have ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.jobs.is_empty()
    }

    fn tell_all(
        &mut self,
        setup: &Setup,
        line: fn(&mut Self) -> &mut Line,
        record: Record,
        answer: Answer,
    ) {
        while let Some((client, number, _)) = line(self).pop() {
            let session = &self.sessions[usize::from(client)];
            // One whose session has ended is told, too: it may live on.
            if session.record(number).is_some()
                || session.memory.is_some() && setup.has(Mistake::TellsTheForgotten)
            {
                self.tell(setup, client, number, record, answer);
            }
        }
    }
}
