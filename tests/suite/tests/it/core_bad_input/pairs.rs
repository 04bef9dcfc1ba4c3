use queue_core::{Capacity, Exchange, Fairness, Fifo, Polled, Pushed, Put, State, Storage};

/// Gives out one item of two, and drops the other.
#[derive(Default)]
struct Pairs(Fifo<u8>);

impl Storage for Pairs {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        self.0.push(item)
    }

    fn pop(&mut self) -> Option<u8> {
        let item = self.0.pop()?;
        self.0.pop();
        Some(item)
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn a_put_passes_on_the_room_that_it_does_not_need() {
    let two = Capacity::try_from(2).expect("not zero");
    let pairs = Pairs(Fifo::from_iter([1, 2]));
    let mut state = State::with_fairness(pairs, two, Fairness::Barging);
    let mut puts = [3, 4].map(Put::new);
    for (put, waiter) in puts.iter_mut().zip([7, 8]) {
        let polled = state.poll_put(put, &mut Exchange::with(waiter), |_| true);
        assert_eq!(polled, Polled::Pending);
    }
    let mut exchange = Exchange::default();
    assert_eq!(state.try_get(&mut exchange.notified), Ok(1));
    assert_eq!(exchange.notified.take(), [7], "a get makes room for one item");
    assert_eq!(state.poll_put(&mut puts[0], &mut exchange, |_| true), Polled::Ready(Ok(())));
    assert_eq!(exchange.notified, [8]);
}
