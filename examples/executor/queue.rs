//! A queue between the tasks of the executor: a state in a cell, and three futures.

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{Context, Poll};

use queue_core::{
    Capacity, Exchange, Fifo, Polled, PutError, ShutDown, State, TaskDoneError, Violation,
};

use crate::schedule::{Schedule, TaskNumber};

type Tasks<T> = State<Fifo<T>, TaskNumber>;

pub(crate) struct Queue<'a, T> {
    schedule: &'a Schedule,
    state: RefCell<Tasks<T>>,
}

impl<'a, T> Queue<'a, T> {
    pub(crate) fn new(schedule: &'a Schedule, capacity: Capacity) -> Self {
        Self { schedule, state: RefCell::new(State::new(Fifo::default(), capacity)) }
    }

    pub(crate) fn get(&self) -> Get<'_, T> {
        Get { queue: self, get: queue_core::Get::new() }
    }

    pub(crate) fn put(&self, item: T) -> Put<'_, T> {
        Put { queue: self, put: queue_core::Put::new(item) }
    }

    pub(crate) fn join(&self) -> Join<'_, T> {
        Join { queue: self, join: queue_core::Join::new() }
    }

    pub(crate) fn task_done(&self) -> Result<(), TaskDoneError> {
        self.call(|state, exchange| state.task_done(&mut exchange.notified))
    }

    pub(crate) fn shutdown(&self) {
        self.call(|state, exchange| state.shutdown(&mut exchange.notified));
    }

    pub(crate) fn check_at_rest(&self) -> Result<(), Violation> {
        self.state.borrow().check_at_rest()
    }

    /// Calls the state, lets go of it, and wakes the tasks that the call notified.
    fn call<R>(&self, call: impl FnOnce(&mut Tasks<T>, &mut Exchange<TaskNumber>) -> R) -> R {
        // To copy a number runs no code of others, so each call has a waiter from the start.
        let mut exchange = Exchange::with(self.schedule.running());
        let result = call(&mut self.state.borrow_mut(), &mut exchange);
        self.schedule.wake(exchange.notified);
        result
    }

    fn poll<R>(
        &self,
        poll: impl FnOnce(&mut Tasks<T>, &mut Exchange<TaskNumber>) -> Polled<R>,
    ) -> Poll<R> {
        match self.call(poll) {
            Polled::Ready(result) => Poll::Ready(result),
            // Also when a notified operation lost the race: the same poll made it wait again.
            Polled::Pending => Poll::Pending,
            // Never, since the exchange has a waiter, and futures are not polled after completion.
            Polled::NeedsWaiter | Polled::Finished => Poll::Pending,
        }
    }
}

/// Waits for an item. To drop it is to cancel it.
pub(crate) struct Get<'a, T> {
    queue: &'a Queue<'a, T>,
    get: queue_core::Get,
}

impl<T> Future for Get<'_, T> {
    type Output = Result<T, ShutDown>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { queue, get } = self.get_mut();
        let (mut item, me) = (None, queue.schedule.running());
        let polled = queue.poll(|state, exchange| {
            state.poll_get(get, &mut item, exchange, |waiter| *waiter == me)
        });
        polled.map_ok(|()| item.expect("a get that is ready has its item"))
    }
}

impl<T> Drop for Get<'_, T> {
    fn drop(&mut self) {
        self.queue.call(|state, exchange| state.cancel_get(&mut self.get, exchange));
    }
}

/// Waits for room. To drop it is to cancel it.
pub(crate) struct Put<'a, T> {
    queue: &'a Queue<'a, T>,
    put: queue_core::Put<T>,
}

impl<T> Put<'_, T> {
    /// Cancels the put and takes its item back, unless the item has been put.
    pub(crate) fn cancel(mut self) -> Option<T> {
        self.queue.call(|state, exchange| state.cancel_put(&mut self.put, exchange));
        self.put.take_item()
    }
}

/// The item is moved, never pinned.
impl<T> Unpin for Put<'_, T> {}

impl<T> Future for Put<'_, T> {
    type Output = Result<(), PutError<T>>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { queue, put } = self.get_mut();
        let me = queue.schedule.running();
        let polled =
            queue.poll(|state, exchange| state.poll_put(put, exchange, |waiter| *waiter == me));
        polled.map_err(|error| error.with_item(put.take_item().expect("it has its item")))
    }
}

impl<T> Drop for Put<'_, T> {
    fn drop(&mut self) {
        self.queue.call(|state, exchange| state.cancel_put(&mut self.put, exchange));
    }
}

/// Waits until every item has been dealt with. To drop it is to cancel it.
pub(crate) struct Join<'a, T> {
    queue: &'a Queue<'a, T>,
    join: queue_core::Join,
}

impl<T> Future for Join<'_, T> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let Self { queue, join } = self.get_mut();
        let me = queue.schedule.running();
        queue.poll(|state, exchange| state.poll_join(join, exchange, |waiter| *waiter == me))
    }
}

impl<T> Drop for Join<'_, T> {
    fn drop(&mut self) {
        self.queue.call(|state, exchange| state.cancel_join(&mut self.join, exchange));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Executor;

    #[test]
    fn a_get_that_lost_the_race_waits_for_the_next_item() {
        let (schedule, log) = (Schedule::new(), RefCell::new(Vec::new()));
        let queue = Queue::new(&schedule, Capacity::Unbounded);
        let get = async |name| {
            let item = queue.get().await;
            log.borrow_mut().push((name, item));
        };
        let put = async |time, item| {
            schedule.sleep_until(time).await;
            assert_eq!(queue.put(item).await, Ok(()));
        };
        let mut executor = Executor::new(&schedule);
        executor.spawn(get("waits"));
        executor.spawn(put(0, 'a')); // notifies the get, which is ready behind the next task
        executor.spawn(get("newcomer"));
        executor.spawn(put(1, 'b'));
        assert_eq!(executor.run(), Ok(()));
        assert_eq!(*log.borrow(), [("newcomer", Ok('a')), ("waits", Ok('b'))]);
        assert_eq!((schedule.now(), queue.check_at_rest()), (1, Ok(())));
    }

    #[test]
    fn a_notified_get_that_is_dropped_passes_its_wake_on() {
        let (schedule, log) = (Schedule::new(), RefCell::new(Vec::new()));
        let queue = Queue::new(&schedule, Capacity::Unbounded);
        let mut executor = Executor::new(&schedule);
        executor.spawn(async {
            let mut get = queue.get();
            assert_eq!(schedule.before(1, &mut get).await, None);
            assert_eq!(queue.put('a').await, Ok(())); // notifies this very get
            drop(get);
        });
        executor.spawn(async {
            let item = queue.get().await;
            log.borrow_mut().push(item);
        });
        assert_eq!(executor.run(), Ok(()));
        assert_eq!(*log.borrow(), [Ok('a')]);
        assert_eq!(queue.check_at_rest(), Ok(()));
    }
}
