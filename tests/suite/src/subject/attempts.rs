use queue_core::{Browse, Capacity, Exchange, Put, PutMany, TaskDoneError, TryPutError};

use super::Subject;
use crate::outcome::{names, removed, reserve_failed};
use crate::{Answer, Batch, ByPriority, Op, Outcome, Refusal};

/// Attempts.
impl<S: Browse<Item = ByPriority> + Clone + Default + PartialEq> Subject<S> {
    /// Makes an attempt.
    pub(super) fn attempt(&mut self, op: Op) -> Outcome {
        let (core, mut exchange) = (&mut self.core, Exchange::default());
        let notified = &mut exchange.notified;
        let answer = match op {
            Op::TryPut(item) => core
                .try_put(ByPriority(item), notified)
                .map_or_else(Answer::from, |()| Answer::Done),
            Op::TryGet => core
                .try_get(notified)
                .map_or_else(Answer::from, |ByPriority(item)| Answer::Got(item)),
            Op::TaskDone => match core.task_done(notified) {
                Ok(()) => Answer::Done,
                Err(TaskDoneError) => Answer::TooManyDone,
            },
            Op::ShutDown => {
                core.shutdown(notified);
                Answer::Done
            }
            Op::ShutDownNow => {
                let items = core.shutdown_now(notified).into_items();
                Answer::Drained(items.map(|ByPriority(item)| item).collect())
            }
            Op::Recover => {
                core.recover(notified);
                Answer::Done
            }
            Op::TryReserve(room) => match core.try_reserve(room) {
                Ok(permit) => {
                    self.permits.push_back(permit);
                    Answer::Permit(room)
                }
                Err(error) => reserve_failed(error),
            },
            Op::PutReserved(item) => {
                let permit = self.permits.pop_front().expect("there is a permit");
                let mut put = Put::new(ByPriority(item));
                match core.put_reserved(permit, &mut put, notified) {
                    Ok(()) => Answer::Done,
                    Err(error) => error.with_item(put.take_item().expect("it has its item")).into(),
                }
            }
            Op::Release => {
                let permit = self.permits.pop_front().expect("there is a permit");
                core.release(permit, notified);
                Answer::Done
            }
            Op::TryPutMany(batch) => {
                let mut puts = put_many(batch);
                match core.try_put_many(&mut puts, notified) {
                    Ok(()) => Answer::Done,
                    Err(error) => batch_failed(error, &mut puts),
                }
            }
            Op::TryGetMany(limit) => {
                let mut items = Vec::new();
                core.try_get_many(limit, &mut items, notified)
                    .map_or_else(Answer::from, |_| Answer::GotMany(names(items)))
            }
            Op::ForcePut(item) => {
                let (mut put, mut displaced) = (Put::new(ByPriority(item)), Vec::new());
                match core.force_put(&mut put, &mut displaced, notified) {
                    Ok(()) => Answer::Displaced(names(displaced)),
                    Err(error) => error.with_item(put.take_item().expect("it has its item")).into(),
                }
            }
            Op::SetCapacity(capacity) => {
                let capacity = Capacity::try_from(capacity).expect("a queue stays what it is");
                core.set_capacity(capacity, notified).expect("a queue stays what it is");
                self.was_resized = true;
                Answer::Done
            }
            Op::TryGetIf(priority) => {
                let mut got = None;
                match core.try_get_if(|item| item.0.priority == priority, &mut got, notified) {
                    Ok(true) => Answer::Got(got.expect("it has got it").0),
                    Ok(false) => Answer::NoMatch,
                    Err(error) => error.into(),
                }
            }
            Op::Remove(priority) => {
                let mut items = Vec::new();
                core.remove(|item| item.0.priority == priority, &mut items, notified);
                removed(items)
            }
            Op::RemoveAll(priority) => {
                let mut items = Vec::new();
                core.remove_all(|item| item.0.priority == priority, &mut items, notified);
                removed(items)
            }
            _ => unreachable!("{op} is an operation"),
        };
        self.outcome(answer, exchange)
    }
}

pub(super) fn put_many(batch: Batch) -> PutMany<ByPriority> {
    let items = batch.items.map(ByPriority).into();
    if batch.is_at_once { PutMany::all(items) } else { PutMany::new(items) }
}

pub(super) fn batch_failed(error: TryPutError, puts: &mut PutMany<ByPriority>) -> Answer {
    Answer::Back(Refusal::from(&error), names(puts.take_items()))
}
