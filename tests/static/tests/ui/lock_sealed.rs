//! What runs under a lock is the crate's to promise, so the locks are its own.

struct Mine;

impl queue_async::Lock for Mine {}

fn main() {}
