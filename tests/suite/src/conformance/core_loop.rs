use std::collections::VecDeque;
use std::{fmt, mem};

use queue_async::Fairness;
use queue_compat::Named;
use queue_core::Browse;

use super::asyncio::{Look, capacity};
use super::{EventLoop, Told};
use crate::{Act, Actor, Answer, ByPriority, Driver, Op, Script, Setup, Step, Subject, Verbs};

/// Runs tasks made of steps on the bare core. The waiters are the names of the tasks.
pub(super) struct CoreLoop<S: Browse<Item = ByPriority>> {
    subject: Subject<S>,
    maxsize: isize,
    tasks: Vec<Task>,
    ready: VecDeque<Actor>,
}

struct Task {
    actor: Actor,
    acts: VecDeque<Act>,
    state: State,
    is_cancelled: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Running,
    /// It has a future at the queue.
    Waiting,
    /// It has let the others run.
    Yielding,
    Over,
}

impl<S> CoreLoop<S>
where
    S: Browse<Item = ByPriority> + Clone + Default + PartialEq + Named + fmt::Debug,
{
    pub(super) fn new(script: &Script) -> Self {
        let setup = Setup {
            order: script.order,
            fairness: Fairness::Barging,
            capacity: capacity(script.maxsize),
            priorities: 1,
            verbs: Verbs::Asyncio,
        };
        let subject = Subject::new(setup);
        Self { subject, maxsize: script.maxsize, tasks: Vec::new(), ready: VecDeque::new() }
    }

    /// Does one step, and makes the tasks ready that it wakes.
    fn step(&mut self, actor: Actor, op: Op) -> Answer {
        let outcome = self.subject.step(Step { actor, op });
        self.ready.extend(outcome.wakes.into_iter().map(Actor::of));
        outcome.answer
    }

    fn run(&mut self, index: usize, told: &mut Vec<(Actor, Told)>) {
        let Task { actor, state, .. } = self.tasks[index];
        let has_started = !matches!(state, State::New | State::Over);
        if mem::take(&mut self.tasks[index].is_cancelled) {
            if state == State::Waiting {
                self.step(actor, Op::Leave);
            }
            self.tasks[index].state = State::Over;
            if has_started {
                told.push((actor, Told::Cancelled));
            }
            return;
        }
        let mut next = match state {
            State::Over => return,
            State::Waiting => Some(Op::Ask),
            State::New | State::Running | State::Yielding => None,
        };
        self.tasks[index].state = State::Running;
        loop {
            let op = match next.take() {
                Some(op) => op,
                None => match self.tasks[index].acts.pop_front() {
                    Some(Act::Op(op)) => op,
                    Some(Act::Yield) => {
                        self.tasks[index].state = State::Yielding;
                        self.ready.push_back(actor);
                        return;
                    }
                    None => {
                        self.tasks[index].state = State::Over;
                        return;
                    }
                },
            };
            let answer = self.step(actor, op);
            if let Answer::Waits(_) = answer {
                self.tasks[index].state = State::Waiting;
                return;
            }
            told.push((actor, Told::Answer(answer)));
        }
    }
}

impl<S> EventLoop for CoreLoop<S>
where
    S: Browse<Item = ByPriority> + Clone + Default + PartialEq + Named + fmt::Debug,
{
    fn spawn(&mut self, actor: Actor, acts: &[Act]) {
        let acts = acts.iter().copied().collect();
        self.tasks.push(Task { actor, acts, state: State::New, is_cancelled: false });
        self.ready.push_back(actor);
    }

    fn now(&mut self, op: Op) -> Answer {
        self.step(Actor::OUTSIDER, op)
    }

    /// As asyncio does; see the loop of futures.
    fn cancel(&mut self, actor: Actor) {
        let is_ready = self.ready.contains(&actor);
        let Some(task) = self.tasks.iter_mut().find(|task| task.actor == actor) else { return };
        if task.state == State::Over || mem::replace(&mut task.is_cancelled, true) || is_ready {
            return;
        }
        task.state = State::Running;
        self.step(actor, Op::Leave);
        self.ready.push_back(actor);
    }

    fn turn(&mut self) -> Vec<(Actor, Told)> {
        let mut told = Vec::new();
        for actor in mem::take(&mut self.ready) {
            let index = self.tasks.iter().position(|task| task.actor == actor);
            if let Some(index) = index {
                self.run(index, &mut told);
            }
        }
        told
    }

    fn shows(&self) -> String {
        let core = self.subject.core();
        Look {
            name: S::NAME,
            maxsize: self.maxsize,
            items: format!("{:?}", core.storage()),
            getters: core.waiting_getters(),
            putters: core.waiting_putters(),
            tasks: core.unfinished(),
            is_shutdown: core.is_shutdown(),
        }
        .to_string()
    }

    fn questions(&self) -> (usize, bool, bool) {
        let core = self.subject.core();
        (core.len(), core.is_empty(), core.is_full())
    }
}
