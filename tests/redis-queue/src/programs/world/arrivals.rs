use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// When jobs have arrived, which the core does not say. A job arrives with its put, and again when it is given back to
/// the end or its time has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrivals(Rc<RefCell<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    of_item: BTreeMap<u16, u64>,
    /// The items whose time has not come, and when it does.
    due: BTreeMap<u16, u64>,
}

impl Arrivals {
    pub(super) fn arrive(&self, item: u16) {
        let mut inner = self.0.borrow_mut();
        inner.next += 1;
        let next = inner.next;
        inner.of_item.insert(item, next);
    }

    pub(super) fn delay(&self, item: u16, until: u64) {
        self.0.borrow_mut().due.insert(item, until);
    }

    /// The time of all items until then has come.
    pub(super) fn advance(&self, time: u64) {
        let mut due: Vec<_> = {
            let inner = self.0.borrow();
            let due = inner.due.iter().filter(|&(_, &until)| until <= time);
            due.map(|(&item, &until)| (until, inner.of_item.get(&item).copied(), item)).collect()
        };
        due.sort_unstable();
        for (_, _, item) in due {
            self.0.borrow_mut().due.remove(&item);
            self.arrive(item);
        }
    }

    pub(super) fn of(&self, item: u16) -> Option<u64> {
        self.0.borrow().of_item.get(&item).copied()
    }

    /// Delayed items are gone.
    pub(super) fn forget_delayed(&self) {
        self.0.borrow_mut().due.clear();
    }
}
