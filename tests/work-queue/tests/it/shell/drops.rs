use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use queue_async::work::{ByKey, Keep, WorkQueue};

use super::{Flavour, Queue, Task, builder};

#[test]
fn a_worker_that_panics_gives_its_job_back() {
    let queue = Queue::unbounded();
    queue.try_put(1).unwrap();
    let worker = AssertUnwindSafe(|| {
        let lease = queue.try_take().unwrap();
        assert_eq!(*lease, 2, "the worker fails");
    });
    assert!(catch_unwind(worker).is_err());
    assert_eq!(queue.try_take().unwrap().attempts(), 2);
}

#[test]
fn a_task_that_is_cancelled_gives_its_job_back() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    queue.try_put(1).unwrap();
    let mut work = Box::pin(async {
        let _lease = queue.take().await;
        std::future::pending::<()>().await;
    });
    assert!(task.poll(&mut work).is_pending());
    assert_eq!(queue.in_flight(), 1);
    drop(work);
    assert_eq!((queue.in_flight(), queue.len()), (0, 1));
}

#[test]
fn a_dropped_lease_may_count_as_done() {
    let queue = builder().done_when_dropped().build();
    queue.try_put(1).unwrap();
    drop(queue.try_take().unwrap());
    assert_eq!((queue.unfinished(), queue.dead().len()), (0, 0));
    queue.try_put(2).unwrap();
    queue.try_take().unwrap().retry().unwrap();
    assert_eq!(queue.len(), 1, "a word counts");
}

/// Puts another one when it is dropped.
struct Puts(Rc<RefCell<Option<Rc<Queue<Self>>>>>, u8);

impl Drop for Puts {
    fn drop(&mut self) {
        let Self(queue, left) = self;
        let queue_now = queue.borrow().clone();
        if let Some(now) = queue_now.filter(|_| *left > 0) {
            let _ = now.try_put(Self(Rc::clone(queue), *left - 1));
        }
    }
}

#[test]
fn an_item_may_put_when_it_is_dropped() {
    let slot = Rc::new(RefCell::new(None));
    let queue = Rc::new(Queue::<Puts>::unbounded());
    *slot.borrow_mut() = Some(Rc::clone(&queue));
    queue.try_put(Puts(Rc::clone(&slot), 3)).ok().unwrap();
    for left in (0..=3).rev() {
        let lease = queue.try_take().unwrap();
        assert_eq!(lease.1, left);
        lease.done().unwrap();
    }
    assert_eq!(queue.unfinished(), 0);
    // What shutdown hands out is dropped outside as well.
    queue.try_put(Puts(Rc::clone(&slot), 1)).ok().unwrap();
    drop(queue.shutdown_now());
    slot.borrow_mut().take();
}

#[test]
fn what_a_merge_leaves_over_is_dropped_outside() {
    type Jobs = WorkQueue<ByKey<Probe, u8>, Flavour>;

    /// Asks its queue for its length when it is dropped, which a queue that is held would not survive.
    struct Probe(Rc<RefCell<Option<Rc<Jobs>>>>);

    impl Drop for Probe {
        fn drop(&mut self) {
            let queue = self.0.borrow().clone();
            queue.map(|queue| queue.len());
        }
    }

    for keep in [Keep::First, Keep::Last] {
        let slot = Rc::new(RefCell::new(None));
        let queue: Rc<Jobs> = Rc::new(Jobs::builder(ByKey::new(keep, |_: &Probe| 0)).build());
        *slot.borrow_mut() = Some(Rc::clone(&queue));
        let put = || queue.try_put(Probe(Rc::clone(&slot))).ok().unwrap();
        put();
        put();
        assert_eq!(queue.unfinished(), 1, "merged by a put");
        let lease = queue.try_take().unwrap();
        put();
        assert_eq!(queue.unfinished(), 2);
        lease.retry().unwrap();
        assert_eq!(queue.unfinished(), 1, "merged by a retry");
        let _ = queue.put_after(Probe(Rc::clone(&slot)), super::seconds(1));
        assert_eq!(queue.unfinished(), 1, "merged by a delayed put");
        queue.try_take().unwrap().done().unwrap();
        slot.borrow_mut().take();
    }
}

#[test]
fn a_handle_that_panics_when_it_is_cloned_loses_no_job() {
    /// Can be cloned so many times.
    struct Fragile(Rc<Queue<u8>>, Rc<RefCell<u32>>);

    impl Clone for Fragile {
        fn clone(&self) -> Self {
            let left = self.1.borrow().checked_sub(1).expect("no clone is left");
            *self.1.borrow_mut() = left;
            Self(Rc::clone(&self.0), Rc::clone(&self.1))
        }
    }

    impl std::ops::Deref for Fragile {
        type Target = Queue<u8>;

        fn deref(&self) -> &Queue<u8> {
            &self.0
        }
    }

    for clones in 0..3 {
        let queue = Rc::new(Queue::unbounded());
        (0..3).for_each(|number| queue.try_put(number).unwrap());
        let handle = Fragile(Rc::clone(&queue), Rc::new(RefCell::new(clones)));
        let mut take = queue_async::work::TakeMany::new(handle, 3);
        let panic = catch_unwind(AssertUnwindSafe(|| Task::new().poll(&mut take).is_ready()));
        assert!(panic.is_err());
        assert_eq!((queue.in_flight(), queue.len()), (0, 3), "after {clones} clones");
    }
}
