use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use queue_core::{Browse, Keyed, RoundRobin, Storage};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::{every_item_is_got_once, what_is_left_is_taken_out_whole};

type Jobs = RoundRobin<Tenant, Job>;

/// A key whose weight is no part of its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tenant {
    id: u8,
    weight: u32,
}

impl Ord for Tenant {
    fn cmp(&self, other: &Self) -> Ordering {
        self.id.cmp(&other.id)
    }
}

impl PartialOrd for Tenant {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Job {
    name: u32,
    cost: u32,
}

fn jobs() -> Jobs {
    Jobs::new(|tenant| tenant.weight, |job| job.cost)
}

/// Puts this many items of cost one, whose names count up from zero.
fn put(jobs: &mut Jobs, id: u8, weight: u32, count: u32) {
    put_at_cost(jobs, id, weight, count, 1);
}

fn put_at_cost(jobs: &mut Jobs, id: u8, weight: u32, count: u32, cost: u32) {
    jobs.extend((0..count).map(|name| Keyed::new(Tenant { id, weight }, Job { name, cost })));
}

fn ids(jobs: Jobs) -> Vec<u8> {
    jobs.into_items().map(|job| job.key.id).collect()
}

/// The algorithm as it stands in the paper, round by round, in the plainest code.
#[derive(Default)]
struct Model {
    flows: Vec<Flow>,
    is_in_turn: bool,
}

struct Flow {
    id: u8,
    weight: u32,
    deficit: u32,
    items: Vec<Keyed<Tenant, Job>>,
}

impl Model {
    fn push(&mut self, item: Keyed<Tenant, Job>) {
        let Tenant { id, weight } = item.key;
        if self.flows.iter().all(|flow| flow.id != id) {
            self.flows.push(Flow { id, weight, deficit: 0, items: Vec::new() });
        }
        let flow = self.flows.iter_mut().find(|flow| flow.id == id).unwrap();
        flow.weight = weight.max(1);
        flow.items.push(item);
    }

    fn pop(&mut self) -> Option<Keyed<Tenant, Job>> {
        loop {
            let flow = self.flows.first_mut()?;
            if !self.is_in_turn {
                flow.deficit += flow.weight;
                self.is_in_turn = true;
            }
            let cost = |flow: &Flow| flow.items.first().map(|job| job.item.cost.max(1));
            let item = (cost(flow).unwrap() <= flow.deficit).then(|| {
                flow.deficit -= cost(flow).unwrap();
                flow.items.remove(0)
            });
            match cost(flow) {
                None => {
                    self.flows.remove(0);
                    self.is_in_turn = false;
                }
                Some(next) if next > flow.deficit => {
                    self.flows.rotate_left(1);
                    self.is_in_turn = false;
                }
                Some(_) => {}
            }
            if item.is_some() {
                return item;
            }
        }
    }

    /// Removes items without a turn. What a flow keeps of its deficit does not cover its next item, unless it is in
    /// its turn.
    fn remove(&mut self, mut predicate: impl FnMut(u32) -> bool) {
        let in_turn = self.flows.first().filter(|_| self.is_in_turn).map(|flow| flow.id);
        for flow in &mut self.flows {
            let before = flow.items.len();
            flow.items.retain(|job| !predicate(job.item.name));
            let next = flow.items.first().filter(|_| flow.items.len() < before);
            if let Some(next) = next.filter(|_| in_turn != Some(flow.id)) {
                flow.deficit = flow.deficit.min(next.item.cost.max(1) - 1);
            }
        }
        self.flows.retain(|flow| !flow.items.is_empty());
        let first = self.flows.first().filter(|flow| Some(flow.id) == in_turn);
        self.is_in_turn = first.is_some_and(|flow| flow.items[0].item.cost.max(1) <= flow.deficit);
        if first.is_some() && !self.is_in_turn {
            self.flows.rotate_left(1);
        }
    }

    fn len(&self) -> usize {
        self.flows.iter().map(|flow| flow.items.len()).sum()
    }
}

#[test]
fn one_key_floods_and_the_other_gets_every_second_item() {
    let mut jobs = RoundRobin::default();
    jobs.extend((0..100).map(|name| Keyed::new("flood", name)));
    let mut popped = 0;
    for name in 0..10 {
        _ = jobs.push(Keyed::new("calm", name));
        while jobs.pop().unwrap().key == "flood" {
            popped += 1;
        }
        assert!(popped <= name + 1, "one item at most goes before");
    }
    jobs.extend((0..10).map(|name| Keyed::new("calm", name)));
    let left = Vec::from_iter(jobs.into_items().map(|job| (job.key, job.item)));
    for (place, turns) in left.chunks(2).take(10).enumerate() {
        assert_eq!((turns[0].0, turns[1]), ("flood", ("calm", place)));
    }
    let flood = left.iter().filter(|(key, _)| *key == "flood").map(|(_, name)| *name);
    assert!(flood.eq(popped..100), "first in, first out within a key");
}

#[test]
fn weights_of_three_and_one_give_three_and_one() {
    let mut jobs = jobs();
    put(&mut jobs, 1, 1, 20);
    put(&mut jobs, 3, 3, 60);
    assert!(ids(jobs).chunks(4).all(|turns| turns == [1, 3, 3, 3]));
}

/// The costs decide how many items make a turn.
#[test]
fn keys_of_equal_weights_get_equal_shares_whatever_their_items_cost() {
    let mut jobs = jobs();
    put_at_cost(&mut jobs, 1, 6, 60, 1);
    put_at_cost(&mut jobs, 2, 6, 30, 2);
    put_at_cost(&mut jobs, 4, 6, 15, 4);
    // A deficit of two is left of the first turn of key 4.
    let two_rounds = [&[1; 6][..], &[2; 3], &[4], &[1; 6], &[2; 3], &[4; 2]].concat();
    assert!(ids(jobs).chunks(21).all(|turns| turns == two_rounds));
}

#[test]
fn a_key_that_has_no_items_left_loses_its_deficit_and_its_turn() {
    let mut jobs = jobs();
    put(&mut jobs, 1, 1, 3);
    put(&mut jobs, 9, 9, 1); // eight of its nine are left
    assert_eq!([(); 2].map(|()| jobs.pop().unwrap().key.id), [1, 9]);
    put(&mut jobs, 2, 1, 1);
    put_at_cost(&mut jobs, 9, 9, 1, 10); // one turn would do with the eight
    assert_eq!(ids(jobs), [1, 2, 1, 9]);
}

#[test]
fn a_weight_or_a_cost_of_zero_counts_as_one() {
    let mut jobs = jobs();
    put_at_cost(&mut jobs, 0, 0, 4, 0);
    put_at_cost(&mut jobs, 1, 1, 4, 1);
    assert_eq!(ids(jobs), [0, 1, 0, 1, 0, 1, 0, 1]);
}

#[test]
fn a_weight_that_changes_counts_from_the_next_turn() {
    let mut jobs = jobs();
    put(&mut jobs, 1, 2, 5);
    put(&mut jobs, 2, 1, 4);
    assert_eq!(jobs.pop().unwrap().key.id, 1);
    put(&mut jobs, 1, 3, 1);
    // The turn that has begun still has two; then there are turns of three.
    assert_eq!(ids(jobs), [1, 2, 1, 1, 1, 2, 1, 2, 2]);
}

/// A pop takes a step for each key, and none for each round.
#[test]
fn the_greatest_weights_and_costs_overflow_nothing() {
    const MOST: u32 = u32::MAX;
    let mut jobs = jobs();
    put_at_cost(&mut jobs, 1, 1, 3, MOST);
    put_at_cost(&mut jobs, 2, 2, 3, MOST);
    assert_eq!(ids(jobs.clone()), [2, 1, 2, 2, 1, 1]);
    put_at_cost(&mut jobs, 3, MOST, 3, MOST - 1);
    put_at_cost(&mut jobs, 4, MOST, 3, 1);
    assert_eq!(ids(jobs), [3, 4, 4, 4, 3, 3, 2, 1, 2, 2, 1, 1]);
    let mut jobs = self::jobs();
    put_at_cost(&mut jobs, 1, MOST - 1, 1, MOST);
    put(&mut jobs, 2, 1, 2);
    assert_eq!(jobs.pop().unwrap().key.id, 2, "the deficit of the other is all but enough");
    put(&mut jobs, 1, MOST, 2);
    assert_eq!(ids(jobs), [1, 1, 1, 2]);
}

#[test]
fn a_weight_or_a_cost_that_panics_loses_the_item_that_is_put_and_no_other() {
    let mut jobs = Jobs::new(
        |tenant| tenant.weight.checked_sub(1).expect("no weight"),
        |job| job.cost.checked_sub(1).expect("no cost"),
    );
    put_at_cost(&mut jobs, 1, 5, 2, 5);
    for (weight, cost) in [(0, 5), (5, 0)] {
        let push = || put_at_cost(&mut jobs, 2, weight, 1, cost);
        assert!(catch_unwind(AssertUnwindSafe(push)).is_err());
        assert_eq!(jobs.len(), 2);
    }
    put_at_cost(&mut jobs, 2, 5, 1, 5);
    assert_eq!(ids(jobs), [1, 2, 1]);
}

#[test]
fn random_programs_do_what_the_model_does() {
    for seed in 0..300 {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut jobs, mut model, mut name) = (jobs(), Model::default(), 0);
        let (tenants, costs) = (rng.random_range(1..6), rng.random_range(1..8));
        for round in 0..400 {
            let (next, growing) = (jobs.peek().copied(), round % 100 < 60);
            let shown: Vec<_> = jobs.iter().copied().collect();
            assert_eq!((jobs.len(), shown.len()), (model.len(), model.len()), "seed {seed}");
            assert_eq!(next.map(|job| job.item), shown.first().map(|job| job.item));
            if rng.random_range(0..5) < if growing { 3 } else { 2 } {
                let weight = rng.random_range(0..4);
                let job = Job { name, cost: rng.random_range(0..costs) };
                let item = Keyed::new(Tenant { id: rng.random_range(0..tenants), weight }, job);
                name += 1;
                _ = jobs.push(item);
                model.push(item);
            } else {
                let (popped, expected) = (jobs.pop(), model.pop());
                let parts = |job: Keyed<Tenant, Job>| (job.key, job.item);
                assert_eq!(popped.map(parts), expected.map(parts), "seed {seed}");
                assert_eq!(popped.map(parts), next.map(parts), "seed {seed}");
            }
        }
    }
}

/// Whatever is removed, the turns go on as those of the model.
#[test]
fn random_programs_with_removals_do_what_the_model_does() {
    for seed in 0..300 {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut jobs, mut model, mut name) = (jobs(), Model::default(), 0);
        let (tenants, costs) = (rng.random_range(1..5), rng.random_range(1..9));
        for _ in 0..200 {
            match rng.random_range(0..8) {
                0..4 => {
                    let weight = rng.random_range(0..4);
                    let job = Job { name, cost: rng.random_range(0..costs) };
                    let item = Keyed::new(Tenant { id: rng.random_range(0..tenants), weight }, job);
                    name += 1;
                    _ = jobs.push(item);
                    model.push(item);
                }
                4..6 => {
                    let (popped, expected) = (jobs.pop(), model.pop());
                    let name = |job: Keyed<Tenant, Job>| job.item.name;
                    assert_eq!(popped.map(name), expected.map(name), "seed {seed}");
                }
                6 => {
                    let removed = jobs.remove(|job| job.item.name % 3 == 0);
                    model.remove(|name| removed.is_some_and(|job| job.item.name == name));
                }
                _ => {
                    let part = rng.random_range(2..4);
                    let is_out = |name: u32| name % 5 < part;
                    jobs.remove_all(|job| is_out(job.item.name), &mut Vec::new());
                    model.remove(is_out);
                }
            }
            assert_eq!(jobs.len(), model.len(), "seed {seed}");
        }
        while let Some(job) = jobs.pop() {
            assert_eq!(Some(job.item), model.pop().map(|job| job.item), "seed {seed}");
        }
        assert_eq!(model.len(), 0);
    }
}

/// The bound in the documentation, for every two keys and between every two moments.
#[test]
fn shares_agree_with_the_weights_within_the_bound() {
    for seed in 0..300 {
        let mut rng = StdRng::seed_from_u64(seed);
        let greatest = i64::from(rng.random_range(1..9_u32));
        let weights: [u32; 3] = std::array::from_fn(|_| rng.random_range(1..7));
        let mut jobs = jobs();
        let mut waiting = [0_u32; 3];
        // What has left of the first times the weight of the second, less the reverse; and its extremes
        // since both have items.
        let pairs = [(0, 1), (0, 2), (1, 2)];
        let mut shares = [(0_i64, 0_i64, 0_i64); 3];
        for round in 0..1_000 {
            let growing = round % 200 < 150;
            if rng.random_range(0..5) < if growing { 3 } else { 2 } {
                let id = rng.random_range(0..3_u8);
                let cost = rng.random_range(1..=greatest).try_into().unwrap();
                put_at_cost(&mut jobs, id, weights[usize::from(id)], 1, cost);
                waiting[usize::from(id)] += 1;
            } else if let Some(Keyed { key, item }) = jobs.pop() {
                let left = usize::from(key.id);
                waiting[left] -= 1;
                for ((one, other), share) in pairs.into_iter().zip(&mut shares) {
                    let cost = i64::from(item.cost);
                    if left == one {
                        share.0 += cost * i64::from(weights[other]);
                    } else if left == other {
                        share.0 -= cost * i64::from(weights[one]);
                    }
                }
            }
            for ((one, other), share) in pairs.into_iter().zip(&mut shares) {
                let (now, least, most) = *share;
                let have_items = waiting[one] > 0 && waiting[other] > 0;
                *share = if have_items { (now, least.min(now), most.max(now)) } else { (0, 0, 0) };
                let [v, w] = [one, other].map(|key| i64::from(weights[key]));
                let bound = v * w + (greatest - 1) * w + (greatest - 1) * v;
                assert!(share.2 - share.1 <= bound, "seed {seed}: {share:?}, bound {bound}");
            }
        }
    }
}

#[test]
fn storages_are_equal_if_they_give_the_same_from_then_on() {
    let made = |weight, count, cost| {
        let mut made = jobs();
        put_at_cost(&mut made, 1, weight, count, cost);
        made
    };
    assert_eq!(made(2, 3, 1), made(2, 3, 1));
    for other in [made(3, 3, 1), made(2, 2, 1), made(2, 3, 2)] {
        assert_ne!(made(2, 3, 1), other);
    }
    let (mut begun, mut fresh) = (made(2, 3, 1), jobs());
    begun.pop();
    fresh.extend(begun.iter().copied());
    assert_ne!(begun, fresh, "in the middle of a turn");
    begun.pop();
    fresh = jobs();
    fresh.extend(begun.iter().copied());
    assert_eq!(begun, fresh, "between two turns");
    assert_ne!(
        RoundRobin::from_iter([Keyed::new(1, 'a')]),
        RoundRobin::from_iter([Keyed::new(1, 'b')]),
        "equal keys with other items"
    );
    let pair = |ids: [u8; 2]| RoundRobin::from_iter(ids.map(|id| Keyed::new(id, ())));
    assert_ne!(pair([1, 2]), pair([2, 1]));
}

#[test]
fn a_storage_is_shown_as_a_list_and_taken_out_whole() {
    let mut jobs = jobs();
    put(&mut jobs, 1, 2, 4);
    let mut names = RoundRobin::from_iter([(1, 'a'), (2, 'b'), (1, 'c')].map(Keyed::from));
    let shown =
        "[Keyed { key: 1, item: 'a' }, Keyed { key: 1, item: 'c' }, Keyed { key: 2, item: 'b' }]";
    assert_eq!(format!("{names:?}"), shown);
    names.shrink_to_fit();
    assert_eq!(names.take().into_iter().count(), 3);
    assert_eq!((names.len(), names.pop().is_none(), names.iter().len()), (0, true, 0));
    assert!(names.peek().is_none() && names == RoundRobin::default());
    // It has the same functions.
    let _ = jobs.take();
    put(&mut jobs, 1, 2, 3);
    put(&mut jobs, 2, 1, 1);
    assert_eq!(ids(jobs), [1, 1, 2, 1]);
}

/// The storage has clones of keys, one for each key that has items.
#[test]
fn a_key_whose_last_item_has_left_is_dropped() {
    let keys = [1, 2].map(Rc::new);
    let mut jobs = RoundRobin::default();
    jobs.extend([0, 1, 0, 1, 1].map(|index| Keyed::new(Rc::clone(&keys[index]), ())));
    let left = || keys.each_ref().map(Rc::strong_count);
    assert_eq!(left(), [4, 5]);
    for expected in [[3, 5], [3, 4], [1, 4]] {
        drop(jobs.pop());
        assert_eq!(left(), expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_share_a_queue_of_it() {
    every_item_is_got_once(RoundRobin::default()).await;
    every_item_is_got_once(RoundRobin::new(|&key| key, |&name| name % 7)).await;
}

#[test]
fn a_state_of_it_admits_counts_and_shuts_down() {
    what_is_left_is_taken_out_whole(RoundRobin::default(), [0, 1, 2]);
}
