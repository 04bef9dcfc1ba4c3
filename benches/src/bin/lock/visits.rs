use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{Scope, ScopedJoinHandle, sleep};
use std::time::Duration;

use hdrhistogram::Histogram;

use crate::contender::{Contender, busy};
use crate::pairs::{latencies, record};
use crate::thread::{become_nice, become_real_time, run_for, stay_on};

/// A visitor, a thread, takes the lock now and then. Holders, other threads, hold it for ten microseconds at a time.
#[derive(Clone, Copy)]
pub(crate) enum Visits {
    /// The visitor is a real-time thread on the core of the holder. The lock is free half of the time.
    RealTime,
    /// The holder takes the lock again at once, on another core.
    BesideGreedy,
    /// The holders have the lowest priority, and another thread keeps each core busy.
    BesideNice,
}

const SECTION: Duration = Duration::from_micros(10);

impl Visits {
    pub(crate) const ALL: [Self; 3] = [Self::RealTime, Self::BesideGreedy, Self::BesideNice];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::RealTime => "a real-time visitor on the holder's core",
            Self::BesideGreedy => "a visitor beside a greedy holder",
            Self::BesideNice => "a visitor beside nice holders on busy cores",
        }
    }

    /// Adds the times of the visits to `all`.
    pub(crate) fn measure<C: Contender>(
        self,
        all: &mut Histogram<u64>,
        time: Duration,
    ) -> anyhow::Result<()> {
        let (contender, stop) = (C::default(), AtomicBool::new(false));
        let (contender, stop) = (&contender, &stop);
        for histogram in run_for(time, stop, |scope| self.start(scope, contender, stop)) {
            *all += histogram?;
        }
        Ok(())
    }

    fn start<'scope, 'env, C: Contender>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        contender: &'env C,
        stop: &'env AtomicBool,
    ) -> Vec<ScopedJoinHandle<'scope, anyhow::Result<Histogram<u64>>>> {
        let holder = move |core, rank: fn() -> anyhow::Result<()>, pause| {
            scope.spawn(move || {
                stay_on(core)?;
                rank()?;
                while !stop.load(Relaxed) {
                    contender.hold(SECTION);
                    busy(pause);
                }
                Ok(latencies())
            })
        };
        let busy = move |core| {
            scope.spawn(move || {
                stay_on(core)?;
                while !stop.load(Relaxed) {
                    busy(SECTION);
                }
                Ok(latencies())
            })
        };
        let visitor = move |core, rank: fn() -> anyhow::Result<()>| {
            scope.spawn(move || {
                stay_on(core)?;
                rank()?;
                let mut latencies = latencies();
                while !stop.load(Relaxed) {
                    sleep(Duration::from_micros(300));
                    record(&mut latencies, || contender.hold(Duration::ZERO));
                }
                Ok(latencies)
            })
        };
        let as_it_is = || Ok(());
        match self {
            Self::RealTime => vec![holder(0, as_it_is, SECTION), visitor(0, become_real_time)],
            Self::BesideGreedy => {
                vec![holder(0, as_it_is, Duration::ZERO), visitor(1, as_it_is)]
            }
            Self::BesideNice => {
                let holder = |core| holder(core, become_nice, Duration::ZERO);
                vec![holder(0), holder(1), busy(0), busy(1), visitor(1, as_it_is)]
            }
        }
    }
}
