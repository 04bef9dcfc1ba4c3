//! Runs the example `callbacks` and looks at what it prints.

mod program;

use std::process::Command;

use crate::program::assert_output;

const LOG: &str = "job 1 is in
job 2 is in
job 3 waits
job 4 waits
job 4 comes back
job 3 is in
job 4 waits
Worker 1 does job 1
job 4 is in
Worker 1 does job 2
Worker 1 does job 3
Worker 1 does job 4
Worker 1 waits
Worker 2 waits
Worker 3 waits
Worker 1 is freed, its get still waits
job 5 is in
job 6 is in
the get of a worker that has been freed is cancelled
Worker 2 does job 5
Worker 2 does job 6
Worker 2 waits
a newcomer took the job first
Worker 3 waits
Worker 3 stops
Worker 2 stops
";

#[test]
fn does_each_job_once_and_survives_a_lost_race_and_a_dead_waiter() {
    let output = Command::new(program::build("callbacks")).output().expect("the program starts");
    assert_output(&output, 0, LOG, "");
}
