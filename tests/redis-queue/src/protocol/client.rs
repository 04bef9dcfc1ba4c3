use crate::protocol::lease::Lease;
use crate::protocol::network::Network;
use crate::protocol::request::{Body, Epoch, Item, Items, Number, Numbers, Request};
use crate::protocol::task::{Phase, Task};
use crate::protocol::{Mistake, Setup};

/// A client, which follows the rules of `session.rs` and `operation.rs`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    pub(crate) is_alive: bool,
    pub(crate) epoch: Epoch,
    /// Epochs that were tried.
    pub(crate) tries: Epoch,
    /// The engine remembers what this session did since that epoch.
    pub(crate) known_since: Epoch,
    /// The epoch of the hello that began the session on the engine.
    pub(crate) began_in: Epoch,
    /// Whether requests can be sent.
    pub(crate) is_connected: bool,
    /// Whether the next epoch is about to begin.
    pub(crate) is_over: bool,
    /// Whether a hello is under way.
    pub(crate) says_hello: bool,
    next_number: Number,
    pub(crate) arrived: Numbers,
    /// How many calls of the program have begun.
    pub(crate) begun: u8,
    pub(crate) tasks: Vec<Task>,
    pub(crate) leases: Vec<Lease>,
    /// News for the caller, in the order of arrival. Empty between the steps.
    pub(crate) news: Vec<News>,
}

/// What the client has learned of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum News {
    Put(Item),
    NotPut(Item),
    Unknown(Item),
    Done(Item),
    /// A join, or the shutdown that a take is told of: these jobs have ended.
    Ended(Items),
}

impl Client {
    /// A client whose first epoch has begun.
    pub(crate) fn new() -> Self {
        Self {
            is_alive: true,
            epoch: 1,
            tries: 1,
            known_since: 1,
            began_in: 1,
            is_connected: true,
            is_over: false,
            says_hello: false,
            next_number: 1,
            arrived: 0,
            begun: 0,
            tasks: Vec::new(),
            leases: Vec::new(),
            news: Vec::new(),
        }
    }

    pub(crate) fn dead() -> Self {
        Self { is_alive: false, ..Self::new() }
    }

    pub(crate) fn begin(&mut self, setup: &Setup, network: &mut Network, body: Body, after: Items) {
        let has_number = !matches!(body, Body::Beat | Body::Count);
        let number = if has_number { self.number() } else { 0 };
        self.next_number += body.count() - 1;
        self.tasks.push(Task { after, ..Task::new(number, body) });
        self.send(setup, network, self.tasks.len() - 1);
    }

    pub(crate) fn number(&mut self) -> Number {
        self.next_number += 1;
        self.next_number - 1
    }

    /// Sends a request, unless the connection is gone, or the put may have been carried out and forgotten.
    pub(crate) fn send(&mut self, setup: &Setup, network: &mut Network, index: usize) {
        let task = &mut self.tasks[index];
        let is_in_loop =
            matches!(task.phase, Phase::Doubt(_)) && setup.has(Mistake::ResendAfterLoss);
        if task.is_once() && task.is_forgotten(self.known_since) && !is_in_loop {
            let items = task.item.into_iter().flat_map(|item| item..item + task.body.count());
            self.news.extend(items.map(News::Unknown));
            self.cancel(index, setup);
        }
        let task = &mut self.tasks[index];
        if matches!(task.phase, Phase::Ready | Phase::Waits(_)) {
            task.arrived = std::mem::take(&mut self.arrived);
        }
        if !self.is_connected {
            task.phase = Phase::Doubt(self.epoch);
            return;
        }
        if task.first == 0 {
            task.first = self.epoch;
        }
        if setup.has(Mistake::ResendWithNewNumber)
            && task.request_number() > 0
            && matches!(task.phase, Phase::Doubt(_))
        {
            task.number = self.next_number;
            self.next_number += task.body.count();
        }
        if setup.has(Mistake::RecordForgottenEarly) {
            task.requests().for_each(|number| self.arrived |= 1 << number);
        }
        task.phase = Phase::Sent(self.epoch);
        network.requests.push(Request {
            epoch: self.epoch,
            number: task.request_number(),
            arrived: task.arrived,
            body: task.body,
        });
    }

    /// Returns whether the next epoch has to begin.
    pub(crate) fn needs_hello(&self) -> bool {
        !self.says_hello && self.tasks.iter().any(|task| task.phase == Phase::Doubt(self.epoch))
    }

    pub(crate) fn hello(&mut self, setup: &Setup, network: &mut Network) {
        self.tries += 1;
        self.says_hello = true;
        self.is_over = true;
        let held = if setup.has(Mistake::ReleasedEarly) {
            self.leases.iter().copied().collect()
        } else if setup.has(Mistake::HeldFirst) {
            self.held().take(1).collect()
        } else {
            self.held().collect()
        };
        // It gets a new connection if the old one is gone; until its answer, nothing else goes over it.
        network.requests.push(Request {
            epoch: self.tries,
            number: 0,
            arrived: 0,
            body: Body::Hello { open: self.open(setup), held },
        });
    }

    /// The operations whose answers are missing, as in `open.rs`.
    fn open(&self, setup: &Setup) -> Numbers {
        let numbers = self.tasks.iter().flat_map(|task| match task.body {
            Body::Put(_)
            | Body::PutTwo(_)
            | Body::TryPut(_)
            | Body::PutLater(_)
            | Body::Take(_)
            | Body::Join
            | Body::Shutdown(_) => task.requests(),
            Body::Cancel(_) if !setup.has(Mistake::CancelledNotOpen) => task.cancels(),
            Body::Hello { .. }
            | Body::Cancel(_)
            | Body::Done(_)
            | Body::Retry(_)
            | Body::RetryLater(_)
            | Body::Beat
            | Body::Count => 0..0,
        });
        numbers.fold(0, |numbers, number| numbers | 1 << number)
    }

    /// The leases whose ends are not known to have been carried out.
    pub(crate) fn held(&self) -> impl Iterator<Item = Lease> {
        let answering = self.tasks.iter().filter_map(|task| task.body.ends());
        self.leases.iter().copied().chain(answering)
    }

    /// Takes the call of a request back: its future is dropped, and a cancel goes out.
    pub(crate) fn cancel(&mut self, index: usize, setup: &Setup) {
        let task = &mut self.tasks[index];
        // What the request reports has arrived only if its answer is here.
        if matches!(task.phase, Phase::Sent(_) | Phase::Doubt(_))
            && !setup.has(Mistake::ArrivedLostWithRequest)
        {
            self.arrived |= task.arrived;
        }
        let (number, item, first, count) = (task.number, task.item, task.first, task.body.count());
        *task = Task { item, first, ..Task::new(number, Body::Cancel(number)) };
        if count == 2 && !setup.has(Mistake::CancelOfFirstPut) {
            let (number, item) = (number + 1, item.map(|item| item + 1));
            self.tasks.push(Task { item, first, ..Task::new(number, Body::Cancel(number)) });
        }
    }

    /// The connection breaks.
    pub(crate) fn disconnect(&mut self, setup: &Setup, network: &mut Network) {
        network.cut();
        self.says_hello = false;
        self.is_connected = setup.has(Mistake::EpochOfManyConnections);
        for task in &mut self.tasks {
            if let Phase::Sent(epoch) = task.phase {
                task.phase = Phase::Doubt(epoch);
            }
        }
    }

    /// Gives a request up after some time, and forgets it.
    pub(crate) fn give_up(&mut self, index: usize) {
        let task = self.tasks.remove(index);
        self.arrived |= 1 << task.number;
    }
}
