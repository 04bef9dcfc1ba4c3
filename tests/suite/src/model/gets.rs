use queue_core::Fairness;

use super::Model;
use super::pending::{Verdict, notify};
use crate::{Answer, Item, Outcome, Waiter};

/// Gets.
impl Model {
    /// Gets up to so many items. A get of one answers with the item itself.
    pub(super) fn get(&mut self, limit: usize) -> Outcome {
        let (mut items, mut wakes) = (Vec::new(), Vec::new());
        while items.len() < limit {
            let Some(item) = self.get_one(&mut wakes) else { break };
            items.push(item);
        }
        let answer = match (&items[..], limit) {
            ([], _) if self.has_ended() => Answer::ShutDown(None),
            ([], _) => Answer::Empty,
            (&[item], 1) => Answer::Got(item),
            _ => Answer::GotMany(items),
        };
        Outcome { answer, wakes }
    }

    pub(super) fn get_if(&mut self, priority: u8) -> Outcome {
        let mut waiting = self.putters.iter().filter(|putter| putter.waiter.is_some());
        let to_meet = waiting.next().filter(|_| self.is_rendezvous());
        let next = self.peek().or_else(|| to_meet?.items.first().copied());
        match next {
            Some(item) if item.priority != priority => Outcome::quiet(Answer::NoMatch),
            _ => self.get(1),
        }
    }

    fn get_one(&mut self, wakes: &mut Vec<Waiter>) -> Option<Item> {
        if self.is_rendezvous() {
            return self.meet(wakes);
        }
        let item = self.pop()?;
        match self.setup.fairness {
            Fairness::Fair => self.admit_all(wakes),
            Fairness::Barging => wakes.extend(notify(&mut self.putters)),
        }
        wakes.extend(self.notify_watchers());
        Some(item)
    }

    /// Takes an item of the first put that waits, in a queue that stores none.
    fn meet(&mut self, wakes: &mut Vec<Waiter>) -> Option<Item> {
        let putter = self.putters.iter_mut().find(|putter| putter.waiter.is_some())?;
        let item = putter.items.remove(0);
        if putter.items.is_empty() {
            putter.verdict = Verdict::Granted;
            wakes.extend(putter.waiter.take());
        }
        self.unfinished += 1;
        Some(item)
    }
}
