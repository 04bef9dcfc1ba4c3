use std::ops::Range;

use crate::protocol::request::{Answer, Body, Epoch, Item, Items, Number, Numbers};

/// A request of a client that has no answer yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Task {
    pub(crate) number: Number,
    pub(crate) body: Body,
    /// The job of a put, also while it is cancelled.
    pub(crate) item: Option<Item>,
    pub(crate) phase: Phase,
    /// The epoch in which its operation was sent first, if it may have been carried out since then. Otherwise 0.
    pub(crate) first: Epoch,
    /// Numbers that it reports as arrived, however often it is sent.
    pub(crate) arrived: Numbers,
    /// The answers of its requests that are here.
    pub(crate) answers: [Option<Answer>; 2],
    /// The jobs that were put before its call.
    pub(crate) after: Items,
    /// What the stream has said before the answer `wait` came.
    pub(crate) woken: [Option<Answer>; 2],
}

/// Where a request is. The epochs are those in which it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Phase {
    /// It has not been sent.
    Ready,
    Sent(Epoch),
    /// The engine has answered `wait`.
    Waits(Epoch),
    /// Its answer may be lost, or the engine has refused it.
    Doubt(Epoch),
}

impl Task {
    pub(crate) fn new(number: Number, body: Body) -> Self {
        let item = match body {
            Body::Put(item) | Body::PutTwo(item) | Body::TryPut(item) | Body::PutLater(item) => {
                Some(item)
            }
            Body::Hello { .. }
            | Body::Take(_)
            | Body::Done(_)
            | Body::Retry(_)
            | Body::RetryLater(_)
            | Body::Cancel(_)
            | Body::Beat
            | Body::Count
            | Body::Join
            | Body::Shutdown(_) => None,
        };
        Self {
            number,
            body,
            item,
            phase: Phase::Ready,
            first: 0,
            after: 0,
            arrived: 0,
            answers: [None; 2],
            woken: [None; 2],
        }
    }

    /// Returns whether it is to be sent, or sent again.
    pub(crate) fn is_due(&self, epoch: Epoch) -> bool {
        match self.phase {
            Phase::Ready => true,
            Phase::Sent(_) => false,
            Phase::Waits(sent) | Phase::Doubt(sent) => sent < epoch,
        }
    }

    /// The number under which its request travels. Only what leaves a record needs one.
    pub(crate) fn request_number(&self) -> Number {
        match self.body {
            Body::Put(_)
            | Body::PutTwo(_)
            | Body::TryPut(_)
            | Body::PutLater(_)
            | Body::Take(_)
            | Body::Done(_)
            | Body::Retry(_)
            | Body::RetryLater(_)
            | Body::Join
            | Body::Shutdown(_) => self.number,
            Body::Hello { .. } | Body::Cancel(_) | Body::Beat | Body::Count => 0,
        }
    }

    /// The numbers of the requests that are sent together. None of what leaves no record.
    pub(crate) fn requests(&self) -> Range<Number> {
        let count = if self.request_number() > 0 { self.body.count() } else { 0 };
        self.number..self.number + count
    }

    /// The number of the request that it cancels.
    pub(crate) fn cancels(&self) -> Range<Number> {
        if let Body::Cancel(number) = self.body { number..number + 1 } else { 0..0 }
    }

    /// Returns whether an engine that remembers the session since this epoch may have forgotten that it carried it out.
    pub(crate) fn is_forgotten(&self, known_since: Epoch) -> bool {
        self.first > 0 && self.first < known_since
    }

    /// Returns whether it may not be carried out again by an engine that has forgotten the first time.
    pub(crate) fn is_once(&self) -> bool {
        matches!(self.body, Body::Put(_) | Body::PutTwo(_) | Body::TryPut(_) | Body::PutLater(_))
    }
}
