//! The command `serve`.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::args::Serve;
use crate::remote;
use crate::say;
use crate::server::Server;
use crate::service::Service;
use crate::stop::Stop;
use crate::work::Simulator;

const BACKOFF: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(10));

pub(crate) async fn run(args: &Serve) -> io::Result<ExitCode> {
    if let Some(url) = &args.redis {
        return remote::run(args, url).await;
    }
    let mut stop = Stop::new()?; // first: until then a signal ends the process
    let service = Service::new(args.capacity, BACKOFF);
    let mut server = Server::start(args.port, service, args.workers, Simulator).await?;
    say(format_args!("jobs: listening on http://{}", server.address));
    stop.recv().await;
    let service = Arc::clone(&server.service);
    service.queue.shutdown();
    say(format_args!("jobs: draining, {} unfinished", service.queue.unfinished()));
    let drained = async {
        server.drain().await;
        server.close().await
    };
    let status = tokio::select! {
        closed = drained => closed.map(|()| ExitCode::SUCCESS),
        () = stop.recv() => Ok(ExitCode::FAILURE),
    };
    say(summary(&service));
    status
}

fn summary(service: &Service) -> String {
    let [accepted, done] = [&service.counts.accepted, &service.counts.done];
    let [accepted, done] = [accepted, done].map(|count| count.load(Ordering::Relaxed));
    let (dead, left) = (service.queue.dead().len(), service.queue.unfinished());
    format!("jobs: {accepted} accepted, {done} done, {dead} dead, {left} left")
}
