//! What the queues cost a program that is built with them: the time of its compiler and the size of its code, beside
//! those of other queues.
//!
//! Each [`Case`] is a small program, written once and generated for each [`Contender`]. A [`Workshop`] builds it.

mod case;
mod contender;
mod record;
mod source;
mod workshop;

pub use case::{Case, LARGEST};
pub use contender::Contender;
pub use record::{Record, built_for};
pub use workshop::{Built, Workshop};
