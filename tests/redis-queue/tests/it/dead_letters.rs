use queue_redis::{Cause, DeadLetterError, Options, Queue};

use crate::fixture::{connect, drain, name, put, queue, run, server, take, until};

const ALL: usize = usize::MAX;

#[test]
fn a_job_dies_with_its_last_attempt_and_can_be_revived() {
    run(async {
        let queue = queue(Options::unbounded().max_attempts(2)).await;
        put(&queue, &["a", "b"]).await;
        for attempt in 1..=2 {
            take(&queue, "a", attempt).await.retry().await.unwrap();
        }
        assert_eq!(drain(&queue).await, ["b"]);
        queue.join().await.unwrap();
        let letters = queue.dead_letters(ALL).await.unwrap();
        let [letter] = &letters[..] else { panic!("{letters:?}") };
        assert_eq!(
            (letter.item.as_ref().unwrap().as_str(), letter.attempts, letter.cause),
            ("a", 2, Cause::Attempts)
        );
        queue.revive(letter).await.unwrap();
        assert!(matches!(queue.revive(letter).await, Err(DeadLetterError::Gone)));
        take(&queue, "a", 1).await.done().await.unwrap();
        assert_eq!(queue.counts().await.unwrap().dead, 0);
    });
}

#[test]
fn a_dead_letter_stays_until_it_is_forgotten() {
    run(async {
        let queue = queue(Options::unbounded().max_attempts(1)).await;
        put(&queue, &["a", "b"]).await;
        take(&queue, "a", 1).await.retry_at_end().await.unwrap();
        take(&queue, "b", 1).await.retry().await.unwrap();
        let letters = queue.dead_letters(ALL).await.unwrap();
        assert_eq!(letters.len(), 2);
        queue.forget(&letters[0]).await.unwrap();
        assert!(matches!(queue.forget(&letters[0]).await, Err(DeadLetterError::Gone)));
        let left = queue.dead_letters(ALL).await.unwrap();
        assert_eq!(left[0].item.as_ref().unwrap(), "b");
    });
}

#[test]
fn a_job_that_cannot_be_decoded_is_dead_and_takes_go_on() {
    run(async {
        let name = name();
        let strings = connect(&name, Options::unbounded()).await;
        let numbers = Queue::<u32>::connect(&server().unwrap().url(), &name, Options::unbounded())
            .await
            .unwrap();
        put(&strings, &["text"]).await;
        numbers.put(7).await.unwrap();
        assert_eq!(numbers.take().await.unwrap().into_item().await.unwrap(), 7);
        until(&strings, |counts| counts.dead == 1).await;
        let letters = numbers.dead_letters(ALL).await.unwrap();
        assert_eq!(
            (letters[0].cause, &letters[0].payload[..]),
            (Cause::Undecodable, &br#""text""#[..])
        );
        assert!(letters[0].item.is_err());
        assert_eq!(strings.dead_letters(ALL).await.unwrap()[0].item.as_ref().unwrap(), "text");
        numbers.join().await.unwrap();
    });
}

#[test]
fn a_look_at_no_dead_letters_finds_none() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a"]).await;
        queue.shutdown_now().await.unwrap();
        assert!(queue.dead_letters(0).await.unwrap().is_empty());
    });
}
