use queue_core::{
    Capacity, Exchange, Fairness, Get, Polled, Put, PutError, State, Storage, TaskDoneError,
    TryGetError, TryPutError,
};

/// A state and the operations that wait in it; each waiter is the index of its operation.
pub(super) struct Crowd<S: Storage> {
    pub(super) state: State<S, usize>,
    /// The items that gets returned, in the order in which the gets were polled.
    pub(super) got: Vec<S::Item>,
    /// The items that came back from puts because the storage refused them.
    pub(super) refused: Vec<S::Item>,
    operations: Vec<Operation<S::Item>>,
    exchange: Exchange<usize>,
}

enum Operation<T> {
    Get(Get),
    Put(Put<T>),
}

impl<S: Storage> Crowd<S> {
    pub(super) fn new(storage: S, capacity: Capacity, fairness: Fairness) -> Self {
        let state = State::with_fairness(storage, capacity, fairness);
        let (got, refused, operations) = (Vec::new(), Vec::new(), Vec::new());
        Self { state, got, refused, operations, exchange: Exchange::default() }
    }

    pub(super) fn try_put(&mut self, item: S::Item) -> Result<(), TryPutError<S::Item>> {
        self.state.try_put(item, &mut self.exchange.notified)
    }

    pub(super) fn try_get(&mut self) -> Result<S::Item, TryGetError> {
        self.state.try_get(&mut self.exchange.notified)
    }

    pub(super) fn task_done(&mut self) -> Result<(), TaskDoneError> {
        self.state.task_done(&mut self.exchange.notified)
    }

    pub(super) fn recover(&mut self) {
        self.state.recover(&mut self.exchange.notified);
    }

    pub(super) fn shutdown(&mut self) {
        self.state.shutdown(&mut self.exchange.notified);
    }

    pub(super) fn shutdown_now(&mut self) -> S {
        self.state.shutdown_now(&mut self.exchange.notified)
    }

    /// Begins a get, which has to wait, and returns its waiter.
    pub(super) fn get(&mut self) -> usize {
        self.begin(Operation::Get(Get::new()))
    }

    /// Begins a put, which has to wait, and returns its waiter.
    pub(super) fn put(&mut self, item: S::Item) -> usize {
        self.begin(Operation::Put(Put::new(item)))
    }

    /// Begins a put, which may have to wait.
    pub(super) fn begin_put(&mut self, item: S::Item) {
        self.operations.push(Operation::Put(Put::new(item)));
        self.poll(self.operations.len() - 1);
    }

    fn begin(&mut self, operation: Operation<S::Item>) -> usize {
        let index = self.operations.len();
        self.operations.push(operation);
        assert!(self.poll(index), "it has to wait");
        index
    }

    /// Returns the waiters that were notified since the last call of this or of `settle`.
    pub(super) fn take_notified(&mut self) -> Vec<usize> {
        self.exchange.notified.take().into_iter().collect()
    }

    /// Polls the operations that have been notified, first in, first out, until none is left.
    pub(super) fn settle(&mut self) {
        let mut rounds = 0;
        while !self.exchange.notified.is_empty() {
            let notified = self.take_notified();
            self.poll_all(notified);
            rounds += 1;
            assert!(rounds < 100, "operations notify each other for ever");
        }
    }

    pub(super) fn poll_all(&mut self, indices: impl IntoIterator<Item = usize>) {
        for index in indices {
            self.poll(index);
        }
    }

    /// Polls an operation once, and returns whether it waits. The item of a get goes to `got`.
    pub(super) fn poll(&mut self, index: usize) -> bool {
        let (state, exchange) = (&mut self.state, &mut self.exchange);
        (exchange.waiter, exchange.spent) = (Some(index), None);
        let is_current = |waiter: &usize| *waiter == index;
        match &mut self.operations[index] {
            Operation::Get(get) => {
                let mut item = None;
                let polled = state.poll_get(get, &mut item, exchange, is_current);
                self.got.extend(item);
                polled == Polled::Pending
            }
            Operation::Put(put) => {
                let polled = state.poll_put(put, exchange, is_current);
                if polled == Polled::Ready(Err(PutError::Refused(()))) {
                    self.refused.extend(put.take_item());
                }
                polled == Polled::Pending
            }
        }
    }

    /// Cancels an operation, and returns the item of a put that has not been put.
    pub(super) fn cancel(&mut self, index: usize) -> Option<S::Item> {
        let (state, exchange) = (&mut self.state, &mut self.exchange);
        exchange.spent = None;
        match &mut self.operations[index] {
            Operation::Get(get) => {
                state.cancel_get(get, exchange);
                None
            }
            Operation::Put(put) => {
                state.cancel_put(put, exchange);
                put.take_item()
            }
        }
    }

    /// Returns whether an operation has finished.
    pub(super) fn is_finished(&self, index: usize) -> bool {
        match &self.operations[index] {
            Operation::Get(get) => get.is_finished(),
            Operation::Put(put) => put.is_finished(),
        }
    }

    #[track_caller]
    pub(super) fn assert_none_stranded(&self) {
        let state = &self.state;
        assert!(state.waiting_getters() == 0 || state.is_empty(), "a get waits beside an item");
        assert!(state.waiting_putters() == 0 || state.is_full(), "a put waits beside room");
    }
}
