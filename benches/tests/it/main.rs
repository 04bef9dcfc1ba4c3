//! Every contender hands on what it is given, all of it, and ends when it is told to.

mod harness;
mod round_trip;
mod workloads;
