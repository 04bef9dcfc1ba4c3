//! The proof of the work queue: programs of puts, leases, retries, delays and keys run on the core and on a naive
//! model, which must agree after each step.

mod answer;
mod explore;
mod item;
mod model;
mod program;
mod setup;
mod step;
mod subject;

pub use self::answer::{Answer, Ended, Facts, Returned};
pub use self::explore::{Explored, explore};
pub use self::item::{Flat, Item, Ranked};
pub use self::model::Model;
pub use self::program::{Counterexample, Program};
pub use self::setup::{Order, Setup};
pub use self::step::{How, Step};
pub use self::subject::Subject;

/// The programs that the page shows.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../../docs/work.md")]
    mod work {}
}
