//! The workers. One that dies is replaced.

use std::sync::{Arc, Mutex, PoisonError};

use queue_async::work::Take;
use tokio::task::{AbortHandle, JoinSet};

use crate::rules::JobLease;
use crate::service::Service;

/// What a worker does with a job.
pub(crate) trait Handler: Send + Sync + 'static {
    /// Works on a job, and answers for it. A lease that is dropped is a retry.
    fn handle(&self, service: &Service, lease: JobLease) -> impl Future<Output = ()> + Send;
}

/// A number of places, each with a worker that takes jobs until the queue has ended.
pub(crate) struct Crew {
    keepers: JoinSet<()>,
    places: Places,
}

/// The workers as they are now. A keeper that has not started its worker yet has none.
#[derive(Clone)]
pub(crate) struct Places(Arc<[Mutex<Option<AbortHandle>>]>);

impl Crew {
    pub(crate) fn start(service: &Arc<Service>, workers: u16, handler: impl Handler) -> Self {
        let places = Places((0..workers).map(|_| Mutex::default()).collect());
        let handler = Arc::new(handler);
        let keepers = (0..places.0.len())
            .map(|place| keep(places.clone(), place, Arc::clone(service), Arc::clone(&handler)))
            .collect();
        Self { keepers, places }
    }

    pub(crate) fn places(&self) -> Places {
        self.places.clone()
    }

    /// Waits until all workers have ended, after a shutdown of the queue.
    pub(crate) async fn join(&mut self) {
        while self.keepers.join_next().await.is_some() {}
    }
}

impl Places {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Cancels the worker of a place, wherever it waits.
    pub(crate) fn kill(&self, place: usize) {
        let worker = self.0[place].lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(worker) = &*worker {
            worker.abort();
        }
    }

    fn set(&self, place: usize, worker: AbortHandle) {
        *self.0[place].lock().unwrap_or_else(PoisonError::into_inner) = Some(worker);
    }
}

/// Keeps a place filled: a worker that panics or is cancelled is replaced.
async fn keep(places: Places, place: usize, service: Arc<Service>, handler: Arc<impl Handler>) {
    loop {
        let worker = tokio::spawn(work(Arc::clone(&service), Arc::clone(&handler)));
        places.set(place, worker.abort_handle());
        if worker.await.is_ok() {
            return;
        }
    }
}

async fn work(service: Arc<Service>, handler: Arc<impl Handler>) {
    while let Ok(lease) = Take::new(Arc::clone(&service.queue)).await {
        service.begin(&lease);
        handler.handle(&service, lease).await;
    }
}
