mod ask;
mod life;
mod normal;

use queue_core::work::Cause;

use crate::{Answer, Ended, Item, Returned, Setup, Step};

/// A work queue that is too plain to be wrong: one list of jobs, and every question asks all of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Model {
    setup: Setup,
    now: u64,
    arrivals: u64,
    /// In the order of their puts, which is also the order within a key.
    jobs: Vec<Job>,
    /// The items of all leases, of the ended ones as well.
    leases: Vec<u8>,
    gets: Vec<usize>,
    puts: Vec<(usize, Item)>,
    joins: Vec<usize>,
    operations: usize,
    is_shutdown: bool,
    is_over: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Job {
    item: Item,
    arrival: u64,
    attempts: u32,
    /// There is none once the time has come.
    due: Option<u64>,
    expires: Option<u64>,
    has_room: bool,
    /// The number of its lease while it is out.
    lease: Option<usize>,
    /// When the lease ends by itself.
    until: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Ready,
    Behind,
    Delayed,
    Returning,
    Leased,
}

/// What a step has led to so far.
#[derive(Debug, Default)]
struct Effects {
    finished: Vec<(usize, Returned)>,
    dead: Vec<(Ended, Cause)>,
    spent: Vec<u8>,
}

impl Model {
    /// Makes an empty queue.
    #[must_use]
    pub const fn new(setup: Setup) -> Self {
        Self {
            setup,
            now: 0,
            arrivals: 0,
            jobs: Vec::new(),
            leases: Vec::new(),
            gets: Vec::new(),
            puts: Vec::new(),
            joins: Vec::new(),
            operations: 0,
            is_shutdown: false,
            is_over: false,
        }
    }

    /// Takes a step with the item that it puts, if it puts one.
    pub fn step(&mut self, step: Step, item: Item) -> Answer {
        let mut effects = Effects::default();
        let returned = self.call(step, item, &mut effects);
        self.serve(&mut effects);
        let Effects { mut finished, dead, mut spent } = effects;
        finished.sort_by_key(|&(operation, _)| operation);
        spent.sort_unstable();
        Answer { returned, finished, dead, spent, facts: self.facts() }
    }

    fn call(&mut self, step: Step, item: Item, effects: &mut Effects) -> Returned {
        match step {
            Step::TryPut { lives, .. } => {
                if self.is_shutdown {
                    return Returned::ShutDown;
                }
                if !self.puts.is_empty() || !self.has_room() {
                    return Returned::Full;
                }
                self.put(item, None, lives.map(|lives| self.now + lives), true, effects);
                Returned::Done
            }
            Step::Put { .. } => {
                let operation = self.begin();
                if self.is_shutdown {
                    return Returned::ShutDown;
                }
                if self.puts.is_empty() && self.has_room() {
                    self.put(item, None, None, true, effects);
                    return Returned::Done;
                }
                self.puts.push((operation, item));
                Returned::Waits(operation)
            }
            Step::PutLater { delay, lives, .. } => {
                if self.is_shutdown {
                    return Returned::ShutDown;
                }
                let due = (delay > 0).then_some(self.now + delay);
                self.put(item, due, lives.map(|lives| self.now + lives), false, effects);
                Returned::Done
            }
            Step::TryGet => match self.take() {
                Some(got) => got,
                None if self.has_ended() => Returned::ShutDown,
                None => Returned::Empty,
            },
            Step::Get => {
                let operation = self.begin();
                if let Some(got) = self.take() {
                    return got;
                }
                if self.has_ended() {
                    return Returned::ShutDown;
                }
                self.gets.push(operation);
                Returned::Waits(operation)
            }
            Step::Join => {
                let operation = self.begin();
                if self.jobs.is_empty() {
                    return Returned::Done;
                }
                self.joins.push(operation);
                Returned::Waits(operation)
            }
            Step::Done(lease) => {
                let Some(at) = self.find(lease) else { return Returned::Stale };
                self.spend_copy(at, effects);
                self.remove(at);
                Returned::Done
            }
            Step::Retry(lease, how) => {
                let Some(at) = self.find(lease) else { return self.stale(lease, effects) };
                self.spend_copy(at, effects);
                self.end_lease(at, how, effects);
                Returned::Done
            }
            Step::Keep(lease, time) => {
                let Some(at) = self.find(lease) else { return self.stale(lease, effects) };
                self.spend_copy(at, effects);
                self.jobs[at].until = Some(self.now + time);
                Returned::Done
            }
            Step::Extend(lease, time) => {
                let Some(at) = self.find(lease) else { return Returned::Stale };
                if self.jobs[at].until.is_none() {
                    return Returned::NoCopy;
                }
                self.jobs[at].until = Some(self.now + time);
                Returned::Done
            }
            Step::Advance(time) => {
                self.advance(time, effects);
                Returned::Done
            }
            Step::Cancel => self.cancel(),
            Step::SetCapacity(capacity) => {
                self.setup.capacity = capacity;
                while self.has_room()
                    && let Some(first) = self.first_returning(usize::MAX)
                {
                    self.come_in(first);
                }
                Returned::Done
            }
            Step::Shutdown => {
                self.shutdown(effects);
                Returned::Done
            }
            Step::ShutdownNow => {
                self.is_over = true;
                self.shutdown(effects);
                let mut ready: Vec<_> = self.at_stage(Stage::Ready).collect();
                ready.sort_by_key(|&at| (self.rank(at), self.jobs[at].arrival));
                let mut gone: Vec<_> = ready.iter().map(|&at| self.jobs[at].item.id).collect();
                let mut others: Vec<_> = (0..self.jobs.len())
                    .filter(|at| !ready.contains(at) && self.jobs[*at].lease.is_none())
                    .map(|at| self.jobs[at])
                    .collect();
                others.sort_by_key(|job| (job.due, job.arrival));
                gone.extend(others.iter().map(|job| job.item.id));
                self.jobs.retain(|job| job.lease.is_some());
                Returned::Items(gone)
            }
        }
    }

    const fn begin(&mut self) -> usize {
        self.operations += 1;
        self.operations - 1
    }

    const fn arrive(&mut self) -> u64 {
        self.arrivals += 1;
        self.arrivals
    }

    /// The caller gives an item of a lease that has ended.
    fn stale(&self, lease: usize, effects: &mut Effects) -> Returned {
        effects.spent.extend(self.leases.get(lease));
        Returned::Stale
    }

    fn shutdown(&mut self, effects: &mut Effects) {
        self.is_shutdown = true;
        effects.finished.extend(self.puts.drain(..).map(|(put, _)| (put, Returned::ShutDown)));
    }

    fn cancel(&mut self) -> Returned {
        let puts = self.puts.iter().map(|&(put, _)| put);
        let waiting = self.gets.iter().chain(&self.joins).copied().chain(puts);
        let Some(first) = waiting.min() else { return Returned::Done };
        self.gets.retain(|&get| get != first);
        self.joins.retain(|&join| join != first);
        let put = self.puts.iter().position(|&(put, _)| put == first);
        Returned::Items(put.map(|put| self.puts.remove(put).1.id).into_iter().collect())
    }

    /// Serves the operations that wait, as long as one can be.
    fn serve(&mut self, effects: &mut Effects) {
        loop {
            if self.jobs.is_empty() {
                let joins = self.joins.drain(..);
                effects.finished.extend(joins.map(|join| (join, Returned::Done)));
            }
            if !self.puts.is_empty() && self.has_room() {
                let (put, item) = self.puts.remove(0);
                self.put(item, None, None, true, effects);
                effects.finished.push((put, Returned::Done));
            } else if !self.gets.is_empty()
                && let Some(got) = self.take()
            {
                effects.finished.push((self.gets.remove(0), got));
            } else {
                break;
            }
        }
        if self.has_ended() {
            let gets = self.gets.drain(..);
            effects.finished.extend(gets.map(|get| (get, Returned::ShutDown)));
        }
    }
}
