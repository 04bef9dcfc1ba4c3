use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use hdrhistogram::Histogram;

use crate::contender::Contender;
use crate::thread::run_for;

/// The cost of pairs of attempts, which threads make one after the other.
pub(crate) struct Pairs {
    pairs: u64,
    time: Duration,
    processor: Duration,
    /// The time of single pairs.
    pub(crate) latencies: Histogram<u64>,
}

impl Pairs {
    pub(crate) fn none() -> Self {
        let (time, processor) = (Duration::ZERO, Duration::ZERO);
        Self { pairs: 0, time, processor, latencies: latencies() }
    }

    /// Measures so many threads for that time.
    ///
    /// Half of it is without a look at the clock at each pair, because a look takes as long as a pair.
    pub(crate) fn measure<C: Contender>(&mut self, threads: usize, time: Duration) {
        let (start, processor) = (Instant::now(), ProcessTime::now());
        let pairs = in_threads::<C, _>(threads, time / 2, |contender, stop| {
            let mut pairs = 0;
            while !stop.load(Relaxed) {
                contender.pair();
                pairs += 1;
            }
            pairs
        });
        self.pairs += pairs.iter().sum::<u64>();
        self.time += start.elapsed();
        self.processor += processor.elapsed();
        let histograms = in_threads::<C, _>(threads, time / 2, |contender, stop| {
            let mut latencies = latencies();
            while !stop.load(Relaxed) {
                record(&mut latencies, || contender.pair());
            }
            latencies
        });
        histograms.into_iter().for_each(|histogram| self.latencies += histogram);
    }

    /// Returns the time and the processor time of a pair, in nanoseconds.
    pub(crate) fn each(&self) -> [f64; 2] {
        [self.time, self.processor].map(|time| time.as_nanos() as f64 / self.pairs as f64)
    }
}

fn in_threads<C: Contender, R: Send>(
    threads: usize,
    time: Duration,
    work: impl Fn(&C, &AtomicBool) -> R + Sync,
) -> Vec<R> {
    let (contender, stop) = (C::default(), AtomicBool::new(false));
    let (contender, work, stop) = (&contender, &work, &stop);
    run_for(time, stop, |scope| {
        (0..threads).map(|_| scope.spawn(move || work(contender, stop))).collect()
    })
}

/// Returns an empty histogram of nanoseconds, up to a minute, with two digits.
pub(crate) fn latencies() -> Histogram<u64> {
    Histogram::new_with_max(60_000_000_000, 2).expect("these are bounds")
}

pub(crate) fn record(latencies: &mut Histogram<u64>, act: impl FnOnce()) {
    let start = Instant::now();
    act();
    latencies.saturating_record(u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX));
}
