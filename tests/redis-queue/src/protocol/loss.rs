use crate::protocol::request::{Answer, Client, Number};
use crate::protocol::world::World;
use crate::protocol::{Mistake, Setup};

/// A server that loses its last writes, and where the clients have read its streams.
impl World {
    /// The server loses what has happened since it saved its state. Only a number never comes twice.
    pub(super) fn go_back(&mut self, setup: &Setup, wakes_arrive: bool) {
        let Some(saved) = &self.saved else { return };
        let lost = std::mem::replace(&mut self.engine, (**saved).clone());
        if !setup.has(Mistake::GenerationsComeTwice) {
            self.engine.generations = lost.generations;
        }
        if wakes_arrive {
            for (network, session) in self.networks.iter_mut().zip(lost.sessions) {
                network.wakes = session.wakes;
            }
        }
    }

    /// The wakes that a client reads next.
    pub(crate) fn wakes(&self, client: Client) -> &[(Number, Answer)] {
        let late = &self.networks[usize::from(client)].wakes;
        if late.is_empty() { &self.engine.sessions[usize::from(client)].wakes } else { late }
    }

    /// Reads a wake. The client knows where it has read, so it does not read again what the server has saved.
    pub(super) fn next_wake(&mut self, client: Client) -> (Number, Answer) {
        let wake = self.wakes(client)[0];
        let client = usize::from(client);
        let saved = self.saved.as_deref_mut().map(|engine| &mut engine.sessions[client].wakes);
        let places = [&mut self.networks[client].wakes, &mut self.engine.sessions[client].wakes];
        for wakes in places.into_iter().chain(saved) {
            if wakes.first() == Some(&wake) {
                wakes.remove(0);
            }
        }
        wake
    }
}
