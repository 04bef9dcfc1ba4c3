mod random;

use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_async::{
    Browse, Capacity, Fifo, HeapOrder, Lifo, LocalLock, Lock, Priority, Queue, SyncLock,
};
use queue_support::Shrink;

use crate::driver::{agree, guarded};
use crate::{
    ByPriority, ByWeight, Counterexample, Driver, Futures, Model, Op, Order, Setup, Step, Subject,
};

/// A queue, and what is done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The queue it runs on.
    pub setup: Setup,
    /// What is done, one after the other.
    pub steps: Vec<Step>,
}

impl Program {
    /// Runs it on the core and on the futures of both flavours, and compares each with the model.
    ///
    /// # Errors
    ///
    /// Fails with the program as far as it went, and the step that went wrong.
    pub fn run(&self) -> Result<(), Box<Counterexample>> {
        match self.setup.order {
            Order::Fifo => self.run_with::<Fifo<ByPriority>>(),
            Order::Lifo => self.run_with::<Lifo<ByPriority>>(),
            Order::Priority => self.run_with::<Priority<ByPriority>>(),
            Order::HeapOrder => self.run_with::<HeapOrder<ByPriority>>(),
            Order::Weighed => self.run_with::<ByWeight>(),
        }
    }

    fn run_with<S>(&self) -> Result<(), Box<Counterexample>>
    where
        S: Browse<Item = ByPriority> + Clone + Default + PartialEq,
    {
        self.run_on("core", Subject::<S>::new(self.setup))?;
        self.run_on(
            "local futures",
            Futures::new(&self.queue::<S, LocalLock>(), self.setup.order),
        )?;
        self.run_on("sync futures", Futures::new(&self.queue::<S, SyncLock>(), self.setup.order))
    }

    fn queue<S: Browse<Item = ByPriority> + Default, L: Lock>(&self) -> Queue<S, L> {
        Queue::builder().capacity(self.setup.capacity).fairness(self.setup.fairness).build()
    }

    /// Runs it on one driver. A fault is reported with the name of the driver.
    ///
    /// # Errors
    ///
    /// Fails as [`run`](Self::run) does.
    pub fn run_on(&self, name: &str, mut driver: impl Driver) -> Result<(), Box<Counterexample>> {
        let mut model = Model::new(self.setup);
        let mut program = Vec::new();
        for &step in &self.steps {
            let expected = model.step(step);
            let verdict = guarded(|| agree(&mut driver, &model, step, &expected));
            if let Err(fault) = verdict {
                // A broken driver may panic once more, which tells nothing new.
                let _ = catch_unwind(AssertUnwindSafe(|| drop(driver)));
                let (last, fault) = (Some((step, expected)), format!("{name}: {fault}"));
                return Err(Box::new(Counterexample { setup: self.setup, program, last, fault }));
            }
            program.push((step, expected));
        }
        Ok(())
    }
}

impl Shrink for Program {
    type Part = Step;

    fn parts(&mut self) -> &mut Vec<Step> {
        &mut self.steps
    }

    /// Removes the steps that make no sense, such as a poll of an operation that never began.
    fn mend(&mut self) {
        let mut model = Model::new(self.setup);
        self.steps.retain(|&step| {
            let makes_sense = model.makes_sense(step);
            if makes_sense {
                model.step(step);
            }
            makes_sense
        });
    }
    /// The same on a smaller queue, or on one without priorities.
    fn simpler(&self) -> impl Iterator<Item = Self> {
        let Setup { order, priorities, capacity, .. } = self.setup;
        let smaller = capacity.limit().and_then(|limit| Capacity::try_from(limit.get() - 1).ok());
        let smaller = smaller.map(|capacity| {
            let mut candidate = self.clone();
            candidate.setup.capacity = capacity;
            candidate.mend();
            candidate
        });
        let plain = ((order, priorities) != (Order::Fifo, 1)).then(|| {
            let mut candidate = self.clone();
            candidate.setup = Setup { order: Order::Fifo, priorities: 1, ..self.setup };
            for step in &mut candidate.steps {
                if let Op::TryPut(item) | Op::Put(item) = &mut step.op {
                    item.priority = 0;
                }
            }
            candidate
        });
        smaller.into_iter().chain(plain)
    }
}
