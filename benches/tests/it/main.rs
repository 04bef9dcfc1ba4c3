//! Every contender delivers all items, and ends when it is closed. The probe finds the known failures, and the document
//! names the releases in `Cargo.lock`.

mod comparison;
mod harness;
mod lock;
mod probe;
mod round_trip;
mod work;
mod workloads;
