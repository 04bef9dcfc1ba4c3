//! The tests of `shell`, for local queues.

use std::cell::RefCell;
use std::rc::Rc;

use queue_async::LocalLock as Flavour;
use queue_async::work::{Rules, WorkQueue};

#[path = "shell/mod.rs"]
mod shell;

type Jobs = WorkQueue<Curious, Flavour>;

/// Rules that ask their own queue for its length.
#[derive(Clone, Default)]
struct Curious(Rc<RefCell<Option<Rc<Jobs>>>>);

impl Rules for Curious {
    type Item = u8;
    type Rank = usize;
    type Key = u8;

    fn rank(&mut self, _: &u8) -> usize {
        self.0.borrow().as_ref().map_or(0, |queue| queue.len())
    }

    fn key(&self, _: &u8) -> Option<u8> {
        None
    }
}

#[test]
#[should_panic(expected = "a queue was called while it was in use")]
fn rules_that_call_their_local_queue() {
    let slot = Curious::default();
    let queue = Rc::new(Jobs::builder(slot.clone()).build());
    *slot.0.borrow_mut() = Some(Rc::clone(&queue));
    let _ = queue.try_put(1);
}
