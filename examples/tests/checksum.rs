//! Runs the example `checksum` and looks at what it prints.
//!
//! On Linux only: the tests need names that are any bytes, `/proc`, `/dev/full`, and `kill`.
#![cfg(target_os = "linux")]

mod program;

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::program::assert_output;

const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const LARGE: &str = "4d3870d4655ed773027a713ea136507d22e076248e0e9cc920a996039653b76f";

/// The bytes of which [`LARGE`] is the SHA-256. Their number is no multiple of any block.
fn large() -> Vec<u8> {
    (0..=250).cycle().take(3_000_000).collect()
}

fn checksum() -> Command {
    static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| program::build("checksum"));
    Command::new(&*PROGRAM)
}

/// A folder for one test.
struct Tree(TempDir);

impl Tree {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("there is room for a folder"))
    }

    fn path(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.0.path().join(name.as_ref())
    }

    fn file(&self, name: impl AsRef<OsStr>, contents: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is below the root")).expect("a folder");
        fs::write(path, contents).expect("there is room for a file");
    }

    /// Makes a file that takes no room on the disk, but time to hash.
    fn sparse_file(&self, name: &str, size: u64) {
        let file = File::create(self.path(name)).expect("there is room for a file");
        file.set_len(size).expect("files can be sparse");
    }

    /// Makes some thousands of small files.
    fn small_files(&self, count: usize) {
        for n in 0..count {
            self.file(format!("{:02}/{n:05}", n % 20), n.to_string());
        }
    }

    fn command(&self) -> Command {
        let mut command = checksum();
        command.current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Output {
        self.command().args(args).output().expect("the program starts")
    }

    /// Starts the program with pipes, and reads its first line.
    fn start(&self, args: &[&str]) -> (Child, BufReader<ChildStdout>, String) {
        let (out, err) = (Stdio::piped(), Stdio::piped());
        let mut child =
            self.command().args(args).stdout(out).stderr(err).spawn().expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("it is a pipe"));
        let mut line = String::new();
        out.read_line(&mut line).expect("the line is UTF-8");
        (child, out, line)
    }
}

/// A tree with all kinds of names, and what is to be printed for it.
fn all_kinds() -> (Tree, Vec<u8>) {
    let tree = Tree::new();
    tree.file("a/b/c", "abc");
    tree.file("a/large", large());
    tree.file("a-b", "x"); // behind what is in `a`, though a hyphen sorts before a slash
    tree.file("back\\slash", "x");
    tree.file("carriage\rreturn", "x");
    tree.file("empty", "");
    tree.file("new\nline", "x");
    tree.file("sp  ace*", "x");
    tree.file(OsStr::from_bytes(b"\xc3"), "x");
    tree.file(OsStr::from_bytes(b"\xff\n\\"), "x");
    fs::create_dir(tree.path("hollow")).expect("a folder");
    let mut expected = format!(
        "{ABC}  ./a/b/c\n{LARGE}  ./a/large\n{X}  ./a-b\n\\{X}  ./back\\\\slash\n\
         \\{X}  ./carriage\\rreturn\n{EMPTY}  ./empty\n\\{X}  ./new\\nline\n{X}  ./sp  ace*\n{X}  ./"
    )
    .into_bytes();
    expected.extend(b"\xc3\n");
    expected.extend(format!("\\{X}  ./").bytes());
    expected.extend(b"\xff\\n\\\\\n");
    (tree, expected)
}

#[test]
fn prints_all_kinds_of_names_in_order() {
    let (tree, expected) = all_kinds();
    for (workers, queue) in [("1", "1"), ("1", "64"), ("2", "1"), ("2", "64"), ("8", "2")] {
        let output = tree.run(["--workers", workers, "--queue", queue]);
        assert_output(&output, 0, &expected, "");
    }
}

#[test]
fn prints_what_sha256sum_prints() {
    let (tree, _) = all_kinds();
    tree.small_files(2000);
    let ours = tree.run(["."]);
    let sha256sum = "find . -type f -print0 | xargs -0 sha256sum | sort";
    let theirs = Command::new("sh")
        .args(["-c", sha256sum])
        .current_dir(tree.0.path())
        .env("LC_ALL", "C")
        .output()
        .expect("there is a shell");
    if !theirs.stderr.is_empty() {
        println!("skipped: {}", String::from_utf8_lossy(&theirs.stderr));
        return;
    }
    let mut lines: Vec<_> = ours.stdout.split_inclusive(|&byte| byte == b'\n').collect();
    lines.sort_unstable();
    assert_output(&Output { stdout: lines.concat(), ..ours }, 0, theirs.stdout, "");
}

#[test]
fn the_order_does_not_depend_on_the_workers() {
    let tree = Tree::new();
    tree.small_files(2000);
    let narrow = tree.run(["--workers", "1", "--queue", "1"]);
    assert_eq!(narrow.stdout.split(|&byte| byte == b'\n').count(), 2001);
    assert!(narrow.status.success());
    let names: Vec<_> = String::from_utf8(narrow.stdout.clone())
        .expect("the names are UTF-8")
        .lines()
        .map(|line| line[64..].to_owned())
        .collect();
    assert!(names.is_sorted());
    for workers in ["2", "8", "64"] {
        assert_output(&tree.run(["--workers", workers]), 0, &narrow.stdout, "");
    }
}

#[test]
fn paths_are_printed_as_they_were_given() {
    let tree = Tree::new();
    tree.file("d/x", "x");
    let absolute = tree.path("d/x").display().to_string();
    let output = tree.run(["d/x", "d", "./d/", &absolute, "d/x"]);
    let expected = format!("{X}  d/x\n{X}  d/x\n{X}  ./d/x\n{X}  {absolute}\n{X}  d/x\n");
    assert_output(&output, 0, expected, "");
}

#[test]
fn symbolic_links_are_not_followed() {
    let tree = Tree::new();
    tree.file("d/x", "x");
    symlink("d/x", tree.path("to-file")).expect("a link");
    symlink("d", tree.path("to-folder")).expect("a link");
    symlink("..", tree.path("d/around")).expect("a link");
    symlink("nothing", tree.path("dangling")).expect("a link");
    assert_output(&tree.run(["."]), 0, format!("{X}  ./d/x\n"), "");
    assert_output(&tree.run(["to-file", "to-folder", "dangling"]), 0, "", "");
}

#[test]
fn what_is_missing_is_named_and_the_rest_goes_on() {
    let tree = Tree::new();
    tree.file("x", "x");
    let output = tree.run(["x", "missing", "", "new\nline", "sp ace", "x"]);
    let message = "No such file or directory (os error 2)";
    let names = ["missing", "''", r"$'new\nline'", "sp ace"];
    let messages = names.map(|name| format!("checksum: {name}: {message}\n"));
    assert_output(&output, 1, format!("{X}  x\n{X}  x\n"), &messages.concat());
}

#[test]
fn a_message_does_not_command_the_terminal() {
    let tree = Tree::new();
    let names: [&[u8]; 3] = [b"\x1b[2J\x07", "\u{9b}2J".as_bytes(), b"\xff\x1b"];
    let output = tree.run(names.map(OsStr::from_bytes));
    let names = [r"$'\033[2J\007'", r"$'\302\2332J'", r"$'\377\033'"];
    let message = "No such file or directory (os error 2)";
    let messages = names.map(|name| format!("checksum: {name}: {message}\n"));
    assert_output(&output, 1, "", &messages.concat());
}

#[test]
fn a_file_whose_reading_fails_is_named_and_the_rest_goes_on() {
    let tree = Tree::new();
    tree.file("x", "x");
    // There is nothing at the address zero, not even for root.
    let output = tree.run(["/proc/self/mem", "x"]);
    let message = "checksum: /proc/self/mem: Input/output error (os error 5)\n";
    assert_output(&output, 1, format!("{X}  x\n"), message);
}

#[test]
fn what_may_not_be_read_is_named_and_the_rest_goes_on() {
    let tree = Tree::new();
    tree.file("file", "x");
    tree.file("folder/x", "x");
    tree.file("x", "x");
    let allow = |mode| {
        for name in ["file", "folder"] {
            fs::set_permissions(tree.path(name), Permissions::from_mode(mode)).expect("it is ours");
        }
    };
    allow(0o000);
    if File::open(tree.path("file")).is_ok() {
        println!("skipped: root may read everything");
        return;
    }
    let output = tree.run(["."]);
    allow(0o700);
    let message = "Permission denied (os error 13)";
    let messages = ["file", "folder"].map(|path| format!("checksum: ./{path}: {message}\n"));
    assert_output(&output, 1, format!("{X}  ./x\n"), &messages.concat());
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let tree = Tree::new();
    tree.small_files(2000); // more lines than the pipe holds
    let (child, out, first) = tree.start(&[]);
    drop(out);
    let rest = child.wait_with_output().expect("it ends");
    assert!(first.ends_with("  ./00/00000\n"), "{first}");
    assert_output(&rest, 0, "", "");
}

#[test]
fn a_full_disk_is_reported() {
    let tree = Tree::new();
    tree.small_files(2000);
    let full = File::create("/dev/full").expect("Linux has it");
    let output = tree.command().stdout(full).output().expect("the program starts");
    let message = "checksum: standard output: No space left on device (os error 28)\n";
    assert_output(&output, 1, "", message);
}

#[test]
fn a_message_that_cannot_be_written_is_no_panic() {
    let tree = Tree::new();
    tree.file("x", "x");
    let full = File::create("/dev/full").expect("Linux has it");
    let output = tree.command().args(["missing", "x"]).stderr(full).output().expect("it starts");
    assert_output(&output, 1, format!("{X}  x\n"), "");
}

#[test]
fn ctrl_c_ends_it_in_the_middle_of_a_large_file() {
    let tree = Tree::new();
    tree.file("0", "x");
    tree.sparse_file("1", 64 << 30);
    for n in 0..400 {
        tree.sparse_file(&format!("2-{n:03}"), 1 << 20); // fill the window behind it
    }
    for workers in ["1", "2"] {
        let (child, mut out, first) = tree.start(&["--workers", workers]);
        // The line was not held back, though the next one is far away.
        assert_eq!(first, format!("{X}  ./0\n"));
        interrupt(&child);
        let mut rest = String::new();
        out.read_to_string(&mut rest).expect("the lines are UTF-8");
        assert_eq!(rest, "");
        assert_output(&child.wait_with_output().expect("it ends"), 130, "", "");
    }
}

#[test]
fn ctrl_c_leaves_whole_lines() {
    let tree = Tree::new();
    tree.small_files(5000);
    tree.sparse_file("later", 64 << 30);
    let (child, mut out, _) = tree.start(&[]);
    interrupt(&child);
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("the lines are UTF-8");
    assert!(rest.split_inclusive('\n').all(|line| line.len() == "  ./00/00000\n".len() + 64));
    assert_output(&child.wait_with_output().expect("it ends"), 130, "", "");
}

fn interrupt(child: &Child) {
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.expect("there is a kill").success());
}

/// Runs a command line on a terminal, and returns what the terminal gets.
fn on_a_terminal(tree: &Tree, command: &str) -> Option<String> {
    let script = Command::new("script")
        .args(["--quiet", "--return", "--command", command, "/dev/null"])
        .current_dir(tree.0.path())
        .stdin(Stdio::null())
        .output();
    match script {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("skipped: there is no program `script`, which makes terminals");
            None
        }
        script => Some(String::from_utf8(script.expect("script starts").stdout).expect("UTF-8")),
    }
}

fn program() -> String {
    checksum().get_program().to_str().expect("its path is UTF-8").to_owned()
}

#[test]
fn the_bar_shows_the_time_left_once_the_walk_has_ended() {
    let tree = Tree::new();
    tree.sparse_file("large", 1 << 25);
    let Some(terminal) = on_a_terminal(&tree, &program()) else { return };
    assert!(terminal.contains(" of 32.00 MiB [") && terminal.contains(" left]"), "{terminal:?}");
}

#[test]
fn ctrl_c_removes_the_bar() {
    let tree = Tree::new();
    tree.sparse_file("large", 64 << 30);
    let command = format!("timeout --foreground --signal INT --kill-after 10 0.5 {}", program());
    let Some(terminal) = on_a_terminal(&tree, &command) else { return };
    assert!(terminal.contains(" left]"), "there is a bar: {terminal:?}");
    let last = terminal.rsplit("\x1b[2K").next().expect("there is a last part");
    assert!(!last.contains(" left]"), "{terminal:?}");
}

#[test]
fn on_a_terminal_the_bar_and_the_lines_do_not_mix() {
    let tree = Tree::new();
    tree.small_files(300);
    tree.file("large", large());
    let Some(terminal) = on_a_terminal(&tree, &program()) else { return };
    assert!(terminal.contains(" files, "), "there is a bar: {terminal:?}");
    // What the terminal shows on each line is what follows the last clearing of the line.
    let shown = terminal.split("\r\n").map(|line| line.rsplit("\x1b[2K").next().unwrap_or(line));
    let shown: Vec<_> = shown.filter(|line| !line.is_empty()).collect();
    let piped = tree.run([] as [&str; 0]);
    assert_eq!(shown, String::from_utf8(piped.stdout).expect("UTF-8").lines().collect::<Vec<_>>());
}

#[test]
fn help_is_short_or_long() {
    let tree = Tree::new();
    for flag in ["-h", "--help"] {
        let output = tree.run([flag]);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("Usage: checksum [OPTIONS] [PATH]...") && output.status.success());
        // Once, and not followed by the number of cores here.
        assert_eq!(text.matches("as many as the machine has cores]\n").count(), 1, "{text}");
    }
    let version = format!("checksum {}\n", env!("CARGO_PKG_VERSION"));
    assert_output(&tree.run(["--version"]), 0, version, "");
}

#[test]
fn a_wrong_command_line_is_explained() {
    let tree = Tree::new();
    let wrong: [&[&str]; 6] = [
        &["--workers", "0"],
        &["--workers", "99999"],
        &["--workers", "1.5"],
        &["--queue", "0"],
        &["--queue", "many"],
        &["--wrong"],
    ];
    for args in wrong {
        let output = tree.run(args);
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.starts_with("error: ") && message.contains(args[0]), "{message}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
    let obeyed = tree.run(["--workers=\x1b[2J\u{9b}2J\x07"]);
    let message = String::from_utf8_lossy(&obeyed.stderr);
    assert!(!message.contains(|c: char| c.is_control() && c != '\n'), "{message:?}");
}
