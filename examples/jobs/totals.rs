//! What the metrics of a server must say once it has ended.

#[derive(Clone, Copy, Debug)]
pub(crate) struct Totals {
    pub(crate) accepted: usize,
    pub(crate) done: usize,
    pub(crate) dead: usize,
    /// The attempts that were not the first of their job.
    pub(crate) retried: usize,
}

impl Totals {
    /// Returns a line for each that the metrics do not say.
    pub(crate) fn missing(&self, metrics: &str) -> impl Iterator<Item = String> {
        let is_missing = |expected: &String| !metrics.lines().any(|line| line == expected);
        let lines = self.lines().into_iter();
        lines.filter(is_missing).map(|line| format!("the metrics do not say {line}"))
    }

    /// Returns the lines that the metrics must have. Nothing is left in the queue.
    pub(crate) fn lines(&self) -> [String; 8] {
        let Self { accepted, done, dead, retried } = *self;
        let counts = [
            ("accepted_total", accepted),
            ("done_total", done),
            ("dead_total", dead),
            ("retried_total", retried),
            ("queued", 0),
            ("in_flight", 0),
            ("delayed", 0),
            ("behind", 0),
        ];
        counts.map(|(name, count)| format!("jobs_{name} {count}"))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::metrics;
    use crate::service::Service;

    #[test]
    fn a_server_without_jobs_has_all_of_them() {
        let text = {
            let service = Service::new(1, (Duration::ZERO, Duration::ZERO));
            metrics::text(&service.counts, service.gauges())
        };
        let mut totals = Totals { accepted: 0, done: 0, dead: 0, retried: 0 };
        assert_eq!(totals.missing(&text).count(), 0);
        totals.done = 1;
        assert!(totals.missing(&text).eq(["the metrics do not say jobs_done_total 1"]));
    }
}
