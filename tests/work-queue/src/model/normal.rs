use super::Model;

/// What programs are made by.
impl Model {
    /// The leases that have not ended.
    pub(crate) fn live_leases(&self) -> Vec<usize> {
        let mut live: Vec<_> = self.jobs.iter().filter_map(|job| job.lease).collect();
        live.sort_unstable();
        live
    }

    /// A lease that has ended, if there is one.
    pub(crate) fn stale_lease(&self) -> Option<usize> {
        (0..self.leases.len()).rev().find(|&lease| self.find(lease).is_none())
    }

    /// How many jobs have not ended.
    pub(crate) const fn unfinished(&self) -> usize {
        self.jobs.len()
    }

    /// How many operations wait.
    pub(crate) const fn waiting(&self) -> usize {
        self.gets.len() + self.puts.len() + self.joins.len()
    }

    /// How many puts wait.
    pub(crate) const fn waiting_puts(&self) -> usize {
        self.puts.len()
    }

    /// Returns whether the queue has been shut down.
    pub(crate) const fn is_shutdown(&self) -> bool {
        self.is_shutdown
    }

    /// The same state with other numbers: two that behave alike are equal.
    pub(crate) fn normal(&self) -> Self {
        let mut normal = self.clone();
        let live = self.live_leases();
        let order = |numbers: &[u64], number: u64| {
            numbers.iter().filter(|&&other| other < number).count() as u64
        };
        let arrivals: Vec<_> = self.jobs.iter().map(|job| job.arrival).collect();
        for (at, job) in normal.jobs.iter_mut().enumerate() {
            job.item.id = at as u8;
            job.arrival = order(&arrivals, job.arrival);
            for time in [&mut job.due, &mut job.expires, &mut job.until] {
                *time = time.map(|time| time.saturating_sub(self.now));
            }
            job.lease = job.lease.map(|lease| live.partition_point(|&other| other < lease));
        }
        let waiting = |operation: usize| {
            let puts = self.puts.iter().map(|&(put, _)| put);
            let all = self.gets.iter().chain(&self.joins).copied().chain(puts);
            all.filter(|&other| other < operation).count()
        };
        normal.gets.iter_mut().chain(&mut normal.joins).for_each(|one| *one = waiting(*one));
        normal.puts.iter_mut().for_each(|(put, item)| (*put, item.id) = (waiting(*put), 0));
        normal.leases = vec![0; usize::from(self.stale_lease().is_some())];
        (normal.now, normal.arrivals, normal.operations) = (0, 0, 0);
        normal
    }
}
