//! A lock does not make items fit for other threads.

use std::rc::Rc;

use queue_async::sync::Queue;

fn send<T: Send>() {}
fn sync<T: Sync>() {}

fn main() {
    send::<Queue<Rc<u8>>>();
    sync::<Queue<Rc<u8>>>();
}
