use std::collections::VecDeque;

use queue_core::{Asked, Capacity, Fairness, GetTicket, PutTicket, ShutDown, State, Storage};

/// A state and the futures that wait on it; each waiter is the index of its future.
pub(super) struct Crowd<S: Storage> {
    pub(super) state: State<S, usize>,
    /// What gets have got, in the order in which they came back.
    pub(super) got: Vec<S::Item>,
    futures: Vec<Option<Ticket<S::Item>>>,
}

enum Ticket<T> {
    Get(GetTicket),
    Put(PutTicket<T>),
}

impl<S: Storage> Crowd<S> {
    pub(super) fn new(storage: S, capacity: Capacity, fairness: Fairness) -> Self {
        let state = State::with_fairness(storage, capacity, fairness);
        Self { state, got: Vec::new(), futures: Vec::new() }
    }

    pub(super) fn enter_get(&mut self) -> usize {
        let index = self.futures.len();
        self.futures.push(Some(Ticket::Get(self.state.enter_get(index))));
        index
    }

    pub(super) fn enter_put(&mut self, item: S::Item) -> usize {
        let index = self.futures.len();
        self.futures.push(Some(Ticket::Put(self.state.enter_put(item, index))));
        index
    }

    /// Polls whoever has been released, first come first served, until nobody is left.
    pub(super) fn settle(&mut self, released: impl IntoIterator<Item = usize>) {
        let mut released = VecDeque::from_iter(released);
        let mut polls = 0;
        while let Some(index) = released.pop_front() {
            let next = self.poll(index);
            released.extend(next);
            polls += 1;
            assert!(polls < 100, "released waiters wake each other for ever");
        }
    }

    fn poll(&mut self, index: usize) -> Vec<usize> {
        match self.futures[index].take().expect("released once") {
            Ticket::Get(ticket) => match self.state.ask_get(ticket) {
                Asked::Ready(Ok((item, released))) => {
                    self.got.push(item);
                    return released.into_iter().collect();
                }
                Asked::Ready(Err(ShutDown(()))) => {}
                Asked::Wait(mut ticket) => {
                    assert_eq!(self.state.renew_get(&mut ticket, index), None);
                    self.futures[index] = Some(Ticket::Get(ticket));
                }
            },
            Ticket::Put(ticket) => match self.state.ask_put(ticket) {
                Asked::Ready(Ok(released)) => return released.into_iter().collect(),
                Asked::Ready(Err(ShutDown(_))) => {}
                Asked::Wait(mut ticket) => {
                    assert_eq!(self.state.renew_put(&mut ticket, index), None);
                    self.futures[index] = Some(Ticket::Put(ticket));
                }
            },
        }
        Vec::new()
    }

    /// Whoever has been released gives up; returns whom that released, and a put's item.
    pub(super) fn leave(&mut self, index: usize) -> (Vec<usize>, Option<S::Item>) {
        match self.futures[index].take().expect("a future") {
            Ticket::Get(ticket) => (self.state.leave_get(ticket).1.into_iter().collect(), None),
            Ticket::Put(ticket) => {
                let (_, item, released) = self.state.leave_put(ticket);
                (released.into_iter().collect(), item)
            }
        }
    }

    #[track_caller]
    pub(super) fn assert_nobody_stranded(&self) {
        let state = &self.state;
        assert!(state.waiting_getters() == 0 || state.is_empty(), "a getter beside an item");
        assert!(state.waiting_putters() == 0 || state.is_full(), "a putter beside room");
    }
}
