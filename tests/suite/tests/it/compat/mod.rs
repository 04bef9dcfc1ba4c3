//! What scripts cannot express about `queue-compat`: types, formatting, custom storages, panics. One
//! suite for both flavours.

mod cancel;
mod format;
mod hostile;
mod inspection;
mod storages;
