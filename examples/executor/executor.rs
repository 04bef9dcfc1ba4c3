//! The executor, which owns the tasks and polls those that are ready.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Waker};

use crate::schedule::{Schedule, TaskNumber};

struct Task<'a> {
    future: Pin<Box<dyn Future<Output = ()> + 'a>>,
    waker: Waker,
}

pub(crate) struct Executor<'a> {
    schedule: &'a Schedule,
    /// By number; `None` when it has finished.
    tasks: Vec<Option<Task<'a>>>,
}

impl<'a> Executor<'a> {
    pub(crate) const fn new(schedule: &'a Schedule) -> Self {
        Self { schedule, tasks: Vec::new() }
    }

    /// Adds a task, which is ready at once.
    pub(crate) fn spawn(&mut self, future: impl Future<Output = ()> + 'a) {
        let number = TaskNumber(self.tasks.len());
        let waker = self.schedule.waker(number);
        self.tasks.push(Some(Task { future: Box::pin(future), waker }));
        self.schedule.wake([number]);
    }

    /// Runs until every task has finished. Fails with the tasks that wait for good, if there are any.
    pub(crate) fn run(&mut self) -> Result<(), Stuck> {
        while self.tasks.iter().any(Option::is_some) {
            let TaskNumber(index) = self.schedule.next().ok_or_else(|| self.stuck())?;
            // It may be woken twice, or after it has finished. A poll too many does no harm.
            if let Some(task) = &mut self.tasks[index]
                && task.future.as_mut().poll(&mut Context::from_waker(&task.waker)).is_ready()
            {
                self.tasks[index] = None;
            }
        }
        Ok(())
    }

    fn stuck(&self) -> Stuck {
        let tasks = (0..).map(TaskNumber).zip(&self.tasks);
        Stuck(tasks.filter(|(_, task)| task.is_some()).map(|(number, _)| number).collect())
    }
}

/// The tasks that wait while no task is ready and no timer is set.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stuck(Vec<TaskNumber>);

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tasks wait for a wake that never comes:")?;
        self.0.iter().try_for_each(|TaskNumber(number)| write!(f, " {number}"))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::{pending, poll_fn};
    use std::task::Poll;

    use super::*;

    #[test]
    fn a_task_that_wakes_itself_is_polled_again() {
        let (schedule, polls) = (Schedule::new(), Cell::new(0));
        let mut executor = Executor::new(&schedule);
        executor.spawn(poll_fn(|cx| {
            cx.waker().wake_by_ref();
            polls.update(|polls| polls + 1);
            if polls.get() < 3 { Poll::Pending } else { Poll::Ready(()) }
        }));
        assert_eq!((executor.run(), polls.get()), (Ok(()), 3));
    }

    #[test]
    fn tasks_that_wait_for_good_are_named() {
        let schedule = Schedule::new();
        let mut executor = Executor::new(&schedule);
        executor.spawn(async {});
        executor.spawn(pending());
        executor.spawn(async { schedule.sleep_until(7).await });
        let stuck = executor.run().expect_err("one task waits for good");
        assert_eq!(stuck.to_string(), "tasks wait for a wake that never comes: 1");
        assert_eq!(schedule.now(), 7);
    }
}
