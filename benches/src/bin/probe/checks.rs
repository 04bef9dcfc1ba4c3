//! The checks, one file for each of what they are about.

pub(crate) mod cancelling;
pub(crate) mod closing;
pub(crate) mod hostile;
pub(crate) mod memory;
pub(crate) mod order;
pub(crate) mod progress;
pub(crate) mod waking;
