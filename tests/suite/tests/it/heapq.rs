//! Equal items leave in CPython's order: replays the answers that `data/record_heapq.py` recorded.

use std::cmp::Ordering;

use queue_core::{HeapOrder, Storage};
use queue_suite::Heapq;

const SCRIPT: &str = include_str!("../../data/heapq.txt");

/// Compares by its key alone.
#[derive(Clone, Copy, Debug)]
struct Task {
    key: u8,
    name: u32,
}

impl PartialEq for Task {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Task {}

impl PartialOrd for Task {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Task {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

/// Replays the script on anything that can put and get.
fn replay<H>(mut heap: H, put: impl Fn(&mut H, Task), get: impl Fn(&mut H) -> Option<Task>) {
    let mut gets = 0;
    for (number, line) in SCRIPT.lines().enumerate() {
        let parse = |key: &str, name: &str| Task {
            key: key.parse().expect("a key"),
            name: name.parse().expect("a name"),
        };
        let name = |task: Option<Task>| task.map(|task| task.name);
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["+", key, name] => put(&mut heap, parse(key, name)),
            ["-", "none"] => assert_eq!(name(get(&mut heap)), None, "line {}", number + 1),
            ["-", key, expected] => {
                let expected = parse(key, expected);
                assert_eq!(name(get(&mut heap)), Some(expected.name), "line {}", number + 1);
                gets += 1;
            }
            _ => panic!("line {} says nothing known: {line}", number + 1),
        }
    }
    assert!(gets > 300, "{gets} gets are too few to mean anything");
}

#[test]
fn priority_pops_as_heapq_does() {
    replay(HeapOrder::default(), |heap, task| _ = heap.push(task), Storage::pop);
}

#[test]
fn transcription_pops_as_heapq_does() {
    let less = |a: &Task, b: &Task| a.key < b.key;
    replay(Heapq::default(), |heap, task| heap.push(task, less), |heap| heap.pop(less));
}
