//! Operations do nothing unless polled.

#![forbid(unused_must_use)]

use queue_core::{Get, Join, Put};

fn main() {
    Get::new();
    Get::abandonable();
    Put::new(1);
    Join::new();
}
