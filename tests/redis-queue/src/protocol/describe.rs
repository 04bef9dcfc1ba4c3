use crate::protocol::Setup;
use crate::protocol::action::Action;
use crate::protocol::world::World;

impl World {
    /// Says what a step does from here, with the message that it moves.
    pub(crate) fn describe(&self, setup: &Setup, action: Action) -> String {
        let network = |client| &self.networks[usize::from(client)];
        let task = |client: u8, index: usize| &self.clients[usize::from(client)].tasks[index];
        let detail = match action {
            Action::Begin(c) => format!(": {:?}", self.call(setup, c)),
            Action::Send(c, index) | Action::Cancel(c, index) | Action::GiveUp(c, index) => {
                let task = task(c, index);
                format!(": number {}, {:?}, {:?}", task.number, task.body, task.phase)
            }
            Action::Serve(c) => format!(": {:?}", network(c).requests[0]),
            Action::ServeOld(c, index) => format!(": {:?}", network(c).old[index][0]),
            Action::Receive(c) => format!(": {:?}", network(c).replies[0]),
            Action::Read(c) => format!(": {:?}", self.wakes(c).first()),
            Action::Hello(_)
            | Action::Done(..)
            | Action::Retry(..)
            | Action::RetryLater(..)
            | Action::Beat(_)
            | Action::Break(_)
            | Action::Pass(_)
            | Action::Due
            | Action::LeaseEnds(_)
            | Action::DelayEnds(_)
            | Action::Die(_)
            | Action::Forget(_)
            | Action::Save
            | Action::Restart { .. }
            | Action::LoseWake(_) => String::new(),
        };
        format!("{action:?}{detail}")
    }
}
