//! Random programs, run on the engine and on its oracle: the functions on a server, and the work queue of the core.

mod answer;
mod engine;
mod fault;
mod library;
mod oracle;
mod program;
mod random;
mod request;
mod run;
mod session;
mod setup;
mod step;
mod world;

pub use self::engine::Engines;
pub use self::fault::Fault;
pub use self::library::{Library, Mistake};
pub use self::program::Program;
pub use self::setup::{Order, Setup};
pub use self::step::{Step, Where};
