//! The work of a job, which is simulated.

use std::time::Duration;

use tokio::time::sleep;

use crate::crew::Handler;
use crate::rules::JobLease;
use crate::service::Service;

/// Does what the text of a job says.
pub(crate) struct Simulator;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failed;

impl Handler for Simulator {
    async fn handle(&self, service: &Service, lease: JobLease) {
        let answer = match simulate(&lease.work).await {
            Ok(()) => service.done(lease),
            Err(Failed) => lease.retry(),
        };
        answer.expect("its leases do not end by themselves");
    }
}

pub(crate) async fn simulate(work: &str) -> Result<(), Failed> {
    let time = work.strip_prefix("sleep ").and_then(|time| time.parse().ok());
    match (work, time) {
        (_, Some(time)) => sleep(Duration::from_millis(time)).await,
        ("fail", _) => return Err(Failed),
        ("panic", _) => panic!("the job says so"),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_job_ends_as_its_text_says() {
        assert_eq!(simulate("mail").await, Ok(()));
        assert_eq!(simulate("sleep 0").await, Ok(()));
        assert_eq!(simulate("sleep well").await, Ok(()));
        assert_eq!(simulate("fail").await, Err(Failed));
    }
}
