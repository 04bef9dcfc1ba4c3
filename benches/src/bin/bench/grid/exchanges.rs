use std::cell::RefCell;

use super::Row;
use super::collect::{Holds, one_thread, parallel, shared, two_threads};
use super::rosters::{Few, Fewest, OnOne};
use queue_benches::channel::Channel as _;
use queue_benches::floors::{Guard, OnePlace, Place};
use queue_benches::harness::Lane;
use queue_benches::workloads::{
    Burst, Cancel, Exchange, Numbered, OneThread as _, Pinball, PingPong, Shape,
};
use queue_benches::{Block1K, Block4K, Block256};

const SHAPES: [(usize, usize); 6] = [(1, 1), (4, 1), (16, 1), (4, 4), (16, 16), (100, 100)];

const HOLDS: [Holds; 5] =
    [Holds::AtMost(1), Holds::AtMost(2), Holds::AtMost(64), Holds::AtMost(1024), Holds::Any];

/// The quick shapes: producers, consumers and capacity.
const QUICK_ON_ONE: [(usize, usize, usize); 5] =
    [(1, 1, 1), (1, 1, 64), (4, 4, 1), (16, 16, 64), (100, 100, 1)];
const QUICK_ON_TWO: [(usize, usize, usize); 6] =
    [(1, 1, 1), (1, 1, 64), (4, 1, 64), (4, 4, 1), (4, 4, 64), (100, 100, 64)];
const QUICK_LOCAL: [(usize, usize, usize); 3] = [(1, 1, 1), (1, 1, 64), (4, 1, 64)];

/// Workloads in which tasks wait for each other.
pub(super) fn rows() -> Vec<Row> {
    let all = SHAPES.iter().flat_map(|&shape| HOLDS.map(|holds| (shape, holds)));
    let mut rows: Vec<_> = all.flat_map(|(shape, holds)| exchanges(shape, holds)).collect();
    rows.extend(blocks());
    for capacity in [1, 64] {
        rows.extend(large::<Block1K>("1 KiB", capacity, true));
        rows.extend(large::<Block4K>("4 KiB", capacity, false));
    }
    rows.extend(latencies());
    rows.extend(patterns());
    rows
}

fn exchanges((producers, consumers): (usize, usize), holds: Holds) -> [Row; 3] {
    let shape = Shape { producers, consumers };
    let name = format!("{shape}, {}", holds.name());
    let is_in = |quick: &[(usize, usize, usize)]| match holds {
        Holds::AtMost(capacity) => quick.contains(&(producers, consumers, capacity)),
        Holds::Any => false,
    };
    let workload = Exchange(shape);
    [
        Row::new("one-thread", &name, move |field| shared(field, holds, workload))
            .quick(is_in(&QUICK_ON_ONE)),
        Row::new("two-workers", &name, move |field| parallel(field, holds, workload))
            .quick(is_in(&QUICK_ON_TWO)),
        Row::new("local", &name, move |_| one_thread::<usize, OnOne, _>(holds, workload))
            .quick(is_in(&QUICK_LOCAL)),
    ]
}

fn blocks() -> [Row; 2] {
    let workload = Exchange(Shape { producers: 4, consumers: 4 });
    let name = "4-4, capacity 64, 256 bytes";
    let holds = Holds::AtMost(64);
    [
        Row::new("one-thread", name, move |_| one_thread::<Block256, Few, _>(holds, workload)),
        Row::new("two-workers", name, move |_| two_threads::<Block256, Few, _>(holds, workload)),
    ]
}

/// Large items from one task to another.
fn large<T: Numbered>(payload: &str, capacity: usize, quick: bool) -> [Row; 2] {
    let workload = Exchange(Shape { producers: 1, consumers: 1 });
    let name = format!("1-1, capacity {capacity}, {payload}");
    let holds = Holds::AtMost(capacity);
    [
        Row::new("one-thread", &name, move |_| one_thread::<T, Fewest, _>(holds, workload))
            .quick(quick),
        Row::new("two-workers", &name, move |_| two_threads::<T, Fewest, _>(holds, workload)),
    ]
}

fn latencies() -> [Row; 3] {
    let (name, holds) = ("ping-pong, capacity 1", Holds::AtMost(1));
    let on_one = Row::new("one-thread", name, move |field| {
        let mut lanes = shared(field, holds, PingPong);
        lanes.extend(bare::<spinning_top::Spinlock<_>>("spinning_top + one place"));
        lanes
    });
    let local = Row::new("local", name, move |_| {
        let mut lanes = one_thread::<usize, OnOne, _>(holds, PingPong);
        lanes.extend(bare::<RefCell<_>>("RefCell + one place"));
        lanes
    });
    let on_two = Row::new("two-workers", name, move |field| parallel(field, holds, PingPong));
    [on_one.quick(true), local.quick(true), on_two]
}

fn bare<G: Guard<Place<usize>>>(name: &str) -> Option<Lane> {
    Lane::new(name, "", |items| {
        PingPong.on_one_thread::<OnePlace<usize, G>>(|| OnePlace::<usize, G>::bounded(1), items)
    })
}

fn patterns() -> Vec<Row> {
    let mut rows = Vec::new();
    for capacity in [1, 10, 100, 1_000, 10_000] {
        let workload = Exchange(Shape { producers: 13, consumers: 1 });
        rows.push(Row::new("two-workers", format!("funnel, capacity {capacity}"), move |field| {
            parallel(field, Holds::AtMost(capacity), workload)
        }));
    }
    for balls in [1, 7, 61, 241] {
        // With this capacity a ball always finds room.
        let holds = Holds::AtMost(balls);
        rows.push(Row::new("two-workers", format!("pinball, balls: {balls}"), move |field| {
            parallel(field, holds, Pinball(balls))
        }));
    }
    let holds = Holds::AtMost(1024);
    rows.push(Row::new("one-thread", "bursts for 1000 that wait", move |field| {
        shared(field, holds, Burst(1000))
    }));
    rows.push(Row::new("one-thread", "cancel a get", move |field| shared(field, holds, Cancel)));
    rows.push(Row::new("local", "cancel a get", move |_| {
        one_thread::<usize, OnOne, _>(holds, Cancel)
    }));
    rows
}
