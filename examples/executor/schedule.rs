//! The schedule: which tasks are ready, which timers are set, and what time it is.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll, Wake, Waker};

/// Names a task. It is what waits in the queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TaskNumber(pub(crate) usize);

/// A moment in virtual time.
pub(crate) type Time = u64;

/// The ready list, the timers and the clock. Queues and tasks share it by reference.
///
/// The ready list is a channel, because a waker may be sent to another thread.
pub(crate) struct Schedule {
    wakes: Sender<TaskNumber>,
    ready: Receiver<TaskNumber>,
    timers: RefCell<BinaryHeap<Reverse<(Time, TaskNumber)>>>,
    now: Cell<Time>,
    running: Cell<TaskNumber>,
}

impl Schedule {
    pub(crate) fn new() -> Self {
        let (wakes, ready) = channel();
        Self {
            wakes,
            ready,
            timers: RefCell::default(),
            now: Cell::new(0),
            running: Cell::new(TaskNumber(0)),
        }
    }

    pub(crate) fn now(&self) -> Time {
        self.now.get()
    }

    /// Returns the task that is being polled.
    pub(crate) fn running(&self) -> TaskNumber {
        self.running.get()
    }

    /// Makes tasks ready, in this order and behind those that are ready already.
    pub(crate) fn wake(&self, tasks: impl IntoIterator<Item = TaskNumber>) {
        for task in tasks {
            self.wakes.send(task).expect("the schedule owns the other end");
        }
    }

    /// Makes a waker for futures that know wakers only.
    pub(crate) fn waker(&self, task: TaskNumber) -> Waker {
        Arc::new(TaskWaker { task, wakes: self.wakes.clone() }).into()
    }

    /// Returns the next task to poll. If none is ready, time goes on to the next timer.
    pub(crate) fn next(&self) -> Option<TaskNumber> {
        let task = self.ready.try_recv().ok().or_else(|| {
            self.ring();
            self.ready.try_recv().ok()
        })?;
        self.running.set(task);
        Some(task)
    }

    /// Wakes the tasks of all timers that are due next.
    fn ring(&self) {
        let mut timers = self.timers.borrow_mut();
        let Some(&Reverse((due, _))) = timers.peek() else { return };
        self.now.set(due);
        while let Some(&Reverse((time, task))) = timers.peek()
            && time == due
        {
            timers.pop();
            self.wake([task]);
        }
    }

    /// Waits until a moment.
    pub(crate) fn sleep_until(&self, time: Time) -> Sleep<'_> {
        Sleep { schedule: self, time, is_set: false }
    }

    /// Waits for a future until a moment, and then returns `None`.
    pub(crate) async fn before<F: Future + Unpin>(
        &self,
        time: Time,
        future: F,
    ) -> Option<F::Output> {
        Before { future, sleep: self.sleep_until(time) }.await
    }
}

struct TaskWaker {
    task: TaskNumber,
    wakes: Sender<TaskNumber>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        // Once the schedule is gone there is no task to wake.
        let _ = self.wakes.send(self.task);
    }
}

pub(crate) struct Sleep<'a> {
    schedule: &'a Schedule,
    time: Time,
    is_set: bool,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let schedule = self.schedule;
        if schedule.now() >= self.time {
            return Poll::Ready(());
        }
        // A timer whose sleep is dropped stays, and wakes its task once for nothing.
        if !self.is_set {
            self.is_set = true;
            schedule.timers.borrow_mut().push(Reverse((self.time, schedule.running())));
        }
        Poll::Pending
    }
}

struct Before<'a, F> {
    future: F,
    sleep: Sleep<'a>,
}

impl<F: Future + Unpin> Future for Before<'_, F> {
    type Output = Option<F::Output>;

    /// The future comes first: what is ready at the last moment is in time.
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match Pin::new(&mut self.future).poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => Pin::new(&mut self.sleep).poll(cx).map(|()| None),
        }
    }
}
