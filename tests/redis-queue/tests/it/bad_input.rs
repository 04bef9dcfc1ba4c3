use std::error::Error as _;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use queue_redis::{
    Bytes, Codec, CodecError, ConnectError, Error, LeaseError, Options, PutError, Queue,
    TryPutError,
};

use crate::fixture::{connect, drain, name, plain, put, queue, run, server, take};

type ByteQueue = Queue<Vec<u8>, Bytes>;

async fn bytes(name: &str, options: Options<Vec<u8>>) -> Result<ByteQueue, ConnectError> {
    Queue::connect_with(&server().unwrap().url(), name, options, Bytes).await
}

#[test]
fn any_bytes_are_a_payload() {
    run(async {
        let queue = bytes(&name(), Options::unbounded()).await.unwrap();
        let every_byte: Vec<u8> = (0..=255).collect();
        let script = b"]] return redis.call('FLUSHALL') --".to_vec();
        for payload in [vec![], every_byte, script, vec![0; 1 << 20], b"taken 1 2".to_vec()] {
            queue.put(payload.clone()).await.unwrap();
            let lease = queue.take().await.unwrap();
            assert!(*lease == payload);
            lease.retry_at_end().await.unwrap();
            assert!(queue.take().await.unwrap().into_item().await.unwrap() == payload);
        }
    });
}

#[test]
fn an_item_that_is_too_large_comes_back() {
    run(async {
        let queue = bytes(&name(), Options::unbounded().max_payload(3)).await.unwrap();
        queue.put(vec![1; 3]).await.unwrap();
        let error = queue.put(vec![2; 4]).await.unwrap_err();
        assert!(matches!(&error, PutError::TooLarge(item) if item.len() == 4));
        assert_eq!(error.to_string(), "the item is too large");
        let error = queue.put_many([vec![1], vec![2; 4]]).await.unwrap_err();
        assert_eq!((error.items.len(), queue.counts().await.unwrap().len), (2, 1));
    });
}

#[test]
fn an_item_that_cannot_be_encoded_comes_back() {
    struct Refuses;
    impl Codec<u8> for Refuses {
        fn encode(&self, _: &u8) -> Result<Vec<u8>, CodecError> {
            Err("no".into())
        }
        fn decode(&self, _: &[u8]) -> Result<u8, CodecError> {
            Err("no".into())
        }
    }
    run(async {
        let url = server().unwrap().url();
        let queue =
            Queue::connect_with(&url, &name(), Options::unbounded(), Refuses).await.unwrap();
        assert_eq!(queue.put(7).await.unwrap_err().into_item(), 7);
        assert!(matches!(queue.try_put(7).await, Err(TryPutError::Put(PutError::Codec(7, _)))));
    });
}

#[test]
fn a_codec_that_panics_gives_all_jobs_of_its_take_back() {
    struct Panics;
    impl Codec<u8> for Panics {
        fn encode(&self, item: &u8) -> Result<Vec<u8>, CodecError> {
            Ok(vec![*item])
        }
        fn decode(&self, bytes: &[u8]) -> Result<u8, CodecError> {
            assert!(bytes[0] != 2, "it is two");
            Ok(bytes[0])
        }
    }
    run(async {
        let url = server().unwrap().url();
        let queue = Queue::connect_with(&url, &name(), Options::unbounded(), Panics).await.unwrap();
        queue.put_many([1, 2, 3]).await.unwrap();
        let queue = Arc::new(queue);
        let taker = Arc::clone(&queue);
        assert!(
            tokio::spawn(async move { taker.take_many(usize::MAX).await.map(drop) }).await.is_err()
        );
        while queue.counts().await.unwrap().len < 3 {}
        assert_eq!(queue.take().await.unwrap().into_item().await.unwrap(), 1);
    });
}

#[test]
fn names_that_could_leave_the_prefix_are_refused() {
    run(async {
        let long = "n".repeat(201);
        for name in ["", "a}b", "{", &long] {
            let refused = bytes(name, Options::unbounded()).await;
            assert!(matches!(refused, Err(ConnectError::Name(found)) if found == name));
            let refused = bytes("name", Options::unbounded().prefix(name)).await;
            assert!(matches!(refused, Err(ConnectError::Name(_))));
        }
    });
}

#[test]
fn odd_names_are_names() {
    run(async {
        for name in ["a:b", "sp ace", "quo'te\"", "new\nline", "]]--", "\u{1F600}", "%d", "*"] {
            let queue = connect(name, Options::bounded(1)).await;
            put(&queue, &["a"]).await;
            assert_eq!(drain(&queue).await, ["a"]);
        }
    });
}

#[test]
fn no_key_is_outside_the_prefix_and_all_are_in_one_slot() {
    run(async {
        let queue = connect("slot", Options::bounded(1).prefix("mine").max_attempts(1)).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        lease.extend(Duration::from_secs(60)).await.unwrap();
        put(&queue, &["b"]).await;
        let waiting = tokio::spawn(queue.put("c".to_owned()));
        crate::fixture::until(&queue, |counts| counts.waiting_putters == 1).await;
        let keys: Vec<String> = redis::cmd("KEYS").arg("*slot*").query(&mut plain()).unwrap();
        assert!(keys.len() > 8, "{keys:?}");
        assert!(keys.iter().all(|key| key.starts_with("mine:{slot}:")), "{keys:?}");
        waiting.abort();
    });
}

#[test]
fn another_format_is_refused_by_every_call() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::unbounded()).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        let settings = format!("queue:{{{name}}}:settings");
        redis::cmd("SET").arg(&settings).arg("99 and more").exec(&mut plain()).unwrap();
        let refused = bytes(&name, Options::unbounded()).await;
        assert!(
            matches!(refused, Err(ConnectError::Failed(Error::Format { found })) if found == "99")
        );
        let refused = queue.put("b".to_owned()).await;
        assert!(
            matches!(refused, Err(PutError::Failed(item, Error::Format { .. })) if item == "b")
        );
        assert!(matches!(queue.counts().await, Err(Error::Format { .. })));
        assert!(matches!(queue.join().await, Err(Error::Format { .. })));
        assert!(matches!(lease.done().await, Err(LeaseError::Failed(Error::Format { .. }))));
        let keys: Vec<String> =
            redis::cmd("KEYS").arg(format!("*{name}*")).query(&mut plain()).unwrap();
        assert!(!keys.is_empty());
    });
}

#[test]
fn a_server_that_is_not_there_is_an_error() {
    run(async {
        let refused =
            Queue::<u8>::connect("redis://127.0.0.1:1/", "name", Options::unbounded()).await;
        assert!(matches!(refused, Err(ConnectError::Redis(_))));
        let refused = Queue::<u8>::connect("no url", "name", Options::unbounded()).await;
        assert!(matches!(refused, Err(ConnectError::Redis(_))));
    });
}

#[cfg(not(feature = "tls"))]
#[test]
fn a_url_with_tls_needs_the_feature() {
    run(async {
        let connect = Queue::<u8>::connect("rediss://127.0.0.1/", "name", Options::unbounded());
        let Err(ConnectError::Redis(refused)) = connect.await else { panic!("it connects") };
        assert!(refused.to_string().contains("TLS, the feature is not enabled"), "{refused}");
    });
}

#[test]
fn a_user_that_may_use_the_prefix_only_is_enough() {
    run(async {
        user("worker", PERMISSIONS);
        let url = server().unwrap().url().replace("://", "://worker:secret@");
        let queue = Queue::<u8>::connect(&url, &name(), Options::bounded(1)).await.unwrap();
        queue.put(7).await.unwrap();
        assert_eq!(queue.take().await.unwrap().into_item().await.unwrap(), 7);
        let elsewhere =
            Queue::<u8>::connect(&url, &name(), Options::bounded(1).prefix("other")).await;
        assert!(matches!(elsewhere, Err(ConnectError::Failed(Error::Refused(_)))));
    });
}

#[test]
fn an_item_that_is_refused_for_want_of_memory_comes_back() {
    run(async {
        let mut server = queue_redis_suite::Server::start("no").unwrap().unwrap();
        server.restart().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "small", Options::unbounded()).await.unwrap();
        let mut admin = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("1mb").exec(&mut admin).unwrap();
        let error = queue.put("a".to_owned()).await.unwrap_err();
        assert!(matches!(&error, PutError::Failed(_, Error::Refused(_))), "{error:?}");
        redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("0").exec(&mut admin).unwrap();
        queue.put(error.into_item()).await.unwrap();
        assert_eq!(drain(&queue).await, ["a"]);
    });
}

#[test]
fn a_session_of_no_time_lasts_long_enough_to_be_used() {
    run(async {
        let queue = queue(Options::unbounded().session(Duration::ZERO)).await;
        put(&queue, &["a"]).await;
        assert_eq!(queue.take().await.unwrap().as_str(), "a");
    });
}

#[test]
fn a_lease_of_no_time_ends_at_once() {
    run(async {
        let queue = queue(Options::unbounded().lease(Duration::ZERO)).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        let _second = take(&queue, "a", 2).await;
        assert!(matches!(lease.done().await, Err(LeaseError::Stale)));
    });
}

#[test]
fn times_that_no_clock_can_hold_never_come() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        queue.put_after("a".to_owned(), Duration::MAX).await.unwrap();
        put(&queue, &["b"]).await;
        let lease = take(&queue, "b", 1).await;
        lease.extend(Duration::MAX).await.unwrap();
        lease.retry_after(Duration::MAX).await.unwrap();
        assert_eq!(queue.counts().await.unwrap().delayed, 2);
    });
}

#[test]
#[should_panic(expected = "the capacity is zero")]
fn a_capacity_of_zero_panics() {
    let _ = Options::<u8>::bounded(0);
}

#[test]
fn a_lease_of_a_queue_that_was_flushed_is_stale() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::unbounded()).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        let keys: Vec<String> =
            redis::cmd("KEYS").arg(format!("*{name}*")).query(&mut plain()).unwrap();
        redis::cmd("DEL").arg(keys).exec(&mut plain()).unwrap();
        assert!(matches!(lease.done().await, Err(LeaseError::Stale)));
        put(&queue, &["b"]).await;
        assert_eq!(drain(&queue).await, ["b"]);
    });
}

#[test]
fn ten_thousand_jobs_shut_down_at_once() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        queue.put_many((0..10_000).map(|index| index.to_string())).await.unwrap();
        queue.shutdown_now().await.unwrap();
        assert_eq!(queue.counts().await.unwrap().dead, 10_000);
    });
}

#[test]
fn a_large_capacity_is_exact() {
    run(async {
        let queue = queue(Options::bounded(usize::MAX)).await;
        assert_eq!(queue.counts().await.unwrap().capacity, Some(1 << 52));
        let large = NonZeroUsize::new(1_234_567_890_123_457);
        queue.set_capacity(large).await.unwrap();
        assert_eq!(queue.counts().await.unwrap().capacity, large.map(NonZeroUsize::get));
    });
}

#[test]
fn a_queue_that_was_flushed_can_be_counted() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::bounded(3)).await;
        put(&queue, &["a"]).await;
        let keys: Vec<String> =
            redis::cmd("KEYS").arg(format!("*{name}*")).query(&mut plain()).unwrap();
        redis::cmd("DEL").arg(keys).exec(&mut plain()).unwrap();
        let counts = queue.counts().await.unwrap();
        assert_eq!((counts.unfinished, counts.capacity), (0, Some(3)));
    });
}

#[test]
fn a_queue_can_be_drained_over_new_connections_when_there_is_no_memory() {
    run(async {
        let server = queue_redis_suite::Server::start("no").unwrap().unwrap();
        let url = server.url();
        let connect = || Queue::<String>::connect(&url, "full", Options::unbounded());
        let queue = connect().await.unwrap();
        put(&queue, &["a", "b"]).await;
        let lease = take(&queue, "a", 1).await;
        let mut admin = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("1mb").exec(&mut admin).unwrap();
        let mut kill = redis::cmd("CLIENT");
        kill.arg("KILL").arg("TYPE").arg("normal").exec(&mut admin).unwrap();
        lease.done().await.unwrap();
        assert_eq!(drain(&connect().await.unwrap()).await, ["b"]);
    });
}

#[test]
fn a_user_that_may_not_read_wakes_cannot_connect() {
    run(async {
        user("deaf", &format!("{PERMISSIONS} -xread"));
        let url = server().unwrap().url().replace("://", "://deaf:secret@");
        let connected = Queue::<u8>::connect(&url, &name(), Options::bounded(1)).await;
        let error = connected.map(drop).unwrap_err();
        assert!(error.source().unwrap().to_string().contains("xread"), "{error:?}");
    });
}

#[test]
fn a_user_of_another_database_may_select_it() {
    run(async {
        user("elsewhere", &format!("{PERMISSIONS} +select"));
        let url = server().unwrap().url().replace("://", "://elsewhere:secret@") + "1";
        let queue = Queue::<u8>::connect(&url, &name(), Options::bounded(1)).await.unwrap();
        queue.put(7).await.unwrap();
        assert_eq!(queue.take().await.unwrap().into_item().await.unwrap(), 7);
    });
}

/// What a user of the server needs.
const PERMISSIONS: &str =
    "+@hash +@sortedset +@stream +fcall +function|load +get +set +incr +time +expire +del";

fn user(name: &str, permissions: &str) {
    let mut acl = redis::cmd("ACL");
    acl.arg("SETUSER").arg(name).arg(&["on", ">secret", "~queue:*"]);
    acl.arg(permissions.split(' ').collect::<Vec<_>>());
    acl.exec(&mut plain()).unwrap();
}
