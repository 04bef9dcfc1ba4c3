use super::{Result, Run, differ, pick};
use crate::programs::answer::{Answer, Report};
use crate::programs::request::{Call, Item, Request};
use crate::programs::session::Session;

/// What a client does about connections that break, and sessions that end.
impl Run<'_> {
    pub(super) fn again(&mut self, at: usize, request: usize) -> Result<()> {
        let Some(sent) = pick(&self.sessions[at].sent, request).cloned() else { return Ok(()) };
        self.live(at)?;
        self.call(at, sent.number, sent.request)
    }

    pub(super) fn bye(&mut self, at: usize) -> Result<()> {
        self.send(at, Request::Bye)?;
        self.sessions[at] = self.new_session();
        self.hello(at)
    }

    /// Sees that a session that has ended is refused, and lets it say hello.
    pub(super) fn live(&mut self, at: usize) -> Result<()> {
        if !self.oracle.is_lost(self.sessions[at].id) {
            return Ok(());
        }
        self.refused(at, Request::Join)?;
        self.hello(at)
    }

    pub(super) fn hello(&mut self, at: usize) -> Result<()> {
        self.sessions[at].epoch += 1;
        self.call(at, 0, Request::Hello)?;
        for sent in self.sessions[at].sent.clone() {
            if sent.answers.contains(&None) {
                self.call(at, sent.number, sent.request)?;
            }
        }
        Ok(())
    }

    pub(super) fn late(&mut self, at: usize, is_put: bool) -> Result<()> {
        self.live(at)?;
        let late = if is_put {
            Request::Put { items: vec![Item { id: 0, rank: 0 }], waits: true }
        } else {
            Request::Hello
        };
        self.sessions[at].epoch -= 1;
        let refused = self.refused(at, late);
        self.sessions[at].epoch += 1;
        refused
    }

    /// Sees that the engine refuses a request, and changes nothing.
    fn refused(&mut self, at: usize, request: Request) -> Result<()> {
        let Session { id: session, epoch, next_number: number, .. } = self.sessions[at];
        let call = Call { session, passed: 0, number, arrived: Vec::new(), request };
        let report = self.engine.call(&call, epoch).map_err(|error| format!("{error:#}"))?;
        let counts = self.last.as_ref().map_or(report.counts, |last| last.counts);
        let expected = Report { answers: vec![Answer::Unknown], wakes: Vec::new(), counts };
        differ(&expected, &report)
    }
}
