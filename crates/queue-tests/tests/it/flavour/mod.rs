//! One suite for both flavours: each mounts these modules and names its lock `Flavour`.

mod bad_input;
mod cancel;
mod hostile;
mod promises;
pub(crate) mod stream_sink;
