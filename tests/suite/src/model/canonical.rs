use super::Model;
use crate::Actor;

impl Model {
    /// Returns the same state under the names that all states like it share.
    ///
    /// Actors are named by their places in the lines, items by their places in the storage. Two states with
    /// one canonical form differ in names only, so the same can follow from both.
    #[must_use]
    pub fn canonical(&self) -> Self {
        let mut model = self.clone();
        let lines =
            [&mut model.getters, &mut model.putters, &mut model.joiners, &mut model.watchers];
        for (pending, name) in lines.into_iter().flatten().zip(0..) {
            let renewals = pending.waiter.map(|waiter| waiter - pending.actor.waiter());
            pending.actor = Actor(name);
            pending.waiter = renewals.map(|renewals| pending.actor.waiter() + renewals);
        }
        let to_put = model.putters.iter_mut().flat_map(|putter| &mut putter.items);
        let items = model.items.iter_mut().chain(model.heap.iter_mut()).chain(to_put);
        items.zip(1..).for_each(|(item, name)| item.name = name);
        model
    }
}
