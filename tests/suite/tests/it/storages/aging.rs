use queue_core::{Aging, Keyed, Storage};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::{every_item_is_got_once, what_is_left_is_taken_out_whole};

/// An item with its arrival.
type Arrived = (u32, u64);

/// Puts items with these keys; each item is the number of those before it.
fn put(jobs: &mut Aging<u64>, keys: impl IntoIterator<Item = u32>) {
    jobs.extend((0..).zip(keys).map(|(name, key)| Keyed::new(key, name)));
}

fn keys(jobs: Aging<u64>) -> Vec<u32> {
    jobs.into_items().map(|job| job.key).collect()
}

#[test]
fn the_smallest_key_goes_first_and_the_oldest_among_equals() {
    let mut jobs = Aging::new(100);
    put(&mut jobs, [2, 1, 2, 0, 1, 0]);
    let left = jobs.into_items().map(|job| (job.key, job.item));
    assert!(left.eq([(0, 3), (0, 5), (1, 1), (1, 4), (2, 0), (2, 2)]));
}

#[test]
fn a_slope_of_zero_is_first_in_first_out() {
    let mut jobs = Aging::new(0);
    put(&mut jobs, [9, 5, 7, 0]);
    assert_eq!(keys(jobs), [9, 5, 7, 0]);
}

/// The bound is reached: one item more would be too many.
#[test]
fn an_item_waits_for_as_many_newer_ones_as_its_key_and_the_slope_allow() {
    for (slope, key, newer) in [(1, 1, 0), (1, 5, 0), (4, 1, 0), (4, 3, 1), (10, 7, 2)] {
        let mut jobs = Aging::new(slope);
        _ = jobs.push(Keyed::new(key, ()));
        let mut overtook = 0;
        loop {
            _ = jobs.push(Keyed::new(newer, ()));
            if jobs.pop().unwrap().key == key {
                break;
            }
            overtook += 1;
        }
        assert_eq!(overtook, (key - newer) * slope - 1);
    }
}

/// Of two items in the queue, the smaller key goes first if it is put soon enough, and else the older.
#[test]
fn random_programs_overtake_within_the_bound_and_lose_nothing() {
    for seed in 0..300 {
        let mut rng = StdRng::seed_from_u64(seed);
        let (slope, most) = (rng.random_range(0..8), rng.random_range(1..6));
        let mut jobs = Aging::new(slope);
        let (mut waiting, mut arrivals) = (Vec::<Arrived>::new(), 0);
        for round in 0..400 {
            let growing = round % 100 < 60;
            if rng.random_range(0..5) < if growing { 3 } else { 2 } {
                let key = rng.random_range(0..most);
                _ = jobs.push(Keyed::new(key, arrivals));
                waiting.push((key, arrivals));
                arrivals += 1;
            } else {
                let next = jobs.peek().map(|job| (job.key, job.item));
                let popped = jobs.pop().map(|job| (job.key, job.item));
                assert_eq!(next, popped, "seed {seed}");
                let Some(popped) = popped else {
                    assert!(waiting.is_empty(), "seed {seed}");
                    continue;
                };
                let place = waiting.iter().position(|&item| item == popped);
                waiting.remove(place.expect("it was put, and has not left before"));
                let ahead = |item: &Arrived| goes_first(popped, *item, slope);
                assert!(waiting.iter().all(ahead), "seed {seed}: {popped:?}, {waiting:?}");
            }
            assert_eq!((jobs.len(), jobs.iter().len()), (waiting.len(), waiting.len()));
        }
    }
}

/// Returns whether the first item leaves before the second.
fn goes_first(first: Arrived, second: Arrived, slope: u32) -> bool {
    let overtakes = |newer: Arrived, older: Arrived| {
        u64::from(older.0.saturating_sub(newer.0)) * u64::from(slope) > newer.1 - older.1
    };
    if first.1 < second.1 { !overtakes(second, first) } else { overtakes(first, second) }
}

#[test]
fn the_greatest_keys_and_slopes_overflow_nothing() {
    const MOST: u32 = u32::MAX;
    let mut jobs = Aging::new(MOST);
    put(&mut jobs, [MOST, MOST - 1, MOST, 0, MOST]);
    let left = jobs.into_items().map(|job| (job.key, job.item));
    assert!(left.eq([(0, 3), (MOST - 1, 1), (MOST, 0), (MOST, 2), (MOST, 4)]));
}

#[test]
fn storages_are_equal_if_they_give_the_same_from_then_on() {
    let made = |slope, keys: &[u32]| {
        let mut made = Aging::new(slope);
        put(&mut made, keys.iter().copied());
        made
    };
    assert_eq!(made(4, &[2, 1, 0]), made(4, &[2, 1, 0]));
    assert_ne!(made(4, &[2, 1, 0]), made(5, &[2, 1, 0]), "other slopes");
    assert_ne!(made(4, &[2, 1]), made(4, &[2, 1, 0]));
    assert_ne!(made(4, &[1]), made(4, &[2]));
    let [mut aged, mut begun] = [made(4, &[0, 2, 1]), made(4, &[0, 1])];
    let one = |key, item| {
        let mut one = Aging::new(4);
        _ = one.push(Keyed::new(key, item));
        one
    };
    assert_ne!(one(1, 'a'), one(1, 'b'));
    // The same item is left in each, but one is older.
    assert_eq!([(); 2].map(|()| aged.pop().unwrap().key), [0, 1]);
    assert_eq!(begun.pop().unwrap().key, 0);
    _ = begun.push(Keyed::new(2, 1));
    assert_eq!(begun.pop().unwrap().key, 1);
    assert_ne!(aged, begun);
    // How many were put before makes no difference.
    let mut fresh = made(4, &[0, 2]);
    fresh.pop();
    assert_eq!(begun, fresh);
}

#[test]
fn a_storage_is_shown_as_a_list_and_taken_out_whole() {
    let mut jobs = Aging::new(2);
    put(&mut jobs, [1, 0, 0]);
    assert!(format!("{jobs:?}").starts_with("[Keyed { key: 0, item: 1 }, Keyed {"));
    jobs.shrink_to_fit();
    assert_eq!(jobs.take().into_iter().count(), 3);
    assert_eq!((jobs.len(), jobs.pop().is_none(), jobs.iter().len()), (0, true, 0));
    assert!(jobs.peek().is_none() && jobs == Aging::new(2), "it has the same slope");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_share_a_queue_of_it() {
    every_item_is_got_once(Aging::new(0)).await;
    every_item_is_got_once(Aging::new(9)).await;
}

#[test]
fn a_state_of_it_admits_counts_and_shuts_down() {
    what_is_left_is_taken_out_whole(Aging::new(8), [0, 1, 2]);
}
