use queue_core::{Capacity, Exchange, Fifo, Get, Polled, Put, State};

/// Lets one get and one put wait on the bare core, and notifies both.
pub(crate) fn exercise() -> Option<()> {
    const READY: Polled<Result<(), queue_core::ShutDown>> = Polled::Ready(Ok(()));
    let mut state = State::<Fifo<u32>, u32>::new(Fifo::default(), Capacity::try_from(1).ok()?);
    let (mut get, mut put, mut item) = (Get::new(), Put::new(2), None);

    let mut getter = Exchange::with(7);
    let polled = state.poll_get(&mut get, &mut item, &mut getter, |waiter| *waiter == 7);
    (polled == Polled::Pending).then_some(())?;
    state.try_put(1, &mut getter.notified).ok()?;
    (getter.notified.take() == [7]).then_some(())?;

    let mut putter = Exchange::with(8);
    let polled = state.poll_put(&mut put, &mut putter, |waiter| *waiter == 8);
    (polled == Polled::Pending).then_some(())?;
    let polled = state.poll_get(&mut get, &mut item, &mut getter, |waiter| *waiter == 7);
    (polled == READY && item == Some(1) && getter.notified.take() == [8]).then_some(())?;
    let polled = state.poll_put(&mut put, &mut putter, |waiter| *waiter == 8);
    (polled == Polled::Ready(Ok(())) && putter.notified.is_empty()).then_some(())?;
    state.check_at_rest().ok()
}
