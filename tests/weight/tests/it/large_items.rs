use std::task::{Context, Waker};
use std::thread;

use futures::SinkExt as _;
use futures::executor::block_on;
use futures::future::{FutureExt as _, join};
use queue_async::{Fifo, LocalLock, Lock, Queue, SyncLock, TryPutError};
use queue_weight::LARGEST;

type Item = [u8; LARGEST];
type Large<L> = Queue<Fifo<Item>, L>;

/// The stack of the tests: a debug build keeps many copies of an item there.
const STACK: usize = 64 << 20;

fn item(byte: u8) -> Item {
    [byte; LARGEST]
}

#[track_caller]
fn check(item: &Item, byte: u8) {
    assert!(item.iter().all(|other| *other == byte), "it is the item that was put");
}

/// Runs a test where there is room for large items.
fn on_a_large_stack(test: fn()) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(test).expect("a thread starts");
    thread.join().expect("the test passes");
}

#[test]
fn large_items_pass_through_a_local_queue() {
    on_a_large_stack(every_call::<LocalLock>);
}

#[test]
fn large_items_pass_through_a_sync_queue() {
    on_a_large_stack(every_call::<SyncLock>);
}

fn every_call<L: Lock>() {
    attempts::<L>();
    block_on(futures_that_wait::<L>());
    block_on(streams_and_sinks::<L>());
    a_cancelled_put::<L>();
    a_shutdown::<L>();
}

fn attempts<L: Lock>() {
    let queue = Large::<L>::bounded(1);
    assert!(queue.try_put(item(1)).is_ok());
    let Err(TryPutError::Full(second)) = queue.try_put(item(2)) else { panic!("it is full") };
    check(&second, 2);
    check(&queue.try_get().expect("there is an item"), 1);
    assert!(queue.try_get().is_err());
}

async fn futures_that_wait<L: Lock>() {
    let queue = Large::<L>::bounded(1);
    let put = async {
        for byte in 0..4 {
            assert!(queue.put(item(byte)).await.is_ok());
        }
        queue.join().await;
    };
    let get = async {
        for byte in 0..4 {
            check(&queue.get().await.expect("it is open"), byte);
            queue.task_done().expect("one was put");
        }
    };
    join(put, get).await;
}

async fn streams_and_sinks<L: Lock>() {
    let queue = Large::<L>::bounded(1);
    let send = async {
        let mut sink = queue.sink();
        for byte in 0..4 {
            assert!(sink.send(item(byte)).await.is_ok());
        }
        queue.shutdown();
    };
    let receive = async {
        let mut stream = queue.stream();
        for byte in 0..4 {
            check(&stream.next().await.expect("it is open"), byte);
        }
        assert!(stream.next().await.is_none());
    };
    join(send, receive).await;
}

fn a_cancelled_put<L: Lock>() {
    let queue = Large::<L>::bounded(1);
    assert!(queue.try_put(item(1)).is_ok());
    let mut put = queue.put(item(2));
    assert!(put.poll_unpin(&mut Context::from_waker(Waker::noop())).is_pending());
    check(&put.cancel().expect("it has not put"), 2);
}

fn a_shutdown<L: Lock>() {
    let queue = Large::<L>::bounded(2);
    assert!(queue.try_put(item(1)).is_ok());
    assert!(queue.try_put(item(2)).is_ok());
    check(&queue.drain().next().expect("there is an item"), 1);
    check(&queue.shutdown_now().next().expect("there is an item"), 2);
    let refused = queue.put(item(3)).now_or_never().expect("it need not wait");
    check(&refused.expect_err("it is shut down").into_item(), 3);
}

#[test]
fn large_items_pass_from_thread_to_thread() {
    on_a_large_stack(|| {
        let queue = Large::<SyncLock>::bounded(1);
        let put = || {
            for byte in 0..4 {
                assert!(queue.blocking_put(item(byte)).is_ok());
            }
        };
        thread::scope(|scope| {
            let builder = thread::Builder::new().stack_size(STACK);
            builder.spawn_scoped(scope, put).expect("a thread starts");
            for byte in 0..4 {
                check(&queue.blocking_get().expect("it is open"), byte);
            }
        });
    });
}
