//! The two bounded queues between the walk, the workers and the printer.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use queue_async::ShutDown;
use queue_async::sync::Queue;

use crate::trouble::Trouble;

/// What the walk met: a file to hash, or what went wrong on the way.
pub(crate) type Entry = Result<PathBuf, Trouble>;

/// What became of an entry: a line for standard output, or a message for standard error.
pub(crate) type Report = Result<Vec<u8>, Trouble>;

/// A few entries for one worker, and where to send the reports about them.
///
/// A job that is dropped unanswered tells the holder of its ticket that there will be no answer.
pub(crate) struct Job {
    pub(crate) entries: Vec<Entry>,
    pub(crate) reply: SyncSender<Vec<Report>>,
}

/// Where the answer to a job arrives.
pub(crate) type Ticket = Receiver<Vec<Report>>;

/// How many jobs may be done while they wait for an earlier one, such as a large file.
const WINDOW: usize = 256;

/// Each job stands in two queues. The workers take it from `jobs` as soon as they can. The printer
/// takes its ticket from `tickets` when all earlier ones are printed.
pub(crate) struct Belt {
    jobs: Queue<Job>,
    tickets: Queue<Ticket>,
    stopped: AtomicBool,
}

impl Belt {
    /// Makes a belt on which at most `queue` jobs wait for one of the `workers`.
    pub(crate) fn new(queue: usize, workers: usize) -> Self {
        Self {
            jobs: Queue::bounded(queue),
            // The jobs that wait, those at the workers, and those that are done.
            tickets: Queue::bounded(queue + workers + WINDOW),
            stopped: AtomicBool::new(false),
        }
    }

    /// Puts a job on the belt, blocking the thread until there is room in both lines.
    ///
    /// The ticket goes first, so no job is done, and no answer waits, without being counted.
    pub(crate) fn put(&self, entries: Vec<Entry>) -> Result<(), ShutDown> {
        let (reply, ticket) = sync_channel(1);
        self.tickets.blocking_put(ticket).map_err(|_| ShutDown)?;
        self.jobs.blocking_put(Job { entries, reply }).map_err(|_| ShutDown)
    }

    /// Says that no more jobs will be put; those on the belt are still done.
    pub(crate) fn close(&self) {
        self.jobs.shutdown();
        self.tickets.shutdown();
    }

    /// Throws away what is on the belt and wakes every thread that waits at it.
    ///
    /// A worker keeps the job that it is at, so it must look at [`is_stopped`](Self::is_stopped).
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        drop(self.jobs.shutdown_now());
        drop(self.tickets.shutdown_now());
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// The jobs, in any order among the workers, until the belt is closed and empty, or stopped.
    pub(crate) fn jobs(&self) -> impl Iterator<Item = Job> {
        self.jobs.blocking_items()
    }

    /// The tickets in the order of the walk, until the belt is closed and empty, or stopped.
    pub(crate) fn tickets(&self) -> &Queue<Ticket> {
        &self.tickets
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use queue_async::Capacity;

    use super::*;

    /// Puts jobs without end, stops the belt as soon as the walk is `stuck`, and returns how many
    /// jobs got in.
    fn put_until(belt: &Belt, stuck: impl Fn() -> bool) -> usize {
        thread::scope(|scope| {
            let walk = scope.spawn(|| (0..).take_while(|_| belt.put(Vec::new()).is_ok()).count());
            while !stuck() {
                thread::yield_now();
            }
            belt.stop();
            walk.join().expect("no panic")
        })
    }

    #[test]
    fn the_walk_waits_for_the_workers() {
        let belt = Belt::new(3, 1);
        assert_eq!(put_until(&belt, || belt.jobs.waiting_putters() == 1), 3);
    }

    #[test]
    fn the_walk_waits_for_the_printer_when_the_window_is_full() {
        let belt = Belt::new(3, 1);
        thread::scope(|scope| {
            scope.spawn(|| belt.jobs().for_each(|job| drop(job.reply.send(Vec::new()))));
            let put =
                put_until(&belt, || belt.tickets.waiting_putters() == 1 && belt.jobs.is_empty());
            assert_eq!(Ok(belt.tickets.capacity()), Capacity::try_from(put));
        });
    }

    #[test]
    fn a_job_that_is_dropped_hangs_up() {
        let belt = Belt::new(3, 1);
        belt.put(Vec::new()).expect("there is room");
        belt.put(Vec::new()).expect("there is room");
        let at_worker = belt.jobs().next().expect("there is one");
        let [first, second] = [(); 2].map(|()| belt.tickets.try_get().expect("there is one"));
        belt.stop();
        assert!(second.recv().is_err());
        drop(at_worker);
        assert!(first.recv().is_err());
    }
}
