//! What proves the queues: one operation enum, one program text and one naive model, which every
//! driver shares.
//!
//! The [`Model`] says what a queue should do, in code too plain to be wrong; [`explore`] runs all
//! small programs on the core and compares.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is left is of another kind, whatever there will be"
)]

mod by_weight;
pub mod conformance;
mod counterexample;
mod driver;
mod explorer;
mod futures;
mod heapq;
mod item;
mod liveness;
mod model;
mod mutation;
mod op;
mod outcome;
mod program;
mod script;
mod self_test;
mod setup;
mod snapshot;
mod stress;
mod subject;

pub use by_weight::ByWeight;
pub use counterexample::Counterexample;
pub use driver::Driver;
pub use explorer::{Bounds, Report, explore};
pub use futures::Futures;
pub use heapq::Heapq;
pub use item::{ByPriority, Item};
pub use model::Model;
pub use mutation::Mutation;
pub use op::{Actor, Batch, Nameless, Op, Step, Waiter};
pub use outcome::{Answer, Outcome, Refusal};
pub use program::Program;
pub use script::{Act, Line, ParseError, Script};
pub use self_test::{run_in, self_test};
pub use setup::{Order, Setup, Verbs};
pub use snapshot::Snapshot;
pub use stress::{End, Ledger, Numbered, Stress};
pub use subject::Subject;

/// The programs that the READMEs and pages show.
#[cfg(doctest)]
mod readme {
    #[doc = include_str!("../../../README.md")]
    mod workspace {}
    #[doc = include_str!("../../../crates/queue-core/README.md")]
    mod queue_core {}
    #[doc = include_str!("../../../crates/queue-async/README.md")]
    mod queue_async {}
    #[doc = include_str!("../../../crates/queue-compat/README.md")]
    mod queue_compat {}
    #[doc = include_str!("../../../docs/cancellation.md")]
    mod cancellation {}
    #[doc = include_str!("../../../docs/embedding.md")]
    mod embedding {}
}
