//! What the server tells Prometheus.

use std::fmt::Write;
use std::sync::atomic::Ordering;

use crate::service::Counts;

/// What there is at the moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gauges {
    pub(crate) dead: usize,
    pub(crate) queued: usize,
    pub(crate) in_flight: usize,
    pub(crate) delayed: usize,
    pub(crate) behind: usize,
}

/// Returns the metrics in Prometheus's text format.
pub(crate) fn text(counts: &Counts, gauges: Gauges) -> String {
    let [accepted, done, retried] = [&counts.accepted, &counts.done, &counts.retried]
        .map(|count| count.load(Ordering::Relaxed));
    let Gauges { dead, queued, in_flight, delayed, behind } = gauges;
    let [dead, queued, in_flight, delayed, behind] =
        [dead, queued, in_flight, delayed, behind].map(|count| count as u64);
    let metrics = [
        ("accepted_total", "counter", accepted, "Jobs that were answered with 202."),
        ("done_total", "counter", done, "Jobs that have been done."),
        ("dead_total", "counter", dead, "Jobs that have ended without being done."),
        ("retried_total", "counter", retried, "Attempts that were not the first of their job."),
        ("queued", "gauge", queued, "Jobs that can be taken."),
        ("in_flight", "gauge", in_flight, "Jobs that a worker has."),
        ("delayed", "gauge", delayed, "Jobs whose time has not come."),
        ("behind", "gauge", behind, "Jobs that wait for another one of their tenant."),
    ];
    let mut text = String::new();
    for (name, kind, value, help) in metrics {
        let lines = [("# HELP", help.to_owned()), ("# TYPE", kind.to_owned())];
        for (what, says) in lines {
            writeln!(text, "{what} jobs_{name} {says}").expect("a string takes it");
        }
        writeln!(text, "jobs_{name} {value}").expect("a string takes it");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::service::{Request, Service};

    #[test]
    fn each_metric_has_its_value() {
        let service = Service::new(9, (Duration::ZERO, Duration::ZERO));
        for (tenant, delay_ms) in [("ann", None), ("ann", None), ("bob", None), ("cat", Some(999))]
        {
            let (tenant, work) = (tenant.to_owned(), "mail".to_owned());
            let request = Request { tenant, priority: 0, work, delay_ms };
            service.accept(request).expect("there is room");
        }
        let _lease = service.queue.try_take().expect("one is ready");
        let text = text(&service.counts, service.gauges());
        let values: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let expected = [
            "jobs_accepted_total 4",
            "jobs_done_total 0",
            "jobs_dead_total 0",
            "jobs_retried_total 0",
            "jobs_queued 1",
            "jobs_in_flight 1",
            "jobs_delayed 1",
            "jobs_behind 1",
        ];
        assert_eq!(values, expected);
        assert!(text.starts_with("# HELP jobs_accepted_total Jobs that were answered with 202.\n"));
    }
}
