use queue_core::{
    Capacity, Exchange, Fifo, Join, Polled, Pushed, State, Storage, TaskDoneError, TryGetError,
    TryPutError,
};

use super::BOTH_WAYS;
use super::crowd::Crowd;

/// Lends its items, and keeps count of them until they are ended. Odd ones cannot be got at first.
#[derive(Default)]
struct Lender {
    here: Fifo<u8>,
    deferred: Vec<u8>,
    lent: usize,
}

impl Lender {
    fn give_back(&mut self, item: u8) {
        self.lent -= 1;
        assert_eq!(self.here.push(item), Pushed::Stored);
    }

    fn end(&mut self) {
        self.lent -= 1;
    }

    fn admit_deferred(&mut self) {
        self.deferred.drain(..).for_each(|item| assert_eq!(self.here.push(item), Pushed::Stored));
    }
}

impl Storage for Lender {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        if item % 2 == 1 {
            self.deferred.push(item);
            return Pushed::Deferred;
        }
        self.here.push(item)
    }

    fn pop(&mut self) -> Option<u8> {
        let item = self.here.pop()?;
        self.lent += 1;
        Some(item)
    }

    fn len(&self) -> usize {
        self.here.len()
    }

    fn keeps_tasks(&self) -> bool {
        true
    }

    fn tasks(&self) -> usize {
        self.here.len() + self.deferred.len() + self.lent
    }

    fn take(&mut self) -> Self {
        let (here, deferred) = (self.here.take(), std::mem::take(&mut self.deferred));
        Self { here, deferred, lent: 0 }
    }
}

fn poll_join(state: &mut State<Lender, usize>, join: &mut Join) -> Polled<()> {
    state.poll_join(join, &mut Exchange::with(9), |_| true)
}

#[test]
fn gets_wait_after_a_shutdown_for_what_may_come_back() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Lender::default(), Capacity::Unbounded, fairness);
        assert_eq!(crowd.try_put(2), Ok(()));
        assert_eq!(crowd.try_get(), Ok(2));
        let get = crowd.get();
        crowd.shutdown();
        assert_eq!(crowd.take_notified(), [], "the item is lent");
        assert_eq!(crowd.try_get(), Err(TryGetError::Empty));
        crowd.state.with_storage(&mut Default::default(), |items| items.give_back(2));
        assert!(!crowd.poll(get));
        assert_eq!((crowd.got.as_slice(), crowd.state.unfinished()), (&[2][..], 1));

        let waits = crowd.get();
        let mut notified = Default::default();
        crowd.state.with_storage(&mut notified, Lender::end);
        assert_eq!(notified, [waits], "no item will come");
        assert!(!crowd.poll(waits));
        assert_eq!(crowd.try_get(), Err(TryGetError::ShutDown));
        assert_eq!((crowd.state.unfinished(), crowd.state.check()), (0, Ok(())));
    }
}

#[test]
fn an_immediate_shutdown_does_not_wait_for_what_is_lent() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Lender::default(), Capacity::Unbounded, fairness);
        for item in [2, 4, 1] {
            assert_eq!(crowd.try_put(item), Ok(()));
        }
        assert_eq!(crowd.try_get(), Ok(2));
        assert_eq!(crowd.shutdown_now().tasks(), 2);
        assert_eq!(crowd.try_get(), Err(TryGetError::ShutDown));
        assert_eq!(crowd.state.unfinished(), 1, "the one that is lent");
    }
}

#[test]
fn a_join_waits_for_what_is_lent_and_task_done_is_not_for_it() {
    for fairness in BOTH_WAYS {
        let mut state = State::with_fairness(Lender::default(), Capacity::Unbounded, fairness);
        let (mut join, mut notified) = (Join::new(), Default::default());
        assert_eq!(state.try_put(2, &mut notified), Ok(()));
        assert_eq!(state.try_get(&mut notified), Ok(2));
        assert_eq!(state.task_done(&mut notified), Err(TaskDoneError));
        assert_eq!(poll_join(&mut state, &mut join), Polled::Pending);
        state.with_storage(&mut notified, Lender::end);
        assert_eq!(notified, [9]);
        assert_eq!(poll_join(&mut state, &mut join), Polled::Ready(()));
    }
}

#[test]
fn a_deferred_item_counts_and_notifies_no_get() {
    for fairness in BOTH_WAYS {
        let capacity = Capacity::try_from(1).expect("not zero");
        let mut crowd = Crowd::new(Lender::default(), capacity, fairness);
        let get = crowd.get();
        assert_eq!(crowd.try_put(1), Ok(()));
        assert_eq!((crowd.take_notified(), crowd.state.unfinished()), (vec![], 1));
        let mut notified = Default::default();
        crowd.state.with_storage(&mut notified, Lender::admit_deferred);
        assert_eq!(notified, [get]);
        assert_eq!(crowd.state.unfinished(), 1);

        // An admitted item may be deferred as well.
        assert_eq!(crowd.try_put(2), Err(TryPutError::Full(2)));
        crowd.begin_put(3);
        assert!(!crowd.poll(get));
        crowd.settle();
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (0, 2));
        assert_eq!(
            (crowd.state.storage().deferred.as_slice(), crowd.state.check()),
            (&[3][..], Ok(()))
        );
    }
}

#[test]
fn a_batch_counts_what_is_deferred() {
    for fairness in BOTH_WAYS {
        let mut state = State::with_fairness(Lender::default(), Capacity::Unbounded, fairness);
        let mut batch = queue_core::PutMany::new([1, 2, 3].into());
        let polled = state.poll_put_many(&mut batch, &mut Exchange::with(9), |_| true);
        assert!(matches!(polled, Polled::Ready(Ok(()))), "{polled:?}");
        assert_eq!((state.len(), state.unfinished()), (1, 3));
        assert_eq!(state.check(), Ok(()));
    }
}
