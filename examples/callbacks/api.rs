//! The library: what a C header would declare, and what stands behind it.
//!
//! The functions take the [`World`], which stands for the memory that library and program share. Each
//! one calls a state, lets go of it, and then runs callbacks. The compiler enforces the order: a
//! callback needs the whole world, and cannot have it while a state in it is borrowed.

use std::collections::VecDeque;

use queue_core::{Capacity, Exchange, Fifo, Get, Polled, Put, State, Waiters};

use crate::table::{Handle, Table};
use crate::world::World;

/// An item. In C it would be a pointer, and the side that has it would have to free it.
pub(crate) type Item = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// It is done.
    Done,
    /// The operation waits: its callback will be called.
    Waits,
    /// The queue has been shut down.
    ShutDown,
    /// The handle names nothing, or nothing any more.
    BadHandle,
}

/// A function that is called when an operation may be done, with a context and the operation.
///
/// It has to call [`queue_retry`], or [`queue_cancel`] if the operation is of no more use.
#[derive(Clone, Copy)]
pub(crate) struct Callback {
    pub(crate) call: fn(&mut World, context: usize, operation: Handle),
    pub(crate) context: usize,
}

/// What waits in the queues.
#[derive(Clone, Copy)]
struct Waiter {
    callback: Callback,
    operation: Handle,
}

struct Operation {
    queue: Handle,
    callback: Callback,
    kind: Kind,
}

enum Kind {
    Get(Get),
    Put(Put<Item>),
}

/// The memory of the library.
pub(crate) struct Library {
    queues: Table<State<Fifo<Item>, Waiter>>,
    /// The operations that wait or have been notified.
    operations: Table<Operation>,
    due: VecDeque<Waiter>,
    is_calling: bool,
}

impl Library {
    pub(crate) const fn new() -> Self {
        Self {
            queues: Table::new(),
            operations: Table::new(),
            due: VecDeque::new(),
            is_calling: false,
        }
    }

    /// Fails if an operation is left or a state is broken.
    pub(crate) fn check_at_rest(&self) -> Result<(), String> {
        match self.operations.values().count() {
            0 => self.queues.values().try_for_each(State::check_at_rest).map_err(|v| v.to_string()),
            left => Err(format!("{left} operations are left")),
        }
    }
}

/// Makes a queue that holds at most `capacity` items; zero means any number.
pub(crate) fn queue_new(world: &mut World, capacity: usize) -> Handle {
    let capacity = Capacity::try_from(capacity).unwrap_or(Capacity::Unbounded);
    world.library.queues.insert(State::new(Fifo::default(), capacity))
}

/// Puts an item, or waits for room. Unless it is `Done` or `Waits`, the caller still has the item.
pub(crate) fn queue_put(
    world: &mut World,
    queue: Handle,
    item: Item,
    callback: Callback,
    operation: &mut Handle,
) -> Status {
    let kind = Kind::Put(Put::new(item));
    *operation = world.library.operations.insert(Operation { queue, callback, kind });
    queue_retry(world, *operation, &mut None)
}

/// Gets an item, or waits for one.
pub(crate) fn queue_get(
    world: &mut World,
    queue: Handle,
    item: &mut Option<Item>,
    callback: Callback,
    operation: &mut Handle,
) -> Status {
    let kind = Kind::Get(Get::new());
    *operation = world.library.operations.insert(Operation { queue, callback, kind });
    queue_retry(world, *operation, item)
}

/// Tries an operation again. It writes the item of a get that is `Done`, or of a put that comes too
/// late because of a `ShutDown`.
///
/// If the operation lost the race to a newcomer, the answer is `Waits`: the callback will be called
/// again.
pub(crate) fn queue_retry(world: &mut World, handle: Handle, item: &mut Option<Item>) -> Status {
    let Library { queues, operations, due, .. } = &mut world.library;
    let Some(Operation { queue, callback, kind }) = operations.get_mut(handle) else {
        return Status::BadHandle;
    };
    let status = queues.get_mut(*queue).map_or(Status::BadHandle, |state| {
        // To copy a callback runs no code of others, so the poll has a waiter from the start.
        let mut exchange = Exchange::with(Waiter { callback: *callback, operation: handle });
        *item = None;
        // An operation keeps its callback, so the waiter in line is always current.
        // The storage refuses no item, so a put fails after a shutdown alone, as a get does.
        let polled = match kind {
            Kind::Get(get) => {
                state.poll_get(get, item, &mut exchange, |_| true).map(|got| got.is_ok())
            }
            Kind::Put(put) => state.poll_put(put, &mut exchange, |_| true).map(|put| put.is_ok()),
        };
        due.extend(exchange.notified);
        match polled {
            Polled::Ready(true) => Status::Done,
            Polled::Ready(false) => Status::ShutDown,
            Polled::Pending => Status::Waits,
            // Never: the exchange has a waiter, and an operation that finishes leaves the table.
            Polled::NeedsWaiter | Polled::Finished => Status::BadHandle,
        }
    });
    if status != Status::Waits
        && let Some(Operation { kind, .. }) = operations.remove(handle)
        && let Kind::Put(mut put) = kind
    {
        *item = put.take_item();
    }
    call_back(world);
    status
}

/// Cancels an operation, and writes the item of a put that has not put it. After that, its callback is
/// not called any more.
///
/// If the operation had been notified, the wake passes on to the next one.
pub(crate) fn queue_cancel(world: &mut World, handle: Handle, item: &mut Option<Item>) -> Status {
    let Library { queues, operations, due, .. } = &mut world.library;
    let Some(Operation { queue, kind, .. }) = operations.remove(handle) else {
        return Status::BadHandle;
    };
    let Some(state) = queues.get_mut(queue) else { return Status::BadHandle };
    let mut exchange = Exchange::default();
    *item = match kind {
        Kind::Get(mut get) => {
            state.cancel_get(&mut get, &mut exchange);
            None
        }
        Kind::Put(mut put) => {
            state.cancel_put(&mut put, &mut exchange);
            put.take_item()
        }
    };
    due.extend(exchange.notified);
    call_back(world);
    Status::Done
}

/// Shuts a queue down: no more puts, and gets only until it is empty.
pub(crate) fn queue_shutdown(world: &mut World, queue: Handle) -> Status {
    let Library { queues, due, .. } = &mut world.library;
    let Some(state) = queues.get_mut(queue) else { return Status::BadHandle };
    let mut notified = Waiters::default();
    state.shutdown(&mut notified);
    due.extend(notified);
    call_back(world);
    Status::Done
}

/// Calls what is due, in the order of the wakes.
///
/// A callback may call the library, which comes back here. The outermost call goes on with the list
/// then, so that callbacks that wake each other do not fill the stack.
fn call_back(world: &mut World) {
    if world.library.is_calling {
        return;
    }
    world.library.is_calling = true;
    while let Some(Waiter { callback, operation }) = world.library.due.pop_front() {
        // It may have been cancelled, or retried with success, since it was notified.
        if world.library.operations.get(operation).is_some() {
            (callback.call)(world, callback.context, operation);
        }
    }
    world.library.is_calling = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_CALL: Callback = Callback { call: |_, _, _| panic!("it need not wait"), context: 0 };

    fn put(world: &mut World, queue: Handle, item: Item) {
        assert_eq!(queue_put(world, queue, item, NO_CALL, &mut Handle::default()), Status::Done);
    }

    fn wait(world: &mut World, queue: Handle, callback: Callback) -> Handle {
        let (mut item, mut operation) = (None, Handle::default());
        let status = queue_get(world, queue, &mut item, callback, &mut operation);
        assert_eq!((status, item), (Status::Waits, None));
        operation
    }

    /// Gets the item, and notes it.
    fn note(world: &mut World, context: usize, operation: Handle) {
        let mut item = None;
        let status = queue_retry(world, operation, &mut item);
        world.say(format!("{context}: {status:?} {item:?}"));
    }

    #[test]
    fn a_callback_that_lost_the_race_is_called_again() {
        let mut world = World::new();
        let queue = queue_new(&mut world, 0);
        world.jobs = queue;
        // A newcomer takes the first item, for which the callback is called.
        let lose = |world: &mut World, context, operation| {
            let mut item = None;
            if world.log().is_empty() {
                queue_get(world, world.jobs, &mut item, NO_CALL, &mut Handle::default());
                world.say(format!("newcomer: {item:?}"));
            }
            note(world, context, operation);
        };
        wait(&mut world, queue, Callback { call: lose, context: 7 });
        put(&mut world, queue, 1);
        assert_eq!(world.log(), ["newcomer: Some(1)", "7: Waits None"]);
        put(&mut world, queue, 2);
        assert_eq!(world.log()[2..], ["7: Done Some(2)"]);
        assert_eq!(world.library.check_at_rest(), Ok(()));
    }

    #[test]
    fn a_notified_operation_that_is_cancelled_passes_its_wake_on() {
        let mut world = World::new();
        let queue = queue_new(&mut world, 0);
        let cancel = |world: &mut World, _, operation| {
            assert_eq!(queue_cancel(world, operation, &mut None), Status::Done);
            assert_eq!(queue_cancel(world, operation, &mut None), Status::BadHandle);
        };
        wait(&mut world, queue, Callback { call: cancel, context: 7 });
        wait(&mut world, queue, Callback { call: note, context: 8 });
        put(&mut world, queue, 1);
        assert_eq!(world.log(), ["8: Done Some(1)"]);
        assert_eq!(world.library.check_at_rest(), Ok(()));
    }

    #[test]
    fn an_operation_cancelled_after_its_wake_is_not_called() {
        let mut world = World::new();
        let queue = queue_new(&mut world, 0);
        let first = wait(&mut world, queue, NO_CALL);
        world.library.is_calling = true; // as in a callback
        put(&mut world, queue, 1);
        assert_eq!(queue_cancel(&mut world, first, &mut None), Status::Done);
        world.library.is_calling = false;
        call_back(&mut world);
        assert!(world.library.due.is_empty());
    }

    #[test]
    fn a_bad_handle_is_refused() {
        let mut world = World::new();
        let (bad, mut item, mut operation) = (Handle::default(), None, Handle::default());
        let statuses = [
            queue_put(&mut world, bad, 1, NO_CALL, &mut operation),
            queue_get(&mut world, bad, &mut item, NO_CALL, &mut operation),
            queue_retry(&mut world, operation, &mut item),
            queue_cancel(&mut world, operation, &mut item),
            queue_shutdown(&mut world, bad),
        ];
        assert_eq!(statuses, [Status::BadHandle; 5]);
        assert_eq!(world.library.check_at_rest(), Ok(()));
    }
}
