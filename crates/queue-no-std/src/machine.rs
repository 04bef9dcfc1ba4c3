use queue_core::{Asked, Capacity, Fifo, State};

/// Lets one get and one put wait on the bare core, and releases both.
pub(crate) fn exercise() -> Option<()> {
    let mut state = State::<Fifo<u32>, u32>::new(Fifo::default(), Capacity::try_from(1).ok()?);
    let get = state.enter_get(7);
    (state.try_put(1).ok()? == [7]).then_some(())?;
    let put = state.enter_put(2, 8);
    let Asked::Ready(Ok((1, released))) = state.ask_get(get) else { return None };
    (released == [8]).then_some(())?;
    let Asked::Ready(Ok(released)) = state.ask_put(put) else { return None };
    released.is_empty().then_some(())?;
    state.check().ok()
}
