use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::task::Poll;
use core::time::Duration;

use queue_core::work::Rules;

use super::WorkQueue;
use crate::Lock;

impl<R: Rules, L: Lock> WorkQueue<R, L> {
    /// Lets delayed jobs become ready, leases end and jobs expire when their time comes, by the sleep of any runtime.
    ///
    /// Run it beside the workers, once for each queue. It returns when the queue has been shut down and all jobs
    /// have ended.
    ///
    /// # Cancel safety
    ///
    /// It may be dropped at any moment and begun anew.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use futures::executor::block_on;
    /// use queue_async::local::WorkQueue;
    ///
    /// # async fn sleep(_: Duration) {}
    /// let queue = WorkQueue::unbounded();
    /// queue.put_after("mail", Duration::from_millis(1)).unwrap();
    /// queue.shutdown();
    /// let work = async {
    ///     let lease = queue.take().await.unwrap();
    ///     lease.done().unwrap();
    /// };
    /// block_on(async { futures::join!(queue.drive(sleep), work) });
    /// assert_eq!(queue.unfinished(), 0);
    /// ```
    pub async fn drive<F: Future<Output = ()>>(&self, mut sleep: impl FnMut(Duration) -> F) {
        loop {
            let next = self.advance();
            if self.has_ended() {
                return;
            }
            let mut alarm = self.alarm.get();
            match next {
                None => drop(alarm.await),
                Some(delay) => {
                    let mut slept = pin!(sleep(delay));
                    poll_fn(|cx| {
                        let rings = Pin::new(&mut alarm).poll(cx).is_ready();
                        if rings || slept.as_mut().poll(cx).is_ready() {
                            return Poll::Ready(());
                        }
                        Poll::Pending
                    })
                    .await;
                }
            }
        }
    }
}
