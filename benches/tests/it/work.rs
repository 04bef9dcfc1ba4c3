use std::collections::HashSet;
use std::time::Duration;

use queue_benches::harness::Plan;
use queue_benches::work::rows;

/// The other jobs in the queues. A test is no measurement.
const DEEPEST: usize = 1000;
const PLAN: Plan = Plan { rounds: 2, round: Duration::from_micros(100) };

/// Each round checks its own result. Twice as many steps as jobs let each job of the start end.
#[test]
fn every_job_of_every_contender_ends_once_and_in_order() {
    for row in rows(DEEPEST) {
        let mut cell = row.cell();
        for lane in &mut cell.lanes {
            for items in [1, 30, 2 * DEEPEST] {
                assert_eq!(lane.run(items).items, items, "{} {}", cell.name, lane.name());
            }
        }
    }
}

#[test]
fn every_workload_compares_a_work_queue_with_others() {
    let mut names = HashSet::new();
    for row in rows(10) {
        let cell = row.cell().measure(PLAN, || ());
        assert!(cell.lanes.len() > 1);
        assert!(cell.lanes[0].name.ends_with(" work") && cell.lanes[0].is_ours());
        assert!(names.insert(cell.name), "no two have one name");
    }
    assert_eq!(names.len(), 7);
}
