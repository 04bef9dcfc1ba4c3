use crate::protocol::client::{Client, News};
use crate::protocol::lease::Leases;
use crate::protocol::request::{Answer, Body, Number, Reply};
use crate::protocol::task::{Phase, Task};
use crate::protocol::{Mistake, Setup};

/// What a client does with answers and wakes.
impl Client {
    /// Reads an entry of the stream. When the epoch is over, all that waits is sent again, and the engine knows better.
    pub(crate) fn deliver(&mut self, setup: &Setup, number: Number, answer: Answer) {
        if self.is_over && !setup.has(Mistake::WakeDuringHello) {
            return;
        }
        let Some(index) = self.tasks.iter().position(|task| task.requests().contains(&number))
        else {
            return;
        };
        let task = &mut self.tasks[index];
        let place = usize::from(number - task.number);
        if matches!(task.phase, Phase::Waits(_)) {
            task.answers[place] = Some(answer);
            self.end(setup, index);
        } else if !setup.has(Mistake::WakeBeforeAnswerDropped) {
            task.woken[place] = Some(answer);
        }
    }

    pub(crate) fn receive(&mut self, setup: &Setup, reply: Reply) {
        let Reply { number, body, answers } = reply;
        if let [Some(Answer::Hello { is_new, since }), _] = answers {
            self.says_hello = false;
            self.is_connected = true;
            self.is_over = false;
            self.epoch = self.tries;
            if !setup.has(Mistake::WakeOfEarlierEpoch) {
                self.tasks.iter_mut().for_each(|task| task.woken = [None; 2]);
            }
            let has_begun_anew = since != self.began_in;
            self.began_in = since;
            if setup.has(Mistake::LateHelloCounts) {
                self.known_since = since;
            } else if setup.has(Mistake::NewOnlyOnce) {
                if is_new {
                    self.known_since = self.epoch;
                }
            } else if has_begun_anew {
                self.known_since = self.epoch;
            }
            return;
        }
        if matches!(body, Body::Hello { .. }) {
            self.says_hello = false;
            return;
        }
        let Some(index) = self.tasks.iter().position(|task| {
            let is_its = (task.request_number(), task.body) == (number, body);
            is_its && matches!(task.phase, Phase::Sent(_))
        }) else {
            return;
        };
        let task = &mut self.tasks[index];
        let Phase::Sent(sent) = task.phase else { return };
        if answers[0] == Some(Answer::Unknown) {
            task.phase = Phase::Doubt(sent);
            // It has not been carried out, unless it was before: then a cancel asks.
            if task.first == sent && !matches!(body, Body::Cancel(_)) {
                task.first = 0;
            }
            return;
        }
        task.phase = Phase::Waits(sent);
        for (place, answer) in answers.into_iter().enumerate() {
            // A put of a batch that waits again comes in before those behind it. So its earlier answer is true at the end.
            if answer != Some(Answer::Wait) {
                task.answers[place] = answer;
            }
            if let Some(woken) = task.woken[place].take() {
                task.answers[place] = task.answers[place].or(Some(woken));
            }
        }
        self.end(setup, index);
    }

    /// Ends a task if all its answers are here.
    fn end(&mut self, setup: &Setup, index: usize) {
        let task = &self.tasks[index];
        let count = usize::from(task.body.count());
        if task.answers[..count].contains(&None) {
            if setup.has(Mistake::ArrivedBeforeTheRest) {
                for (number, answer) in task.requests().zip(task.answers) {
                    self.arrived |= u32::from(answer.is_some()) << number;
                }
            }
            return;
        }
        let task = self.tasks.remove(index);
        for number in task.requests().chain(task.cancels()) {
            self.arrived |= 1 << number;
        }
        for (place, answer) in task.answers.into_iter().flatten().enumerate() {
            self.take_in(setup, &task, place as u8, answer);
        }
    }

    /// Does what an answer of a task says.
    fn take_in(&mut self, setup: &Setup, task: &Task, place: u8, answer: Answer) {
        let is_forgotten = task.is_forgotten(self.known_since);
        let item = task.item.map(|item| item + place);
        match (task.body, answer) {
            (Body::Put(_) | Body::PutTwo(_) | Body::TryPut(_) | Body::PutLater(_), _)
                if is_forgotten =>
            {
                self.news.extend(item.map(News::Unknown));
            }
            (Body::Cancel(_), Answer::Cancelled)
                if is_forgotten && !setup.has(Mistake::CancelAfterLoss) =>
            {
                self.news.extend(item.map(News::Unknown));
            }
            (
                Body::Put(_)
                | Body::PutTwo(_)
                | Body::TryPut(_)
                | Body::PutLater(_)
                | Body::Cancel(_),
                Answer::Put,
            ) => {
                self.news.extend(item.map(News::Put));
            }
            (Body::TryPut(_), Answer::Full)
            | (
                Body::Put(_) | Body::PutTwo(_) | Body::TryPut(_) | Body::PutLater(_),
                Answer::ShutDown,
            )
            | (Body::Cancel(_), Answer::Cancelled) => {
                self.news.extend(item.map(News::NotPut));
            }
            (Body::Take(_), Answer::Taken(leases)) if leases != Leases::default() => {
                self.leases.extend(leases.iter());
                self.leases.sort_unstable();
            }
            (Body::Join, Answer::Joined) | (Body::Take(_), Answer::ShutDown) => {
                self.news.push(News::Ended(task.after));
            }
            // The call takes anew.
            (Body::Take(_), _) => {
                let (number, after) = (self.number(), task.after);
                self.tasks.push(Task { after, ..Task::new(number, task.body) });
            }
            (Body::Done(lease), Answer::Done) => self.news.push(News::Done(lease.job)),
            _ => {}
        }
    }
}
