//! What the core promises of operations that are polled, cancelled or dropped at any moment.

mod any_moment;
mod dropped;
mod left_over;
mod rendezvous;
mod with_storage;

use queue_core::{
    Capacity, Exchange, Fairness, Fifo, Get, Join, Polled, Put, PutError, State, TryGetError,
    TryPutError,
};

const BOTH_WAYS: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

/// A state, and one exchange that all calls share.
struct Queue {
    state: State<Fifo<u8>, u8>,
    exchange: Exchange<u8>,
}

impl Queue {
    fn new(capacity: usize, fairness: Fairness) -> Self {
        let capacity = Capacity::try_from(capacity).expect("not zero");
        let state = State::with_fairness(Fifo::default(), capacity, fairness);
        Self { state, exchange: Exchange::default() }
    }

    /// Makes a queue of capacity one that holds the item 1.
    fn full(fairness: Fairness) -> Self {
        let mut queue = Self::new(1, fairness);
        assert_eq!(queue.try_put(1), Ok(()));
        queue
    }

    fn try_put(&mut self, item: u8) -> Result<(), TryPutError<u8>> {
        self.state.try_put(item, &mut self.exchange.notified)
    }

    fn try_get(&mut self) -> Result<u8, TryGetError> {
        self.state.try_get(&mut self.exchange.notified)
    }

    /// Polls a get with a waiter, and returns the item that it got.
    fn poll_get(&mut self, get: &mut Get, waiter: u8) -> Option<u8> {
        let mut item = None;
        self.exchange.waiter = Some(waiter);
        let is_current = |in_line: &u8| *in_line == waiter;
        let polled = self.state.poll_get(get, &mut item, &mut self.exchange, is_current);
        let expected = if item.is_some() { Polled::Ready(Ok(())) } else { Polled::Pending };
        assert_eq!(polled, expected);
        item
    }

    fn poll_put(&mut self, put: &mut Put<u8>, waiter: u8) -> Polled<Result<(), PutError>> {
        self.exchange.waiter = Some(waiter);
        self.state.poll_put(put, &mut self.exchange, |in_line| *in_line == waiter)
    }

    fn poll_join(&mut self, join: &mut Join, waiter: u8) -> Polled<()> {
        self.exchange.waiter = Some(waiter);
        self.state.poll_join(join, &mut self.exchange, |in_line| *in_line == waiter)
    }

    /// Begins a get, which has to wait.
    fn waiting_get(&mut self, waiter: u8) -> Get {
        let mut get = Get::new();
        assert_eq!(self.poll_get(&mut get, waiter), None);
        get
    }

    /// Begins a put, which has to wait.
    fn waiting_put(&mut self, item: u8, waiter: u8) -> Put<u8> {
        let mut put = Put::new(item);
        assert_eq!(self.poll_put(&mut put, waiter), Polled::Pending);
        put
    }

    /// Begins a join, which has to wait.
    fn waiting_join(&mut self, waiter: u8) -> Join {
        let mut join = Join::new();
        assert_eq!(self.poll_join(&mut join, waiter), Polled::Pending);
        join
    }

    fn take_notified(&mut self) -> Vec<u8> {
        self.exchange.notified.take().into_iter().collect()
    }

    fn take_spent(&mut self) -> Vec<u8> {
        self.exchange.spent.take().into_iter().collect()
    }
}
