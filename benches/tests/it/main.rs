//! Every contender hands on what it is given, all of it, and ends when it is told to; the probe finds what is known of
//! them, and the document says which releases they are.

mod comparison;
mod harness;
mod lock;
mod probe;
mod round_trip;
mod workloads;
