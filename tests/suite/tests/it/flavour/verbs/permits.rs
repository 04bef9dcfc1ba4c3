use std::rc::Rc;

use futures::FutureExt;
use queue_async::{PutError, Reserve, ReserveMany, ShutDown, TryGetError, TryPutError};

use super::{Queue, WAYS, at_rest, queue};
use queue_support::Task;

#[test]
fn a_permit_puts_or_gives_its_room_back() {
    for way in WAYS {
        let (queue, task) = (queue(1, way), Task::new());
        let permit = queue.try_reserve().unwrap();
        assert_eq!(queue.try_reserve().map(drop), Err(TryPutError::Full(())));
        let mut put = queue.put(1);
        assert!(task.poll(&mut put).is_pending());
        drop(permit);
        assert_eq!(task.wakes(), 1);
        assert!(task.poll(&mut put).is_ready());
        assert_eq!(queue.try_get(), Ok(1));
        let mut get = queue.get();
        assert!(task.poll(&mut get).is_pending());
        assert_eq!(queue.try_reserve().unwrap().put(2), Ok(()));
        assert_eq!((task.wakes(), get.now_or_never()), (1, Some(Ok(2))));
        at_rest(&queue);
    }
}

/// Each permit puts or is dropped, in every order, while as many puts wait.
#[test]
fn permits_end_in_every_order() {
    const PERMITS: usize = 3;
    for (way, order) in WAYS.into_iter().flat_map(|way| (0..6_usize).map(move |n| (way, n))) {
        for puts in 0..1 << PERMITS {
            let (queue, task) = (queue(PERMITS, way), Task::new());
            let mut permits: Vec<_> = queue.try_reserve_many(PERMITS).unwrap().collect();
            let mut waiting: Vec<_> = (0..PERMITS).map(|n| queue.put(10 + n)).collect();
            waiting.iter_mut().for_each(|put| assert!(task.poll(put).is_pending()));
            let nths = [order % 3, order / 3, 0];
            for (n, nth) in nths.into_iter().enumerate() {
                let permit = permits.remove(nth);
                match puts >> n & 1 {
                    0 => drop(permit),
                    _ => assert_eq!(permit.put(n), Ok(())),
                }
            }
            let dropped = PERMITS - usize::count_ones(puts) as usize;
            assert_eq!((task.wakes() > 0, queue.reserved()), (dropped > 0, 0));
            // On a barging queue each that puts notifies the next.
            let done = waiting.iter_mut().map(|put| usize::from(task.poll(put).is_ready())).sum();
            assert_eq!((dropped, queue.waiting_putters()), (done, PERMITS - dropped));
            drop(waiting);
            assert_eq!((queue.drain().count(), queue.unfinished()), (PERMITS, PERMITS));
            at_rest(&queue);
        }
    }
}

#[test]
fn several_permits_give_back_what_they_have_left() {
    for way in WAYS {
        let (queue, task) = (queue(3, way), Task::new());
        let mut permits = queue.try_reserve_many(3).unwrap();
        let mut puts = [queue.put(2), queue.put(3)];
        puts.iter_mut().for_each(|put| assert!(task.poll(put).is_pending()));
        assert_eq!((permits.size_hint(), permits.len()), ((3, Some(3)), 3));
        assert_eq!(permits.next().unwrap().put(1), Ok(()));
        assert_eq!((permits.len(), format!("{permits:?}")), (2, "Permits { left: 2, .. }".into()));
        drop(permits);
        while task.wakes() > 0 {
            puts.iter_mut().for_each(|put| _ = task.poll(put));
        }
        assert!(queue.drain().eq([1, 2, 3]));
        at_rest(&queue);
    }
}

#[test]
fn gets_wait_for_the_permits_that_outlive_a_shutdown() {
    for way in WAYS {
        let (queue, task) = (queue(2, way), Task::new());
        let [first, last] = [queue.try_reserve().unwrap(), queue.try_reserve().unwrap()];
        let mut get = queue.get();
        assert!(task.poll(&mut get).is_pending());
        queue.shutdown();
        assert_eq!((task.wakes(), queue.try_get()), (0, Err(TryGetError::Empty)));
        assert_eq!(queue.try_put(0), Err(TryPutError::ShutDown(0)));
        assert_eq!((first.put(1), task.wakes()), (Ok(()), 1));
        assert_eq!(get.now_or_never(), Some(Ok(1)));
        let mut get = queue.get();
        assert!(task.poll(&mut get).is_pending());
        drop(last);
        assert_eq!((task.wakes(), get.now_or_never()), (1, Some(Err(ShutDown))));
        at_rest(&queue);
    }
}

#[test]
fn an_immediate_shutdown_takes_the_room_of_permits_away() {
    for way in WAYS {
        for shut_down_before in [false, true] {
            let (queue, task, item) = (queue(3, way), Task::new(), Rc::new(1));
            let mut permits = queue.try_reserve_many(3).unwrap();
            let mut get = queue.get();
            assert!(task.poll(&mut get).is_pending());
            if shut_down_before {
                queue.shutdown();
            }
            assert_eq!(queue.shutdown_now().count(), 0);
            assert_eq!((task.wakes(), get.now_or_never()), (1, Some(Err(ShutDown))));
            let refused = permits.next().unwrap().put(Rc::clone(&item));
            assert_eq!(refused, Err(PutError::ShutDown(Rc::clone(&item))));
            drop((permits, refused));
            assert_eq!((queue.len(), queue.unfinished(), Rc::strong_count(&item)), (0, 0, 1));
            at_rest(&queue);
        }
    }
}

#[test]
fn a_permit_may_be_the_last_owner_of_its_queue() {
    for way in WAYS {
        let (queue, item) = (Rc::new(queue(4, way)), Rc::new(()));
        let weak = Rc::downgrade(&queue);
        let permit = Reserve::new(Rc::clone(&queue)).now_or_never().unwrap().unwrap();
        let permits = ReserveMany::new(Rc::clone(&queue), 2).now_or_never().unwrap().unwrap();
        drop(queue);
        assert_eq!(weak.upgrade().map(|queue| queue.reserved()), Some(3));
        let permits: Vec<_> = permits.collect();
        drop(permit);
        let mut permits = permits.into_iter();
        drop(permits.next());
        assert_eq!(permits.next().unwrap().put(Rc::clone(&item)), Ok(()));
        assert!(weak.upgrade().is_none());
        assert_eq!(Rc::strong_count(&item), 1, "the item went with its queue");
    }
}

#[test]
fn a_permit_of_a_sender_keeps_its_side_open() {
    for way in WAYS {
        let (sender, receiver) = queue::<u8>(1, way).into_ends();
        let permit = Reserve::new(sender).now_or_never().unwrap().unwrap();
        assert!(!receiver.is_shutdown());
        assert_eq!(permit.put(1), Ok(()));
        assert!(receiver.is_shutdown());
        assert_eq!((receiver.try_get(), receiver.senders()), (Ok(1), 0));
    }
}

#[test]
fn permits_keep_their_room_when_the_queue_shrinks_to_fit() {
    for way in WAYS {
        let queue = queue::<u8>(2, way);
        let permit = queue.try_reserve().unwrap();
        queue.shrink_to_fit();
        assert_eq!((queue.reserved(), permit.put(1)), (1, Ok(())));
        queue.shrink_to_fit();
        assert_eq!((queue.reserved(), queue.try_get()), (0, Ok(1)));
    }
}

#[test]
fn permits_show_no_item() {
    let queue = Queue::<()>::bounded(1);
    assert_eq!(format!("{:?}", queue.try_reserve().unwrap()), "Permit { .. }");
    assert_eq!(format!("{:?}", queue.reserve()), "Reserve { reserve: Reserve(New), .. }");
    assert_eq!(format!("{:?}", queue.reserve_many(2)), "ReserveMany { reserve: Reserve(New), .. }");
}
