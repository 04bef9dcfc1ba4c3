use crate::protocol::action::Action;
use crate::protocol::memory::Time;
use crate::protocol::request::Body;
use crate::protocol::task::Phase;
use crate::protocol::world::World;
use crate::protocol::{Mistake, Setup};

impl World {
    /// What can happen next.
    pub(crate) fn choices(&self, setup: &Setup) -> Vec<Action> {
        let mut actions = self.good(setup);
        let budget = self.budget;
        for c in 0..self.clients.len() as u8 {
            let (client, network) = (&self.clients[usize::from(c)], &self.networks[usize::from(c)]);
            let session = &self.engine.sessions[usize::from(c)];
            actions.extend((0..network.old.len()).map(|index| Action::ServeOld(c, index)));
            if session.time == Time::Alive && (!client.is_alive || budget.pauses > 0) {
                actions.push(Action::Pass(c));
            }
            if budget.forgets > 0 && session.time != Time::Alive && session.memory.is_some() {
                actions.push(Action::Forget(c));
            }
            if !client.is_alive {
                continue;
            }
            if self.call(setup, c).is_some() {
                actions.push(Action::Begin(c));
            }
            if budget.beats > 0 && client.tasks.iter().all(|task| task.body != Body::Beat) {
                actions.push(Action::Beat(c));
            }
            if budget.retries > 0 {
                actions.extend(client.leases.iter().map(|&lease| Action::Retry(c, lease)));
            }
            if budget.late_retries > 0 {
                actions.extend(client.leases.iter().map(|&lease| Action::RetryLater(c, lease)));
            }
            if budget.breaks > 0 && (client.is_connected || client.says_hello) {
                actions.push(Action::Break(c));
            }
            if budget.breaks > 0
                && setup.has(Mistake::ListInsteadOfStream)
                && !session.wakes.is_empty()
            {
                actions.push(Action::LoseWake(c));
            }
            if budget.deaths > 0 {
                actions.push(Action::Die(c));
            }
            for (index, task) in client.tasks.iter().enumerate() {
                let is_call = matches!(
                    task.body,
                    Body::Put(_)
                        | Body::PutTwo(_)
                        | Body::TryPut(_)
                        | Body::PutLater(_)
                        | Body::Take(_)
                        | Body::Join
                );
                if budget.cancels > 0 && is_call && task.first > 0 {
                    actions.push(Action::Cancel(c, index));
                }
                let mistake = match task.body {
                    Body::Cancel(_) => Mistake::CancelGivenUp,
                    Body::Done(_) | Body::Retry(_) | Body::RetryLater(_) => Mistake::AnswerGivenUp,
                    Body::Hello { .. }
                    | Body::Put(_)
                    | Body::TryPut(_)
                    | Body::PutLater(_)
                    | Body::PutTwo(_)
                    | Body::Take(_)
                    | Body::Beat
                    | Body::Count
                    | Body::Join
                    | Body::Shutdown(_) => continue,
                };
                if setup.has(mistake) && matches!(task.phase, Phase::Doubt(_)) {
                    actions.push(Action::GiveUp(c, index));
                }
            }
        }
        if budget.lease_ends > 0 {
            actions.extend((0..self.engine.leases.len()).map(Action::LeaseEnds));
        }
        actions.extend((0..self.engine.delayed.len()).map(Action::DelayEnds));
        if self.engine.sessions.iter().any(|session| session.time == Time::Overdue) {
            actions.push(Action::Due);
        }
        if budget.restarts > 0 {
            actions.push(Action::Restart { wakes_arrive: false });
            if self.engine.sessions.iter().any(|session| !session.wakes.is_empty()) {
                actions.push(Action::Restart { wakes_arrive: true });
            }
            if budget.saves > 0 {
                actions.push(Action::Save);
            }
        }
        actions
    }

    /// What happens next while all is well: messages arrive, clients send what is due, and leases are answered.
    pub(crate) fn good(&self, _: &Setup) -> Vec<Action> {
        let mut actions = Vec::new();
        for c in 0..self.clients.len() as u8 {
            let (client, network) = (&self.clients[usize::from(c)], &self.networks[usize::from(c)]);
            if !client.is_alive {
                continue;
            }
            if !network.requests.is_empty() {
                actions.push(Action::Serve(c));
            }
            if !network.replies.is_empty() {
                actions.push(Action::Receive(c));
            }
            if !self.wakes(c).is_empty() {
                actions.push(Action::Read(c));
            }
            if client.needs_hello() {
                actions.push(Action::Hello(c));
            }
            let due = client.tasks.iter().enumerate().filter(|(_, task)| task.is_due(client.epoch));
            actions.extend(due.map(|(index, _)| Action::Send(c, index)));
            actions.extend(client.leases.iter().map(|&lease| Action::Done(c, lease)));
        }
        actions
    }
}
