use crate::protocol::action::Action;
use crate::protocol::client::{Client, News};
use crate::protocol::engine::{Engine, Fault};
use crate::protocol::memory::{Memory, Time};
use crate::protocol::network::Network;
use crate::protocol::request::{Answer, Body, Item, Reply, Request};
use crate::protocol::setup::Budget;
use crate::protocol::shutdown::Closed;
use crate::protocol::{Call, Setup};

/// A state of the model: the engine, the clients, and the network between them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(super) saved: Option<Box<Engine>>,
    pub(crate) clients: Vec<Client>,
    pub(crate) networks: Vec<Network>,
    /// What may still happen.
    pub(crate) budget: Budget,
    /// What the client of each put knows about it.
    pub(crate) known: Vec<Known>,
    /// How often a client has learned that it has ended this job.
    pub(crate) done: Vec<u8>,
}

/// What a client knows about its put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Known {
    Open,
    Put,
    NotPut,
    Unknown,
}

impl World {
    pub(crate) fn new(setup: &Setup) -> Self {
        let clients = setup.programs.len();
        let items = setup.programs.iter().flatten().map(|call| usize::from(call.puts())).sum();
        let engine = Engine::new(clients, items);
        let mut world = Self {
            engine: engine.clone(),
            saved: (setup.budget.restarts > 0).then(|| Box::new(engine)),
            clients: vec![Client::new(); clients],
            networks: vec![Network::default(); clients],
            budget: setup.budget,
            known: vec![Known::Open; items],
            done: vec![0; items],
        };
        for session in &mut world.engine.sessions {
            session.memory = Some(Memory::new(1));
            session.time = Time::Alive;
        }
        world
    }

    /// Does a step, and checks what it must leave as it is.
    pub(crate) fn apply(&mut self, setup: &Setup, action: Action) -> Result<(), Fault> {
        let leases = self.leases_to_keep(action);
        self.act(setup, action)?;
        self.hear(setup)?;
        self.keeps(leases)
    }

    fn act(&mut self, setup: &Setup, action: Action) -> Result<(), Fault> {
        match action {
            Action::Begin(c) => {
                let call = self.call(setup, c).unwrap_or(Call::Count);
                let body = self.body(setup, c, call);
                self.clients[usize::from(c)].begun += 1;
                self.begin(setup, c, body);
            }
            Action::Send(c, task) => {
                let c = usize::from(c);
                self.clients[c].send(setup, &mut self.networks[c], task);
            }
            Action::Hello(c) => {
                let c = usize::from(c);
                self.clients[c].hello(setup, &mut self.networks[c]);
            }
            Action::Serve(c) => {
                let request = self.networks[usize::from(c)].requests.remove(0);
                let answers = self.engine.run(setup, c, request)?;
                let Request { number, body, .. } = request;
                self.networks[usize::from(c)].replies.push(Reply { number, body, answers });
            }
            Action::ServeOld(c, index) => {
                let request = self.networks[usize::from(c)].next_of_old(index);
                self.engine.run(setup, c, request)?;
            }
            Action::Receive(c) => {
                let reply = self.networks[usize::from(c)].replies.remove(0);
                self.clients[usize::from(c)].receive(setup, reply);
                if matches!(reply.answers[0], Some(Answer::Hello { .. })) {
                    // The wakes come over a new connection, too.
                    self.networks[usize::from(c)].wakes.clear();
                }
            }
            Action::Read(c) => {
                let (number, answer) = self.next_wake(c);
                self.clients[usize::from(c)].deliver(setup, number, answer);
            }
            Action::Done(c, lease) | Action::Retry(c, lease) | Action::RetryLater(c, lease) => {
                self.clients[usize::from(c)].leases.retain(|&other| other != lease);
                let body = if let Action::Retry(..) = action {
                    self.budget.retries -= 1;
                    Body::Retry(lease)
                } else if let Action::RetryLater(..) = action {
                    self.budget.late_retries -= 1;
                    Body::RetryLater(lease)
                } else {
                    Body::Done(lease)
                };
                self.begin(setup, c, body);
            }
            Action::Cancel(c, task) => {
                self.budget.cancels -= 1;
                let c = usize::from(c);
                self.clients[c].cancel(task, setup);
                self.clients[c].send(setup, &mut self.networks[c], task);
            }
            Action::Beat(c) => {
                self.budget.beats = self.budget.beats.saturating_sub(1);
                self.begin(setup, c, Body::Beat);
            }
            Action::Break(c) => {
                self.budget.breaks -= 1;
                self.disconnect(setup, usize::from(c));
            }
            Action::Pass(c) => {
                let is_alive = self.clients[usize::from(c)].is_alive;
                self.budget.pauses -= u8::from(is_alive);
                self.engine.sessions[usize::from(c)].time = Time::Overdue;
            }
            Action::Due => self.engine.due(setup)?,
            Action::LeaseEnds(index) => {
                self.budget.lease_ends -= 1;
                self.engine.lease_ends(setup, index)?;
            }
            Action::DelayEnds(index) => self.engine.delay_ends(setup, index)?,
            Action::Die(c) => {
                self.budget.deaths -= 1;
                self.die(usize::from(c));
            }
            Action::Forget(c) => {
                self.budget.forgets -= 1;
                let session = &mut self.engine.sessions[usize::from(c)];
                session.memory = None;
                session.wakes.clear();
            }
            Action::Save => {
                self.budget.saves -= 1;
                self.saved = Some(Box::new(self.engine.clone()));
            }
            Action::Restart { wakes_arrive } => {
                self.budget.restarts -= 1;
                self.go_back(setup, wakes_arrive);
                for c in 0..self.clients.len() {
                    if self.clients[c].is_alive {
                        self.disconnect(setup, c);
                    }
                    // The process that read from them is gone.
                    self.networks[c].old.clear();
                }
            }
            Action::GiveUp(c, task) => self.clients[usize::from(c)].give_up(task),
            Action::LoseWake(c) => {
                self.budget.breaks -= 1;
                self.engine.sessions[usize::from(c)].wakes.remove(0);
            }
        }
        Ok(())
    }

    /// The next call of a client.
    pub(crate) fn call(&self, setup: &Setup, client: u8) -> Option<Call> {
        let begun = usize::from(self.clients[usize::from(client)].begun);
        setup.programs[usize::from(client)].get(begun).copied()
    }

    fn body(&self, setup: &Setup, client: u8, call: Call) -> Body {
        let begun = usize::from(self.clients[usize::from(client)].begun);
        let before = setup.programs[..usize::from(client)].iter().flatten();
        let before = before.chain(&setup.programs[usize::from(client)][..begun]);
        let item = before.map(|call| call.puts()).sum::<Item>();
        match call {
            Call::Put => Body::Put(item),
            Call::TryPut => Body::TryPut(item),
            Call::PutLater => Body::PutLater(item),
            Call::Take => Body::Take(1),
            Call::TakeTwo => Body::Take(2),
            Call::PutTwo => Body::PutTwo(item),
            Call::Count => Body::Count,
            Call::Join => Body::Join,
            Call::Shutdown => Body::Shutdown(Closed::Gracefully),
            Call::ShutdownNow => Body::Shutdown(Closed::Immediately),
        }
    }

    fn begin(&mut self, setup: &Setup, client: u8, body: Body) {
        let client = usize::from(client);
        let put = (0..).zip(&self.known).filter(|(_, known)| **known == Known::Put);
        let needs = matches!(body, Body::Join | Body::Take(_)) && setup.tells_ends();
        let after = put.filter(|_| needs).fold(0, |items, (item, _)| items | 1 << item);
        self.clients[client].begin(setup, &mut self.networks[client], body, after);
    }

    fn disconnect(&mut self, setup: &Setup, client: usize) {
        self.clients[client].disconnect(setup, &mut self.networks[client]);
    }

    /// A client dies. What it has sent may still be carried out.
    fn die(&mut self, client: usize) {
        self.networks[client].cut();
        self.clients[client] = Client::dead();
        self.engine.sessions[client].wakes.clear();
    }

    /// Notes what the clients have learned.
    fn hear(&mut self, setup: &Setup) -> Result<(), Fault> {
        for client in &mut self.clients {
            for news in client.news.drain(..) {
                let (item, known) = match news {
                    News::Put(item) => (item, Known::Put),
                    News::NotPut(item) => (item, Known::NotPut),
                    News::Unknown(item) => (item, Known::Unknown),
                    News::Ended(items) => {
                        let are_there = self.engine.jobs.iter().any(|job| items & 1 << job != 0);
                        if are_there && setup.tells_ends() {
                            return Err("a call is told that jobs have ended, and one has not");
                        }
                        continue;
                    }
                    News::Done(item) => {
                        self.done[usize::from(item)] += 1;
                        continue;
                    }
                };
                let entry = &mut self.known[usize::from(item)];
                if *entry == Known::Open {
                    *entry = known;
                }
            }
        }
        Ok(())
    }
}
