//! An operation is one value, which is polled or cancelled: there is no second one for its place.

use queue_core::{Get, Join, Put};

fn clone<T: Clone>() {}

fn main() {
    clone::<Get>();
    clone::<Put<u8>>();
    clone::<Join>();
}
