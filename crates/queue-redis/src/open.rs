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
    /// Where the answers go that come later.
    waiting: Mutex<HashMap<u64, UnboundedSender<Wake>>>,
    /// Generations of the leases that have not ended.
    held: Mutex<HashSet<String>>,
    arrivals: Arrivals,
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
        lock(&self.waiting).extend(numbers.map(|number| (number, sender.clone())));
        receiver
    }

    /// The answers of these requests are here, or no longer wanted.
    pub(crate) fn forget(&self, numbers: Range<u64>) {
        {
            let mut waiting = lock(&self.waiting);
            for number in numbers.clone() {
                waiting.remove(&number);
            }
        }
        self.arrivals.add(numbers);
    }

    /// Hands on a wake. One that no operation waits for is dropped: its cancel
    /// is on the way, and takes back what the answer gave.
    pub(crate) fn deliver(&self, wake: Wake) {
        let sender = lock(&self.waiting).get(&wake.number).cloned();
        if let Some(sender) = sender {
            let _ = sender.send(wake);
        }
    }

    /// A lease has begun. Called before the operation is forgotten that took it.
    pub(crate) fn hold(&self, generation: &str) {
        lock(&self.held).insert(generation.to_owned());
    }

    /// A lease has been answered.
    pub(crate) fn release(&self, generation: &str) {
        lock(&self.held).remove(generation);
    }

    /// Numbers that have arrived, for the next request to carry.
    pub(crate) fn carry(&self) -> Carried<'_> {
        self.arrivals.carry()
    }

    /// The numbers of the operations, and the generations of the leases.
    pub(crate) fn list(&self) -> [Vec<u8>; 2] {
        // In this order: an operation that ends in between is in one of the two.
        let waiting = words(lock(&self.waiting).keys());
        [waiting, words(lock(&self.held).iter())]
    }
}

fn words(words: impl Iterator<Item: ToString>) -> Vec<u8> {
    words.map(|word| word.to_string()).collect::<Vec<_>>().join(" ").into_bytes()
}
