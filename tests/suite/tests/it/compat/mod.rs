//! What scripts cannot say of `queue-compat`: types, formatting, storages of one's own, panics. One
//! suite for both flavours.

mod cancel;
mod format;
mod hostile;
mod inspection;
mod storages;
