//! An operation cannot be cloned: its place in the line has one value, which is polled or cancelled.

use queue_core::{Get, Join, Put};

fn clone<T: Clone>() {}

fn main() {
    clone::<Get>();
    clone::<Put<u8>>();
    clone::<Join>();
}
