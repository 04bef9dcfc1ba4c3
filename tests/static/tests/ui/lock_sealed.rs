//! Only the crate has locks, since it promises what runs under them.

struct Mine;

impl queue_async::Lock for Mine {}

fn main() {}
