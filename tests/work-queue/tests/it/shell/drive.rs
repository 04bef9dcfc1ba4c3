use std::future::{poll_fn, ready};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures::executor::block_on;
use queue_async::work::Job;

use super::{Clock, Task, builder, seconds};

/// Sleeps on the clock, and wakes no task: the test polls by hand.
pub(super) fn sleep(clock: &Clock, time: Duration) -> impl Future<Output = ()> {
    let (clock, until) = (clock.clone(), clock.now() + time);
    poll_fn(move |_| if clock.now() >= until { Poll::Ready(()) } else { Poll::Pending })
}

#[test]
fn a_driver_looks_again_when_something_is_due_earlier() {
    let clock = Clock::default();
    let queue = clock.set(builder()).build();
    let (driver, task) = (Task::new(), Task::new());
    let mut drive = pin!(queue.drive(|time| sleep(&clock, time)));
    assert!(driver.poll(&mut drive).is_pending());

    queue.put_after("late", seconds(10)).unwrap();
    assert_eq!(driver.wakes(), 1, "there was nothing to wait for");
    assert!(driver.poll(&mut drive).is_pending());
    queue.put_after("later", seconds(20)).unwrap();
    assert_eq!(driver.wakes(), 0);
    queue.put_after("early", seconds(5)).unwrap();
    assert_eq!(driver.wakes(), 1);
    assert!(driver.poll(&mut drive).is_pending());

    let mut take = queue.take();
    assert!(task.poll(&mut take).is_pending());
    clock.pass(5);
    assert!(driver.poll(&mut drive).is_pending());
    assert_eq!(task.wakes(), 1);
    let Poll::Ready(Ok(lease)) = task.poll(&mut take) else { panic!("it is due") };
    assert_eq!(*lease, "early");

    lease.retry_after(seconds(1)).unwrap();
    assert_eq!(driver.wakes(), 1);
    assert!(driver.poll(&mut drive).is_pending());
    clock.pass(1);
    assert!(driver.poll(&mut drive).is_pending());
    let lease = queue.try_take().unwrap();
    lease.end_after(seconds(2)).unwrap();
    assert_eq!(driver.wakes(), 1);
    assert!(driver.poll(&mut drive).is_pending());
    lease.extend(seconds(1)).unwrap();
    assert_eq!(driver.wakes(), 1);
    assert!(driver.poll(&mut drive).is_pending());
    clock.pass(1);
    assert!(driver.poll(&mut drive).is_pending());
    assert_eq!(queue.len(), 1, "the lease has ended");
}

#[test]
fn a_driver_learns_of_jobs_that_expire() {
    let clock = Clock::default();
    let queue = clock.set(builder().bounded(1)).build();
    let (driver, task) = (Task::new(), Task::new());
    let mut drive = pin!(queue.drive(|time| sleep(&clock, time)));
    assert!(driver.poll(&mut drive).is_pending());
    let job = || Job::new(1).expires_at(queue.time_after(seconds(9)));
    queue.try_put_job(job()).unwrap();
    assert_eq!(driver.wakes(), 1);
    assert!(driver.poll(&mut drive).is_pending());
    queue.try_take().unwrap().done().unwrap();
    queue.try_put(2).unwrap();
    let (mut put, mut dropped) = (queue.put_job(job()), queue.put_job(job()));
    assert!(task.poll(&mut put).is_pending());
    assert!(task.poll(&mut dropped).is_pending());
    queue.try_take().unwrap().done().unwrap();
    assert!(task.poll(&mut put).is_ready());
    assert_eq!(driver.wakes(), 1);
    assert!(driver.poll(&mut drive).is_pending());
    queue.try_take().unwrap().done().unwrap();
    drop(dropped);
    assert_eq!((driver.wakes(), queue.len()), (1, 1), "it had been put");
}

#[test]
fn a_driver_ends_with_the_last_job_after_a_shutdown() {
    for immediate in [false, true] {
        let clock = Clock::default();
        let queue = clock.set(builder()).build();
        let driver = Task::new();
        let mut drive = pin!(queue.drive(|time| sleep(&clock, time)));
        queue.try_put(1).unwrap();
        let lease = queue.try_take().unwrap();
        assert!(driver.poll(&mut drive).is_pending());
        if immediate {
            drop(queue.shutdown_now());
        } else {
            queue.shutdown();
        }
        assert!(driver.poll(&mut drive).is_pending());
        driver.wakes();
        lease.done().unwrap();
        assert_eq!(driver.wakes(), 1);
        assert!(driver.poll(&mut drive).is_ready());
    }
}

#[test]
fn a_driver_moves_a_job_from_one_backoff_to_the_next() {
    let clock = Clock::default();
    let queue = clock
        .set(builder().max_attempts(3).backoff_without_jitter(seconds(10), seconds(60)))
        .build();
    let work = async {
        queue.put(7).await.unwrap();
        while let Ok(lease) = queue.take().await {
            drop(lease); // it fails each time
            if queue.unfinished() == 1 {
                queue.shutdown();
            }
        }
    };
    // The only thing that lets time pass is the sleep of the driver.
    let drive = queue.drive(|time| {
        clock.pass(time.as_secs());
        ready(())
    });
    block_on(async { futures::join!(drive, work) });
    assert_eq!(clock.now(), seconds(10 + 20));
    assert_eq!(queue.dead().try_get().map(|dead| dead.job.attempts()), Ok(3));
}
