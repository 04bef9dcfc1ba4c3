use queue_redis::{Lease, Options};
use tokio::task::JoinSet;

use crate::fixture::{queue, run, until};

/// Items of 3 MiB.
fn large(count: u8) -> Vec<String> {
    (0..count).map(|index| char::from(b'a' + index).to_string().repeat(3 << 20)).collect()
}

fn first_letters(leases: &[Lease<String>]) -> String {
    leases.iter().map(|lease| &lease[..1]).collect()
}

#[test]
fn a_take_of_several_ends_before_it_is_too_large_for_the_server() {
    run(async {
        for options in [Options::unbounded(), Options::bounded(4)] {
            let queue = queue(options).await;
            let mut puts = JoinSet::new();
            for (index, item) in large(7).into_iter().enumerate() {
                puts.spawn(queue.put(item));
                until(&queue, |counts| counts.len + counts.waiting_putters > index).await;
            }
            let mut taken = Vec::new();
            for (letters, left) in [("abc", 4), ("def", 1), ("g", 0)] {
                let leases = queue.take_many(9).await.unwrap();
                assert_eq!(first_letters(&leases), letters);
                let counts = queue.counts().await.unwrap();
                assert_eq!(counts.len, left);
                taken.extend(leases);
            }
            puts.join_all().await.into_iter().for_each(|put| put.unwrap());
            drop(taken);
            until(&queue, |counts| counts.len + counts.returning == 7).await;
        }
    });
}

#[test]
fn takes_that_wait_for_several_share_large_jobs() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        let mut takes = Vec::new();
        for waiting in 1..=2 {
            let taker = queue.clone();
            takes.push(tokio::spawn(async move { taker.take_many(9).await.unwrap() }));
            until(&queue, |counts| counts.waiting_takers == waiting).await;
        }
        queue.put_many(large(5)).await.unwrap();
        let mut letters = Vec::new();
        for take in takes {
            letters.push(first_letters(&take.await.unwrap()));
        }
        assert_eq!(letters, ["abc", "de"]);
    });
}

#[test]
fn dead_letters_are_looked_at_by_bytes_too() {
    run(async {
        let queue = queue(Options::unbounded().max_attempts(1)).await;
        queue.put_many(large(5)).await.unwrap();
        for _ in 0..5 {
            queue.take().await.unwrap().retry().await.unwrap();
        }
        assert_eq!(queue.dead_letters(9).await.unwrap().len(), 3);
    });
}
