use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Mutex;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::answer::Answer;
use crate::arrivals::{Arrivals, Carried};
use crate::session::lock;

/// What a session has open: operations whose answer is missing, and leases.
#[derive(Debug, Default)]
pub(crate) struct Open {
    lists: Mutex<Lists>,
    arrivals: Arrivals,
}

#[derive(Debug, Default)]
struct Lists {
    /// Where the answers go that come later.
    waiting: HashMap<u64, UnboundedSender<Wake>>,
    /// Generations of the leases that have not ended.
    held: HashSet<String>,
}

/// An answer that has come over the stream of wakes.
#[derive(Clone, Debug)]
pub(crate) struct Wake {
    /// The epoch whose connection it was read from.
    pub(crate) epoch: u64,
    pub(crate) number: u64,
    pub(crate) answer: Answer,
}

impl Open {
    /// Where the answers of these requests come that are not given at once.
    pub(crate) fn expect(&self, numbers: Range<u64>) -> UnboundedReceiver<Wake> {
        let (sender, receiver) = mpsc::unbounded_channel();
        lock(&self.lists).waiting.extend(numbers.map(|number| (number, sender.clone())));
        receiver
    }

    /// Hands on a wake. One that no operation waits for is dropped: its cancel is on the way, and takes back what the answer
    /// gave.
    pub(crate) fn deliver(&self, wake: Wake) {
        let sender = lock(&self.lists).waiting.get(&wake.number).cloned();
        if let Some(sender) = sender {
            let _ = sender.send(wake);
        }
    }

    /// Ends requests whose answers are here, or no longer wanted, and changes the leases. Does neither unless the answers
    /// count: if their epoch is over, the next one has been told that the requests are open.
    pub(crate) fn end(
        &self,
        numbers: Range<u64>,
        change: impl FnOnce(&mut HashSet<String>),
        count: impl FnOnce() -> bool,
    ) -> bool {
        let mut lists = lock(&self.lists);
        if !count() {
            return false;
        }
        for number in numbers.clone() {
            lists.waiting.remove(&number);
        }
        change(&mut lists.held);
        drop(lists);
        self.arrivals.add(numbers);
        true
    }

    /// Numbers that have arrived, for the next request to carry.
    pub(crate) fn carry(&self) -> Carried<'_> {
        self.arrivals.carry()
    }

    /// Closes an epoch, and returns the numbers of the operations and the generations of the leases. What has been sent is
    /// in them by now, and no answer of the epoch counts from now on.
    pub(crate) fn list(&self, close: impl FnOnce()) -> [Vec<u8>; 2] {
        let lists = lock(&self.lists);
        close();
        [words(lists.waiting.keys()), words(lists.held.iter())]
    }
}

fn words(words: impl Iterator<Item: ToString>) -> Vec<u8> {
    words.map(|word| word.to_string()).collect::<Vec<_>>().join(" ").into_bytes()
}
