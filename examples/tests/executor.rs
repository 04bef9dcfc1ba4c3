//! Runs the example `executor` and looks at what it prints.

mod program;

use std::process::Command;

use crate::program::assert_output;

const LOG: &str = " 5  Worker 1 cancels a get, no job has come
10  Producer 1 has put job 1
10  Worker 2 starts job 1
11  Producer 1 has put job 2
11  Producer 1 has put job 3
11  Worker 1 starts job 2
11  Producer 1 has put job 4
15  Producer 2 cancels a put and takes job 6 back
20  Worker 2 starts job 3
20  Producer 1 has put job 5
21  Worker 1 starts job 4
21  Producer 2 has put job 6
21  no more jobs will come
30  Worker 2 starts job 5
31  Worker 1 starts job 6
41  every job is done
41  Worker 2 stops
41  Worker 1 stops
";

/// When job 1 comes, Worker 1 has waited longer than Worker 2. It loses the race, and gets the next job.
#[test]
fn does_each_job_once_and_at_its_time() {
    let output = Command::new(program::build("executor")).output().expect("the program starts");
    assert_output(&output, 0, LOG, "");
}
