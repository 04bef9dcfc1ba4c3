use std::cell::RefCell;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

use queue_async::LocalLock;

use super::Row;
use super::collect::{Holds, one_thread};
use super::rosters::OursOnOne;
use queue_benches::harness::Lane;
use queue_benches::version;
use queue_benches::workloads::{Attempts, Exchange, Round, Shape, exchange_and_join};

/// The program that runs in CPython.
const SCRIPT: &str = include_str!("../../../../python/bench.py");

/// Our queue for one thread beside CPython's `asyncio.Queue`.
pub(super) fn rows(program: PathBuf) -> Vec<Row> {
    let program = Rc::new(program);
    let with_python = |workload: &'static str, mut lanes: Vec<Lane>, program: &Path| {
        lanes.extend(python(program, workload));
        lanes
    };
    let row = |name, workload, ours: fn() -> Vec<Lane>| {
        let program = Rc::clone(&program);
        let lanes = move |_| with_python(workload, ours(), &program);
        Row::new("cpython", name, lanes).quick(true)
    };
    vec![
        row("put_nowait + get_nowait", "attempts", || {
            one_thread::<usize, OursOnOne, _>(Holds::AtMost(1024), Attempts)
        }),
        row("1-1, capacity 1", "exchange 1", || {
            one_thread::<usize, OursOnOne, _>(Holds::AtMost(1), ONE_TO_ONE)
        }),
        row("1-1, capacity 64", "exchange 64", || {
            one_thread::<usize, OursOnOne, _>(Holds::AtMost(64), ONE_TO_ONE)
        }),
        row("1-1, capacity 64, task_done each, join", "join 64", || {
            let join = |items| Some(exchange_and_join::<LocalLock>(64, items));
            Lane::new("queue-async local fifo", version("queue-async"), join).into_iter().collect()
        }),
    ]
}

const ONE_TO_ONE: Exchange = Exchange(Shape { producers: 1, consumers: 1 });

fn python(program: &Path, workload: &'static str) -> Option<Lane> {
    let python = RefCell::new(Python::start(program).expect("CPython can be started"));
    let version = python.borrow_mut().answer().expect("it tells its version");
    Lane::new("CPython asyncio.Queue", version, move |items| {
        Some(python.borrow_mut().run(workload, items).expect("it answers"))
    })
}

/// A CPython that runs one workload for each line of its input.
struct Python {
    child: Child,
    told: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Python {
    fn start(program: &Path) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(["-I", "-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let told = child.stdin.take().expect("it is piped");
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        Ok(Self { child, told, answers })
    }

    fn run(&mut self, workload: &str, items: usize) -> io::Result<Round> {
        writeln!(self.told, "{workload} {items}")?;
        let answer = self.answer()?;
        let nanoseconds = answer.parse().map_err(|_| io::Error::other(answer))?;
        Ok(Round { items, elapsed: Duration::from_nanos(nanoseconds) })
    }

    fn answer(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}
