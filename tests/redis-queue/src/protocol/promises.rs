use crate::protocol::Setup;
use crate::protocol::action::Action;
use crate::protocol::engine::Fault;
use crate::protocol::lease::Leases;
use crate::protocol::memory::{Record, Time};
use crate::protocol::shutdown::Closed;
use crate::protocol::task::Phase;
use crate::protocol::world::{Known, World};

impl World {
    /// Checks what holds in every state.
    pub(crate) fn check(&self, setup: &Setup) -> Result<(), Fault> {
        let engine = &self.engine;
        let loses = setup.budget.restarts > 0;
        let most_attempts = self.budget.used(&setup.budget);
        for client in &self.clients {
            if client.held().collect::<Leases>().iter().count() != client.held().count() {
                return Err("two leases of a client are the same");
            }
        }
        let is_served = |(client, number): (u8, u8)| {
            let session = &engine.sessions[usize::from(client)];
            session.time == Time::Alive && session.record(number) == Some(Record::Wait)
        };
        if !engine.ready.is_empty() && engine.takes.members().any(is_served) {
            return Err("a take waits beside a job");
        }
        if engine.has_room(setup) && engine.puts.members().any(is_served) {
            return Err("a put waits beside room");
        }
        for (item, known) in self.known.iter().enumerate() {
            let job = item as u8;
            let stored = engine.stored[item];
            let is_there = engine.jobs.contains(&job);
            let is_leased = engine.leases.iter().any(|lease| lease.0.job == job);
            let places = [&engine.ready, &engine.returning, &engine.delayed]
                .into_iter()
                .flatten()
                .filter(|&&other| other == job)
                .count()
                + usize::from(is_leased);
            let ends =
                [engine.done, engine.dead].iter().filter(|ended| *ended & 1 << item != 0).count();
            let fault = if engine.attempts[item] > most_attempts + u8::from(is_leased || !is_there)
            {
                "a job has more attempts than it had takers"
            } else if stored > 1 {
                "a put has happened twice"
            } else if places != usize::from(is_there) || places + ends != usize::from(stored) {
                "a job is nowhere, or in two places"
            } else if loses {
                continue;
            } else if *known == Known::Put && stored == 0 {
                "a put that is known as put has not happened"
            } else if *known == Known::NotPut && stored > 0 {
                "a put that is known as not put has happened"
            } else if self.done[item] > 1 {
                "a job is done twice"
            } else if self.done[item] > 0 && is_there {
                "a job that is done is there again"
            } else {
                continue;
            };
            return Err(fault);
        }
        Ok(())
    }

    /// The good leases of clients that a request does not end.
    pub(crate) fn leases_to_keep(&self, action: Action) -> Leases {
        let (c, request) = if let Action::Serve(c) = action {
            (c, self.networks[usize::from(c)].requests[0])
        } else if let Action::ServeOld(c, index) = action {
            (c, self.networks[usize::from(c)].old[index][0])
        } else {
            return Leases::default();
        };
        if self.engine.sessions[usize::from(c)].time != Time::Alive {
            return Leases::default();
        }
        let held = self.clients[usize::from(c)].held();
        let held = held.filter(|&lease| request.body.ends() != Some(lease));
        held.filter(|&lease| self.engine.leases.contains(&(lease, c))).collect()
    }

    /// Checks that these leases are still good.
    pub(crate) fn keeps(&self, leases: Leases) -> Result<(), Fault> {
        let is_good = |lease| self.engine.leases.iter().any(|good| good.0 == lease);
        if leases.iter().all(is_good) {
            Ok(())
        } else {
            Err("a lease ends that its client has, and nothing has ended it")
        }
    }

    /// Lets all go well from here on: what can be answered is answered, and no record stays.
    pub(crate) fn settles(&self, setup: &Setup, steps: &mut Vec<Action>) -> Result<(), Fault> {
        let mut world = self.clone();
        for (client, session) in world.clients.iter().zip(&mut world.engine.sessions) {
            if !client.is_alive && session.time == Time::Alive {
                session.time = Time::Overdue;
            }
        }
        for network in &mut world.networks {
            network.old.clear();
        }
        let mut step = |world: &mut Self, action| {
            steps.push(action);
            world.apply(setup, action)?;
            world.check(setup)
        };
        // The beats: the first one notices what has gone wrong, and the last one reports what has arrived since.
        for _ in 0..4 {
            step(&mut world, Action::Due)?;
            while !world.engine.delayed.is_empty() {
                step(&mut world, Action::DelayEnds(0))?;
            }
            for c in 0..world.clients.len() as u8 {
                if world.clients[usize::from(c)].is_alive {
                    step(&mut world, Action::Beat(c))?;
                }
            }
            let mut count = 0;
            while let Some(&action) = world.good(setup).first() {
                step(&mut world, action)?;
                count += 1;
                if count > 1000 {
                    return Err("the clients never come to rest");
                }
            }
        }
        world.rests(setup)
    }

    /// Checks what holds when all is quiet.
    fn rests(&self, setup: &Setup) -> Result<(), Fault> {
        let engine = &self.engine;
        let is_alive = |client| engine.sessions[usize::from(client)].time == Time::Alive;
        // A server that goes back keeps records that nothing waits for, as long as their session lives.
        let loses = setup.budget.restarts > 0;
        if !engine.leases.is_empty() {
            return Err("a job stays leased, and no client has the lease");
        }
        let is_closed = engine.closed > Closed::No;
        if is_closed && engine.puts.clients().any(is_alive) {
            return Err("a put waits after a shutdown");
        }
        if engine.closed == Closed::Immediately && !engine.has_ended() {
            return Err("a job is there after an immediate shutdown");
        }
        if is_closed && engine.has_ended() && engine.takes.clients().any(is_alive) {
            return Err("a take waits for jobs that will not come");
        }
        if engine.has_ended() && engine.joins.clients().any(is_alive) {
            return Err("a join waits, and all jobs have ended");
        }
        for (c, (client, session)) in self.clients.iter().zip(&engine.sessions).enumerate() {
            if !client.is_alive {
                continue;
            }
            for task in &client.tasks {
                let lines = [&engine.puts, &engine.takes, &engine.joins];
                let is_in_line = |number| lines.iter().any(|line| line.has(c as u8, number));
                if !matches!(task.phase, Phase::Waits(_)) || !task.requests().any(is_in_line) {
                    return Err("a call is never answered");
                }
            }
            let Some(memory) = &session.memory else { return Err("a session stays unknown") };
            for (number, record) in &memory.records {
                let waits = client.tasks.iter().any(|task| task.requests().contains(number));
                let is_right = match record {
                    Record::Wait => waits,
                    // That of a batch whose rest waits.
                    Record::Put => loses || waits,
                    Record::Done | Record::Joined | Record::ShutDown => loses,
                    Record::Taken(_) => false,
                };
                if !is_right {
                    return Err("a record stays");
                }
            }
        }
        Ok(())
    }
}
