// Written by `cargo xtask weight`, from `tests/weight/templates`.
#![allow(unused, reason = "a case uses a part of what it is given")]

use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Waker};

type Task<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Polls the tasks in turn until all are done.
fn run(mut tasks: Vec<Task<'_>>) {
    let mut context = Context::from_waker(Waker::noop());
    while !tasks.is_empty() {
        tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
    }
}
