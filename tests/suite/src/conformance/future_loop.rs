use std::cell::RefCell;
use std::collections::VecDeque;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use super::asyncio::Asyncio;
use super::{EventLoop, Told};
use crate::{Act, Actor, Answer, Op};

/// Runs tasks made of the queue's futures as asyncio's loop would. Tasks run in the order of their
/// wakes, one turn later.
pub(super) struct FutureLoop<'a, Q> {
    queue: &'a Q,
    tasks: Vec<Task<'a>>,
    ready: Arc<Mutex<VecDeque<Actor>>>,
    told: &'a Log,
}

type Log = RefCell<Vec<(Actor, Told)>>;

struct Task<'a> {
    actor: Actor,
    future: Option<Pin<Box<dyn Future<Output = ()> + 'a>>>,
    has_started: bool,
    is_cancelled: bool,
}

struct Turn {
    actor: Actor,
    ready: Arc<Mutex<VecDeque<Actor>>>,
}

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().expect("nothing panics under it");
        if !ready.contains(&self.actor) {
            ready.push_back(self.actor);
        }
    }
}

impl<'a, Q: Asyncio> FutureLoop<'a, Q> {
    pub(super) fn new(queue: &'a Q) -> Self {
        // This leaks a few bytes for each script, in a program that ends soon.
        let told = Box::leak(Box::default());
        Self { queue, tasks: Vec::new(), ready: Arc::default(), told }
    }

    fn ready(&self) -> std::sync::MutexGuard<'_, VecDeque<Actor>> {
        self.ready.lock().expect("nothing panics under it")
    }

    fn task(&mut self, actor: Actor) -> Option<&mut Task<'a>> {
        self.tasks.iter_mut().find(|task| task.actor == actor && task.future.is_some())
    }

    /// Gives a task its turn.
    fn step(&mut self, actor: Actor) {
        let waker = Waker::from(Arc::new(Turn { actor, ready: Arc::clone(&self.ready) }));
        let told = self.told;
        let Some(task) = self.tasks.iter_mut().find(|task| task.actor == actor) else { return };
        if task.is_cancelled {
            if mem::take(&mut task.is_cancelled) && task.has_started {
                told.borrow_mut().push((actor, Told::Cancelled));
            }
            task.future = None;
            return;
        }
        task.has_started = true;
        let Some(future) = &mut task.future else { return };
        if future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            task.future = None;
        }
    }
}

impl<Q: Asyncio> EventLoop for FutureLoop<'_, Q> {
    fn spawn(&mut self, actor: Actor, acts: &[Act]) {
        let future = Box::pin(live(self.queue, actor, acts.to_vec(), self.told));
        let task = Task { actor, future: Some(future), has_started: false, is_cancelled: false };
        self.tasks.push(task);
        self.ready().push_back(actor);
    }

    fn now(&mut self, op: Op) -> Answer {
        self.queue.now(op)
    }

    /// asyncio cancels at once what a task waits for, and the task one turn later. A task that has been
    /// woken waits for nothing, so nothing happens before its turn.
    fn cancel(&mut self, actor: Actor) {
        let is_ready = self.ready().contains(&actor);
        let Some(task) = self.task(actor) else { return };
        if mem::replace(&mut task.is_cancelled, true) || is_ready {
            return;
        }
        // An empty future keeps the turn in which the task learns that it is cancelled.
        task.future = Some(Box::pin(async {}));
        self.ready().push_back(actor);
    }

    fn turn(&mut self) -> Vec<(Actor, Told)> {
        let ready = mem::take(&mut *self.ready());
        for actor in ready {
            self.step(actor);
        }
        self.told.take()
    }

    fn shows(&self) -> String {
        self.queue.shows()
    }

    fn questions(&self) -> (usize, bool, bool) {
        self.queue.questions()
    }
}

/// Does the acts of a task, one after the other.
async fn live(queue: &impl Asyncio, actor: Actor, acts: Vec<Act>, told: &Log) {
    for act in acts {
        let answer = match act {
            Act::Op(Op::Put(item)) => queue.put(item).await,
            Act::Op(Op::Get) => queue.get().await,
            Act::Op(Op::Join) => queue.join().await,
            Act::Op(op) => queue.now(op),
            Act::Yield => {
                yield_now().await;
                continue;
            }
        };
        told.borrow_mut().push((actor, Told::Answer(answer)));
    }
}

async fn yield_now() {
    let mut has_yielded = false;
    std::future::poll_fn(|cx| {
        if mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
