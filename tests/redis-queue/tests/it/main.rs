//! The calls of `queue-redis`, on a server that the tests start. They are skipped where there is none.

mod calls;
mod fixture;
