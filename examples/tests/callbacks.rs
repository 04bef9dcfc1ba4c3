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
Ann does job 1
job 4 is in
Ann does job 2
Ann does job 3
Ann does job 4
Ann waits
Bob waits
Cyd waits
Ann is freed, her get still waits
job 5 is in
job 6 is in
the get of a worker that has been freed is cancelled
Bob does job 5
Bob does job 6
Bob waits
a newcomer took the job first
Cyd waits
Cyd goes home
Bob goes home
";

#[test]
fn does_each_job_once_and_survives_a_lost_race_and_a_dead_waiter() {
    let output = Command::new(program::build("callbacks")).output().expect("the program starts");
    assert_output(&output, 0, LOG, "");
}
