use super::answer::Answer;
use super::request::{Request, SessionId};

/// What a client knows of its session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: SessionId,
    pub(super) epoch: u64,
    pub(super) next_number: u64,
    /// The requests whose answers the engine may still have.
    pub(super) sent: Vec<Sent>,
    /// The numbers of the answers that have arrived, for the next call to carry.
    pub(super) arrived: Vec<u64>,
}

/// A request that has been sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) number: u64,
    pub(super) request: Request,
    /// The answer of each of its numbers, unless that waits.
    pub(super) answers: Vec<Option<Answer>>,
}

impl Session {
    pub(super) const fn new(id: SessionId) -> Self {
        Self { id, epoch: 0, next_number: 1, sent: Vec::new(), arrived: Vec::new() }
    }

    /// Takes out one of the requests that can be cancelled, by its place modulo their number.
    pub(super) fn take_cancelled(&mut self, place: usize) -> Option<Sent> {
        let places = (0..self.sent.len()).filter(|&at| self.sent[at].request.can_be_cancelled());
        let places: Vec<_> = places.collect();
        let at = *places.get(place.checked_rem(places.len())?)?;
        Some(self.sent.remove(at))
    }

    /// A request has been answered, at once or later.
    pub(super) fn answer(&mut self, number: u64, answer: &Answer) {
        let sent = self.sent.iter_mut().find(|sent| sent.numbers().contains(&number));
        if let Some(sent) = sent {
            let answer = Some(answer.clone()).filter(|answer| *answer != Answer::Wait);
            sent.answers[(number - sent.number) as usize] = answer;
        }
    }

    /// All answers that there are have arrived.
    pub(super) fn take_arrived(&mut self) {
        let (complete, open): (Vec<_>, _) =
            self.sent.drain(..).partition(|sent| !sent.answers.contains(&None));
        self.sent = open;
        self.arrived.extend(complete.iter().flat_map(Sent::numbers));
    }
}

impl Sent {
    pub(super) const fn numbers(&self) -> std::ops::Range<u64> {
        self.number..self.number + self.request.count()
    }
}
