use std::error::Error;
use std::fmt::Debug;
use std::sync::Arc;

use queue_redis::{
    Codec, ConnectError, Counts, DeadLetter, DeadLetterError, Json, Lease, LeaseError, Options,
    Put, PutError, PutManyError, Queue, TakeError, TryPutError, TryTakeError,
};

/// An item that can be sent to another thread, and nothing else.
struct Item(#[expect(dead_code, reason = "it makes the type what it is")] std::cell::Cell<u8>);

fn is_send<T: Send>() {}
fn is_sync<T: Sync>() {}
fn is_debug<T: Debug>() {}
fn is_clone<T: Clone>() {}
fn is_default<T: Default>() {}
fn is_error<T: Error + Send + 'static>() {}

#[test]
fn a_queue_is_shared_by_threads_whatever_its_items() {
    is_send::<Queue<Item>>();
    is_sync::<Queue<Item>>();
    is_clone::<Queue<Item>>();
    is_clone::<Options<Item>>();
    is_default::<Options<Item>>();
    is_send::<Put<Item>>();
    is_send::<Lease<Item>>();
    is_send::<DeadLetter<Item>>();
    is_debug::<(Queue<Item>, Options<Item>, Put<Item>, Counts)>();
}

#[test]
fn errors_are_errors_whatever_the_item() {
    is_error::<ConnectError>();
    is_error::<queue_redis::Error>();
    is_error::<PutError<Item>>();
    is_error::<TryPutError<Item>>();
    is_error::<PutManyError<Item>>();
    is_error::<TakeError>();
    is_error::<TryTakeError>();
    is_error::<LeaseError>();
    is_error::<DeadLetterError>();
}

#[test]
fn a_codec_can_be_chosen_when_the_program_runs() {
    let codec: Arc<dyn Codec<u8>> = Arc::new(Json);
    let is_codec = |codec: &dyn Codec<u8>| codec.decode(&codec.encode(&7).unwrap()).unwrap();
    assert_eq!(is_codec(&codec), 7);
    is_sync::<Queue<u8, Arc<dyn Codec<u8>>>>();
}
