//! Runs the example `jobs`, and sends requests to it.
//!
//! On Unix only: the tests need `kill`.
#![cfg(unix)]

mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::LazyLock;

use crate::program::assert_output;

fn jobs() -> Command {
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| program::build("jobs"));
    let mut command = Command::new(&*PROGRAM);
    command.stdin(Stdio::null());
    command
}

fn run(args: &[&str]) -> Output {
    jobs().args(args).output().expect("the program starts")
}

/// A server in another process.
struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Server {
    /// Starts a server that has room for one job, and one worker.
    fn start() -> Self {
        Self::start_with(&[])
    }

    fn start_with(more: &[&str]) -> Self {
        let args = ["serve", "--port", "0", "--capacity", "1", "--workers", "1"];
        let (out, err) = (Stdio::piped(), Stdio::piped());
        let mut child =
            jobs().args(args).args(more).stdout(out).stderr(err).spawn().expect("it starts");
        let out = BufReader::new(child.stdout.take().expect("it is a pipe"));
        let mut server = Self { child, out, address: String::new() };
        let line = server.line();
        let address = line.strip_prefix("jobs: listening on http://").expect("it says where");
        server.address = address.trim_end().to_owned();
        server
    }

    /// Reads a line of its output.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("the line is UTF-8");
        line
    }

    /// Sends the head of a request.
    fn begin(&self, line: &str, length: usize, more: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let head = format!(
            "{line} HTTP/1.1\r\nhost: jobs\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n{more}\r\n"
        );
        stream.write_all(head.as_bytes()).expect("it reads");
        stream
    }

    /// Sends a request, and returns the status and the body of the answer.
    fn request(&self, line: &str, body: &str) -> (u16, String) {
        let mut stream = self.begin(line, body.len(), "");
        stream.write_all(body.as_bytes()).expect("it reads");
        answer(stream)
    }

    fn post(&self, work: &str, delay_ms: u32) -> (u16, String) {
        let body = format!(r#"{{"tenant": "ann", "work": "{work}", "delay_ms": {delay_ms}}}"#);
        self.request("POST /jobs", &body)
    }

    fn get(&self, path: &str) -> String {
        let (status, body) = self.request(&format!("GET {path}"), "");
        assert_eq!(status, 200, "{body}");
        body
    }

    fn terminate(&self) {
        let kill = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(kill.expect("there is a kill").success());
    }

    /// Waits until it ends, and checks the rest of its output.
    #[track_caller]
    fn assert_ends(mut self, status: i32, out: &str) {
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).expect("the lines are UTF-8");
        assert_eq!(rest, out);
        assert_output(&self.child.wait_with_output().expect("it ends"), status, "", "");
    }
}

fn answer(mut stream: TcpStream) -> (u16, String) {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the answer is UTF-8");
    let (head, body) = answer.split_once("\r\n\r\n").expect("there is a head");
    let status = head.split(' ').nth(1).expect("there is a status");
    (status.parse().expect("it is a number"), body.to_owned())
}

#[test]
fn chaos_loses_no_job() {
    let output = run(&["chaos", "--seconds", "1"]);
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<_> = text.lines().collect();
    let [attempts, last] = lines[..] else { panic!("there are two lines: {text}") };
    assert!(attempts.starts_with("jobs: ") && attempts.ends_with(" leaked"), "{attempts}");
    let words: Vec<_> = last.split(' ').collect();
    let ["jobs:", accepted, "accepted,", done, "done,", dead, "dead,", "0", "lost"] = words[..]
    else {
        panic!("it is the verdict: {last}");
    };
    let [accepted, done, dead] =
        [accepted, done, dead].map(|n| n.parse::<u64>().expect("it is a number"));
    assert!(accepted > 0, "{last}");
    assert_eq!(accepted, done + dead);
    assert_output(&output, 0, &output.stdout, "");
}

#[test]
fn two_servers_share_a_queue_and_its_bound() {
    let Some(redis) = queue_redis_suite::Server::start("no").expect("it starts") else { return };
    let url = redis.url();
    let [mut one, mut other] = [(); 2].map(|()| Server::start_with(&["--redis", &url]));
    // Each of the two workers has one, and one waits.
    while !one.get("/metrics").contains("\njobs_in_flight 2\n") {
        assert!([202, 429].contains(&one.post("sleep 600000", 0).0));
    }
    while one.post("mail", 0).0 == 202 {}
    assert_eq!(other.post("mail", 0), (429, "the queue is full\n".to_owned()));
    assert!(other.get("/metrics").contains("\njobs_queued 1\n"));
    assert_eq!(other.get("/dead"), "[]");
    one.terminate();
    assert_eq!(one.line(), "jobs: draining\n");
    one.terminate(); // it does not wait for the one that it has
    assert!(one.line().starts_with("jobs: "));
    // The job of the server that has gone is ready again, beside the one that waited.
    while !other.get("/metrics").contains("\njobs_in_flight 1\n") {}
    other.child.kill().expect("it runs");
}

#[test]
fn a_server_accepts_refuses_and_drains() {
    let mut server = Server::start();
    assert_eq!(server.get("/dead"), "[]");
    assert_eq!(server.post("fail", 0), (202, r#"{"id":1}"#.to_owned()));
    let dead = r#"[{"id":1,"attempts":5,"cause":"attempts"}]"#;
    while server.get("/dead") != dead {}

    // The worker has one, and one waits: the third is refused, unless the first has ended.
    let mut accepted = 1;
    while server.post("sleep 50", 0).0 == 202 {
        accepted += 1;
    }
    assert_eq!(server.post("mail", 3_600_000).0, 400);
    assert_eq!(server.request("POST /jobs", "{}").0, 422);
    let metrics = server.get("/metrics");
    let count = format!("\njobs_accepted_total {accepted}\n");
    assert!(metrics.contains(&count) && metrics.contains("\njobs_dead_total 1\n"), "{metrics}");

    // A request whose body comes after the signal.
    let body = r#"{"tenant": "ann", "work": "mail"}"#;
    let mut late = server.begin("POST /jobs", body.len(), "expect: 100-continue\r\n");
    let proceed = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut answered = [0; 25];
    late.read_exact(&mut answered).expect("the server waits for the body");
    assert_eq!(answered, *proceed);
    server.terminate();
    assert!(server.line().starts_with("jobs: draining, "));
    late.write_all(body.as_bytes()).expect("it reads");
    assert_eq!(answer(late), (503, "the server is shutting down\n".to_owned()));
    let done = accepted - 1;
    server.assert_ends(0, &format!("jobs: {accepted} accepted, {done} done, 1 dead, 0 left\n"));
}

#[test]
fn a_second_signal_gives_up_what_is_left() {
    let mut server = Server::start();
    assert_eq!(server.post("mail", 60_000).0, 202);
    server.terminate();
    assert_eq!(server.line(), "jobs: draining, 1 unfinished\n");
    server.terminate();
    server.assert_ends(1, "jobs: 1 accepted, 0 done, 0 dead, 1 left\n");
}

#[test]
fn a_wrong_command_line_is_explained() {
    let wrong: [&[&str]; 4] = [
        &["chaos"],
        &["chaos", "--seconds", "0"],
        &["serve", "--capacity", "0"],
        &["serve", "--workers", "0"],
    ];
    for args in wrong {
        let output = run(args);
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.starts_with("error: "), "{message}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
}
