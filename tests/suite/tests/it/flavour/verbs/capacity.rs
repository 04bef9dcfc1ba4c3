use std::task::Poll;

use queue_async::{Capacity, Fairness, FixedCapacity, PutError, TryPutError};

use super::{Queue, WAYS, at_rest, full, queue};
use queue_support::Task;

fn of(items: usize) -> Capacity {
    Capacity::try_from(items).unwrap()
}

#[test]
fn a_larger_capacity_admits_or_notifies_puts_that_wait() {
    for way in WAYS {
        let (queue, task) = (full([0], way), Task::new());
        let mut puts = [1, 2, 3].map(|item| queue.put(item));
        puts.iter_mut().for_each(|put| assert!(task.poll(put).is_pending()));
        assert_eq!(queue.set_capacity(of(3)), Ok(()));
        assert_eq!((task.wakes(), queue.capacity()), (2, of(3)));
        assert_eq!(queue.len(), if way == Fairness::Fair { 3 } else { 1 });
        puts[..2].iter_mut().for_each(|put| assert!(task.poll(put).is_ready()));
        assert_eq!(queue.set_capacity(Capacity::Unbounded), Ok(()));
        assert_eq!((task.wakes(), task.poll(&mut puts[2])), (1, Poll::Ready(Ok(()))));
        assert!(queue.drain().eq(0..=3));
        at_rest(&queue);
    }
}

#[test]
fn a_larger_capacity_serves_batches_and_reserves() {
    for way in WAYS {
        let (queue, task) = (full([0], way), Task::new());
        let (mut many, mut reserve) = (queue.put_many([1, 2]), queue.reserve());
        assert!(task.poll(&mut many).is_pending());
        assert!(task.poll(&mut reserve).is_pending());
        queue.set_capacity(of(4)).unwrap();
        assert_eq!(task.wakes(), 2);
        assert!(task.poll(&mut many).is_ready());
        let Poll::Ready(Ok(permit)) = task.poll(&mut reserve) else { panic!("there is room") };
        permit.put(3).unwrap();
        assert!(queue.drain().eq(0..=3));
        at_rest(&queue);
    }
}

#[test]
fn a_smaller_capacity_drops_nothing_and_is_full_until_enough_have_left() {
    for way in WAYS {
        let (queue, task) = (full([0, 1, 2], way), Task::new());
        let mut put = queue.put(3);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!(queue.set_capacity(of(1)), Ok(()));
        assert_eq!((queue.len(), queue.is_full(), task.wakes()), (3, true, 0));
        assert_eq!(queue.try_put(4), Err(TryPutError::Full(4)));
        assert_eq!([queue.try_get(), queue.try_get()], [Ok(0), Ok(1)]);
        if way == Fairness::Barging {
            // A get notifies a put, which looks for itself.
            assert!(task.poll(&mut put).is_pending());
        }
        task.wakes();
        assert_eq!((queue.is_full(), queue.try_get(), task.wakes()), (true, Ok(2), 1));
        assert_eq!((task.poll(&mut put), queue.try_get()), (Poll::Ready(Ok(())), Ok(3)));
        at_rest(&queue);
    }
}

#[test]
fn permits_keep_their_room_when_the_capacity_shrinks() {
    for way in WAYS {
        let queue = queue(3, way);
        let mut permits = queue.try_reserve_many(3).unwrap();
        queue.set_capacity(of(1)).unwrap();
        assert_eq!((queue.reserved(), queue.is_full()), (3, true));
        permits.next().unwrap().put(1).unwrap();
        permits.next().unwrap().put(2).unwrap();
        drop(permits);
        assert_eq!((queue.len(), queue.is_full()), (2, true));
        assert!(queue.drain().eq([1, 2]));
        assert_eq!(queue.try_put(3), Ok(()));
    }
}

#[test]
fn a_batch_at_once_or_a_reserve_that_no_longer_fits_is_refused_in_its_turn() {
    for way in WAYS {
        let (queue, task) = (full([0, 0, 0], way), Task::new());
        let (mut all, mut many) = (queue.put_all([1, 2, 3]), queue.reserve_many(2));
        let mut put = queue.put(4);
        assert!(task.poll(&mut all).is_pending());
        assert!(task.poll(&mut many).is_pending());
        assert!(task.poll(&mut put).is_pending());
        queue.set_capacity(of(1)).unwrap();
        let mut refused = [false; 2];
        for _ in 0..3 {
            assert_eq!(queue.try_get(), Ok(0));
            if let Poll::Ready(result) = task.poll(&mut all) {
                assert_eq!(result, Err(PutError::Refused([1, 2, 3].into())));
                refused[0] = true;
            }
            if let Poll::Ready(result) = task.poll(&mut many) {
                assert_eq!(result.map(drop), Err(PutError::Refused(())));
                refused[1] = true;
            }
        }
        assert_eq!((refused, task.wakes()), ([true; 2], 3));
        assert_eq!((task.poll(&mut put), queue.try_get()), (Poll::Ready(Ok(())), Ok(4)));
        assert_eq!(task.wakers(), 0);
        at_rest(&queue);
    }
}

#[test]
fn a_rendezvous_and_a_queue_stay_what_they_are() {
    let (queue, rendezvous) = (Queue::<u8>::bounded(1), Queue::<u8>::rendezvous());
    assert_eq!(queue.set_capacity(Capacity::Rendezvous), Err(FixedCapacity));
    assert_eq!(rendezvous.set_capacity(of(1)), Err(FixedCapacity));
    assert_eq!(rendezvous.set_capacity(Capacity::Rendezvous), Ok(()));
    assert_eq!((queue.capacity(), rendezvous.capacity()), (of(1), Capacity::Rendezvous));
}
