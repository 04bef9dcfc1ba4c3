use std::convert::Infallible;

use queue_core::work::Rules;

use super::arrivals::Arrivals;
use crate::programs::request::Item;
use crate::programs::setup::Order;

/// The order of a queue, as a rank.
#[derive(Clone, Debug)]
pub(super) struct ByOrder {
    order: Order,
    puts: i64,
    arrivals: Arrivals,
}

/// An item that leaves before all others.
pub(super) const FIRST: Item = Item { id: u16::MAX, rank: i32::MIN };

impl ByOrder {
    pub(super) const fn new(order: Order, arrivals: Arrivals) -> Self {
        Self { order, puts: 0, arrivals }
    }
}

impl Rules for ByOrder {
    type Item = Item;
    type Rank = i64;
    type Key = Infallible;

    fn rank(&mut self, item: &Item) -> i64 {
        if *item == FIRST {
            return i64::MIN;
        }
        self.arrivals.arrive(item.id);
        match self.order {
            Order::Fifo => 0,
            Order::Lifo => {
                self.puts += 1;
                -self.puts
            }
            Order::Rank => item.rank.into(),
        }
    }

    fn key(&self, _: &Item) -> Option<Infallible> {
        None
    }
}
