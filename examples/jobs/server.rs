//! The server: requests, workers and the driver of the queue.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::api;
use crate::crew::{Crew, Handler, Places};
use crate::service::Service;

/// How long connections may take to end once the jobs have ended.
const GRACE: Duration = Duration::from_secs(10);

pub(crate) struct Server {
    pub(crate) service: Arc<Service>,
    pub(crate) address: SocketAddr,
    crew: Crew,
    driver: JoinHandle<()>,
    requests: JoinHandle<io::Result<()>>,
    /// Dropped when no more requests are to be answered.
    open: oneshot::Sender<()>,
}

impl Server {
    /// Starts a server on a port of this machine.
    pub(crate) async fn start(
        port: u16,
        service: Service,
        workers: u16,
        handler: impl Handler,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let service = Arc::new(service);
        let queue = Arc::clone(&service.queue);
        let driver = tokio::spawn(async move { queue.drive(sleep).await });
        let (open, closed) = oneshot::channel::<()>();
        let requests = axum::serve(listener, api::router(Arc::clone(&service)))
            .with_graceful_shutdown(async { drop(closed.await) });
        let requests = tokio::spawn(requests.into_future());
        let crew = Crew::start(&service, workers, handler);
        Ok(Self { service, address, crew, driver, requests, open })
    }

    pub(crate) fn places(&self) -> Places {
        self.crew.places()
    }

    /// Refuses further jobs, and waits until all accepted ones have ended. Requests are still answered.
    pub(crate) async fn drain(&mut self) {
        self.service.queue.shutdown();
        self.crew.join().await;
        (&mut self.driver).await.expect("the driver ends with the queue");
    }

    /// Answers the requests that have come, and closes the port.
    pub(crate) async fn close(self) -> io::Result<()> {
        drop(self.open);
        match timeout(GRACE, self.requests).await {
            Ok(ended) => ended.map_err(io::Error::other)?,
            // A client sends half a request.
            Err(_) => Ok(()),
        }
    }
}
