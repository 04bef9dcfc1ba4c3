//! The progress of a run, on a terminal only.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinHandle;
use tokio::time::interval;

use crate::service::Service;

const TEMPLATE: &str = "{spinner} {msg} [{elapsed_precise}]";

pub(crate) struct Progress {
    bar: ProgressBar,
    ticks: Option<JoinHandle<()>>,
}

impl Progress {
    /// Shows how many jobs there are, if standard error is a terminal.
    pub(crate) fn start(service: &Arc<Service>) -> Self {
        if !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden(), ticks: None };
        }
        let bar = ProgressBar::new_spinner().with_style(style());
        let ticks = tokio::spawn(tick(bar.clone(), Arc::clone(service)));
        Self { bar, ticks: Some(ticks) }
    }

    /// Removes it for good.
    pub(crate) async fn clear(self) {
        if let Some(ticks) = self.ticks {
            ticks.abort();
            let _cancelled = ticks.await;
        }
        self.bar.finish_and_clear();
    }
}

async fn tick(bar: ProgressBar, service: Arc<Service>) {
    let mut ticks = interval(Duration::from_millis(100));
    loop {
        ticks.tick().await;
        let [accepted, done, retried] =
            [&service.counts.accepted, &service.counts.done, &service.counts.retried]
                .map(|count| count.load(Ordering::Relaxed));
        let dead = service.queue.dead().len();
        let unfinished = service.queue.unfinished();
        bar.set_message(format!(
            "{accepted} accepted, {done} done, {retried} retried, {dead} dead, {unfinished} left"
        ));
        bar.tick();
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template(TEMPLATE).expect("a test has looked at the template")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_template_is_well_formed() {
        let _ = super::style();
    }
}
