use super::answer::{Letter, Report};
use super::request::{Call, LeaseKey, SessionId};
use super::setup::Setup;
use super::world::{PassedOver, World};

/// What the engine has to answer.
///
/// The core knows no sessions. While one has ended, its operations keep their places in the lines, and are passed over
/// when it is their turn. The core serves them: then they are cancelled just before that call, which is as if they had
/// been passed over, and everything is done again.
#[derive(Debug)]
pub(super) struct Oracle {
    setup: Setup,
    history: Vec<Event>,
    world: World,
}

#[derive(Debug)]
enum Event {
    Call(Call, Vec<PassedOver>),
    PassOver(PassedOver),
}

impl Oracle {
    pub(super) fn new(setup: Setup) -> Self {
        Self { setup, history: Vec::new(), world: World::new(setup) }
    }

    pub(super) fn call(&mut self, call: &Call) -> Report {
        let mut new = Vec::new();
        loop {
            match self.world.call(call, &new) {
                Ok(report) => {
                    self.history.push(Event::Call(call.clone(), new));
                    return report;
                }
                Err(passed_over) if passed_over.is_new => new.push(passed_over),
                Err(passed_over) => self.history.push(Event::PassOver(passed_over)),
            }
            self.world = self.again();
        }
    }

    fn again(&self) -> World {
        let mut world = World::new(self.setup);
        for event in &self.history {
            match event {
                Event::Call(call, new) => {
                    let served = world.call(call, new);
                    assert!(served.is_ok(), "what is passed over is cancelled");
                }
                Event::PassOver(passed_over) => world.pass_over(*passed_over),
            }
        }
        world
    }

    /// Whether requests of a session are refused until it says hello.
    pub(super) fn is_lost(&self, session: SessionId) -> bool {
        self.world.is_lost(session)
    }

    /// The leases that are good, in the order in which they were taken.
    pub(super) fn good_leases(&self) -> Vec<LeaseKey> {
        self.world.good_leases(None)
    }

    /// All leases there were.
    pub(super) fn all_leases(&self) -> Vec<LeaseKey> {
        self.world.all_leases()
    }

    pub(super) fn letters(&self) -> &[Letter] {
        self.world.letters()
    }
}
