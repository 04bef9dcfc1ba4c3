//! Runs the example `executor` and looks at what it prints.

mod program;

use std::process::Command;

use crate::program::assert_output;

const LOG: &str = " 5  Ann cancels a get, no job has come
10  Pat has put job 1
10  Bob starts job 1
11  Pat has put job 2
11  Pat has put job 3
11  Ann starts job 2
11  Pat has put job 4
15  Kim cancels a put and takes job 6 back
20  Bob starts job 3
20  Pat has put job 5
21  Ann starts job 4
21  Kim has put job 6
21  no more jobs will come
30  Bob starts job 5
31  Ann starts job 6
41  every job is done
41  Bob goes home
41  Ann goes home
";

/// Ann has waited longer than Bob when job 1 comes, lost the race, and got the next one.
#[test]
fn does_each_job_once_and_at_its_time() {
    let output = Command::new(program::build("executor")).output().expect("the program starts");
    assert_output(&output, 0, LOG, "");
}
