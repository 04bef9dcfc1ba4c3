//! The checks, one file for each subject.

pub(crate) mod cancelling;
pub(crate) mod closing;
pub(crate) mod hostile;
pub(crate) mod memory;
pub(crate) mod order;
pub(crate) mod progress;
pub(crate) mod waking;
