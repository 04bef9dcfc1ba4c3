//! The calls of `queue-redis`, on a server that the tests start. They are skipped where there is none.

mod agree;
mod bad_input;
mod broken;
mod calls;
mod cancel;
mod chaos;
mod cluster;
mod commands;
mod dead_letters;
mod doubt;
mod fixture;
mod large;
mod links;
mod losses;
mod orders;
mod patience;
mod programs;
mod protocol;
mod records;
mod shutdown;
#[cfg(feature = "tls")]
mod tls;
mod traits;
