//! A rendezvous whose storage has items, which it was made of or which `with_storage` put there.

use queue_core::{Capacity, Exchange, Fifo, Get, Polled, Put, State, Storage, Waiters};

fn rendezvous(items: impl IntoIterator<Item = u8>) -> State<Fifo<u8>, u8> {
    State::new(items.into_iter().collect(), Capacity::Rendezvous)
}

#[test]
fn no_item_that_a_rendezvous_was_made_of_leaves_against_the_predicate() {
    let (mut state, mut item, mut notified) = (rendezvous([1]), None, Waiters::default());
    let mut put = Put::new(2);
    let polled = state.poll_put(&mut put, &mut Exchange::with(7), |_| true);
    assert_eq!(polled, Polled::Pending);
    assert_eq!(state.try_get_if(|&next| next == 2, &mut item, &mut notified), Ok(false));
    for next in [1, 2] {
        assert_eq!(state.try_get_if(|&item| item == next, &mut item, &mut notified), Ok(true));
        assert_eq!(item.take(), Some(next));
    }
}

#[test]
fn an_item_that_is_put_into_the_storage_of_a_rendezvous_notifies_a_get() {
    for is_cancelled in [false, true] {
        let (mut state, mut notified) = (rendezvous([]), Waiters::default());
        let [mut first, mut second] = [7, 8].map(|waiter| {
            let mut get = Get::new();
            let polled = state.poll_get(&mut get, &mut None, &mut Exchange::with(waiter), |_| true);
            assert_eq!(polled, Polled::Pending);
            get
        });
        let _ = state.with_storage(&mut notified, |storage| storage.push(1));
        assert_eq!((notified.take_only(), state.check()), (Some(7), Ok(())));
        let (mut item, mut exchange) = (None, Exchange::default());
        if is_cancelled {
            state.cancel_get(&mut first, &mut exchange);
            assert_eq!(exchange.notified, [8]);
        }
        let get = if is_cancelled { &mut second } else { &mut first };
        let polled = state.poll_get(get, &mut item, &mut exchange, |_| true);
        assert_eq!((polled, item), (Polled::Ready(Ok(())), Some(1)));
    }
}
