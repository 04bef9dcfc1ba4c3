use crate::protocol::lease::Lease;
use crate::protocol::network::Network;
use crate::protocol::request::{Answer, Body, Epoch, Item, Number, Numbers, Reply, Request};
use crate::protocol::task::{Phase, Task};
use crate::protocol::{Mistake, Setup};

/// A client, which follows the rules of `session.rs` and `operation.rs`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    pub(crate) is_alive: bool,
    pub(crate) epoch: Epoch,
    /// Epochs that were tried.
    tries: Epoch,
    /// The engine remembers what this session did since that epoch.
    known_since: Epoch,
    /// Whether requests can be sent.
    pub(crate) is_connected: bool,
    /// Whether the next epoch is about to begin.
    is_over: bool,
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
}

impl Client {
    /// A client whose first epoch has begun.
    pub(crate) fn new() -> Self {
        Self {
            is_alive: true,
            epoch: 1,
            tries: 1,
            known_since: 1,
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

    pub(crate) fn begin(&mut self, setup: &Setup, network: &mut Network, body: Body) {
        let number = if matches!(body, Body::Beat | Body::Count) { 0 } else { self.number() };
        self.tasks.push(Task::new(number, body));
        self.send(setup, network, self.tasks.len() - 1);
    }

    fn number(&mut self) -> Number {
        self.next_number += 1;
        self.next_number - 1
    }

    /// Sends a request, unless the connection is gone, or the put may have been carried out and forgotten.
    pub(crate) fn send(&mut self, setup: &Setup, network: &mut Network, index: usize) {
        let task = &mut self.tasks[index];
        if task.first == 0 {
            task.first = self.epoch;
        }
        let is_in_loop =
            matches!(task.phase, Phase::Doubt(_)) && setup.has(Mistake::ResendAfterLoss);
        if task.is_once() && task.first < self.known_since && !is_in_loop {
            self.news.extend(task.item.map(News::Unknown));
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
        if setup.has(Mistake::ResendWithNewNumber)
            && task.request_number() > 0
            && matches!(task.phase, Phase::Doubt(_))
        {
            task.number = self.next_number;
            self.next_number += 1;
        }
        if setup.has(Mistake::RecordForgottenEarly) && task.request_number() > 0 {
            self.arrived |= 1 << task.number;
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
        let operations = self.tasks.iter().filter(|task| match task.body {
            Body::Put(_) | Body::TryPut(_) | Body::Take => true,
            Body::Cancel(_) => !setup.has(Mistake::CancelledNotOpen),
            Body::Hello { .. } | Body::Done(_) | Body::Retry(_) | Body::Beat | Body::Count => false,
        });
        operations.fold(0, |numbers, task| numbers | 1 << task.number)
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
        let (number, item, first) = (task.number, task.item, task.first);
        *task = Task { item, first, ..Task::new(number, Body::Cancel(number)) };
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

    /// Reads an entry of the stream. When the epoch is over, all that waits is sent again, and the engine knows better.
    pub(crate) fn deliver(&mut self, setup: &Setup, number: Number, answer: Answer) {
        if self.is_over && !setup.has(Mistake::WakeDuringHello) {
            return;
        }
        let Some(index) = self.tasks.iter().position(|task| task.request_number() == number) else {
            return;
        };
        if matches!(self.tasks[index].phase, Phase::Waits(_)) {
            self.end(setup, index, answer);
        } else if !setup.has(Mistake::WakeBeforeAnswerDropped) {
            self.tasks[index].woken = Some(answer);
        }
    }

    pub(crate) fn receive(&mut self, setup: &Setup, reply: Reply) {
        if let Answer::Hello { is_new, since } = reply.answer {
            self.says_hello = false;
            self.is_connected = true;
            self.is_over = false;
            self.epoch = self.tries;
            if !setup.has(Mistake::WakeOfEarlierEpoch) {
                self.tasks.iter_mut().for_each(|task| task.woken = None);
            }
            if !setup.has(Mistake::NewOnlyOnce) {
                self.known_since = since;
            } else if is_new {
                self.known_since = self.epoch;
            }
            return;
        }
        if matches!(reply.body, Body::Hello { .. }) {
            self.says_hello = false;
            return;
        }
        let Some(index) = self.tasks.iter().position(|task| {
            let is_its = (task.request_number(), task.body) == (reply.number, reply.body);
            is_its && matches!(task.phase, Phase::Sent(_))
        }) else {
            return;
        };
        let task = &mut self.tasks[index];
        let Phase::Sent(sent) = task.phase else { return };
        match (reply.answer, task.woken.take()) {
            (Answer::Unknown, woken) => {
                task.woken = woken;
                task.phase = Phase::Doubt(sent);
            }
            (Answer::Wait, None) => task.phase = Phase::Waits(sent),
            (Answer::Wait, Some(woken)) => self.end(setup, index, woken),
            (answer, _) => self.end(setup, index, answer),
        }
    }

    /// The answer of a request is here.
    fn end(&mut self, setup: &Setup, index: usize, answer: Answer) {
        let task = self.tasks.remove(index);
        if task.number > 0 {
            self.arrived |= 1 << task.number;
        }
        let is_forgotten = task.first < self.known_since;
        match (task.body, answer) {
            (Body::Put(_) | Body::TryPut(_), _) if is_forgotten => {
                self.news.extend(task.item.map(News::Unknown));
            }
            (Body::Cancel(_), Answer::Cancelled)
                if is_forgotten && !setup.has(Mistake::CancelAfterLoss) =>
            {
                self.news.extend(task.item.map(News::Unknown));
            }
            (Body::Put(_) | Body::TryPut(_) | Body::Cancel(_), Answer::Put) => {
                self.news.extend(task.item.map(News::Put));
            }
            (Body::TryPut(_), Answer::Full) | (Body::Cancel(_), Answer::Cancelled) => {
                self.news.extend(task.item.map(News::NotPut));
            }
            (Body::Take, Answer::Taken(Some(lease))) => {
                self.leases.push(lease);
                self.leases.sort_unstable();
            }
            // The call takes anew.
            (Body::Take, _) => {
                let number = self.number();
                self.tasks.push(Task::new(number, Body::Take));
            }
            (Body::Done(lease), Answer::Done) => self.news.push(News::Done(lease.job)),
            _ => {}
        }
    }

    /// Gives a request up after some time, and forgets it.
    pub(crate) fn give_up(&mut self, index: usize) {
        let task = self.tasks.remove(index);
        self.arrived |= 1 << task.number;
    }
}
