use queue_core::Fairness;

use super::Model;
use super::pending::{Pending, Verdict, notify, notify_getter, wait_on};
use crate::{Answer, Op, Outcome, Refusal, Waiter};

/// Why a put or a reserve has not what it wants.
#[derive(Clone, Copy, PartialEq)]
enum Why {
    Full,
    ShutDown,
    Refused,
}

/// Puts, and room for them.
impl Model {
    /// Begins a put or a reserve that waits if it has to.
    pub(super) fn begin(&mut self, mut putter: Pending, op: Op) -> Outcome {
        putter.wants = op.wants(self.setup.order);
        let mut wakes = Vec::new();
        match self.try_to(&mut putter, true, &mut wakes) {
            Ok(()) => Outcome { answer: Self::success(&putter), wakes },
            Err(Why::Full) => {
                let met = if self.is_rendezvous() { putter.items.len() } else { 0 };
                for _ in 0..met {
                    wakes.extend(notify_getter(&mut self.getters));
                }
                self.putters.push(putter);
                Outcome { answer: Answer::Waits(None), wakes }
            }
            Err(why) => {
                self.pass_room_on(false, &mut wakes);
                Outcome { answer: Self::failure(putter, why), wakes }
            }
        }
    }

    /// Tries a put or a reserve that does not wait.
    pub(super) fn attempt(&mut self, mut putter: Pending) -> Outcome {
        let mut wakes = Vec::new();
        let answer = match self.try_to(&mut putter, true, &mut wakes) {
            Ok(()) => Self::success(&putter),
            Err(why) => Self::failure(putter, why),
        };
        Outcome { answer, wakes }
    }

    /// Puts what there is room for, or takes the room. What is left stays in `putter`.
    fn try_to(
        &mut self,
        putter: &mut Pending,
        is_newcomer: bool,
        wakes: &mut Vec<Waiter>,
    ) -> Result<(), Why> {
        let why = if self.shutdown { Why::ShutDown } else { Why::Full };
        let at_once = if putter.is_at_once { self.weigh_all(&putter.items) } else { putter.room };
        if at_once > self.capacity && !self.shutdown {
            return Err(Why::Refused);
        }
        if at_once > self.room_for(is_newcomer) {
            return Err(why);
        }
        if putter.room > 0 {
            self.reserved += putter.room;
            self.permits.push(putter.room);
        }
        while let Some(&item) = putter.items.first() {
            if !self.fits(item, is_newcomer) {
                return Err(why);
            }
            putter.items.remove(0);
            self.store(item);
            wakes.extend(notify_getter(&mut self.getters));
            wakes.extend(self.notify_watchers());
        }
        Ok(())
    }

    const fn success(putter: &Pending) -> Answer {
        if putter.room > 0 { Answer::Permit(putter.room) } else { Answer::Done }
    }

    fn failure(putter: Pending, why: Why) -> Answer {
        if putter.is_batch {
            let refusal = match why {
                Why::Full => Refusal::Full,
                Why::ShutDown => Refusal::ShutDown,
                Why::Refused => Refusal::Refused,
            };
            return Answer::Back(refusal, putter.items);
        }
        match (why, putter.items.first()) {
            (Why::Full, Some(&item)) => Answer::Full(item),
            (Why::Full, None) => Answer::NoRoom,
            (Why::ShutDown, item) => Answer::ShutDown(item.copied()),
            (Why::Refused, item) => Answer::Refused(item.copied()),
        }
    }

    pub(super) fn poll_putter(&mut self, place: usize, waiter: Waiter) -> Outcome {
        let fairness = self.setup.fairness;
        let (mut wakes, mut has_begun) = (Vec::new(), false);
        let mut putter = self.putters.remove(place);
        match putter.verdict {
            Verdict::Granted => {
                self.permits.extend((putter.room > 0).then_some(putter.room));
                return Outcome::quiet(Self::success(&putter));
            }
            Verdict::Refused => return Outcome::quiet(Self::failure(putter, Why::Refused)),
            Verdict::Open => {}
        }
        if putter.waiter.is_none() || fairness == Fairness::Barging {
            let before = putter.items.len();
            let tried = self.try_to(&mut putter, false, &mut wakes);
            has_begun = putter.items.len() < before;
            match tried {
                Ok(()) => {
                    if self.has_unclaimed_room() {
                        self.pass_room_on(true, &mut wakes);
                    }
                    return Outcome { answer: Self::success(&putter), wakes };
                }
                Err(Why::Full) => {}
                Err(why) => {
                    self.pass_room_on(true, &mut wakes);
                    return Outcome { answer: Self::failure(putter, why), wakes };
                }
            }
        }
        if fairness == Fairness::Barging && self.has_unclaimed_room() {
            // It is not enough for this one.
            let suffices = |other: &Pending| {
                other.waiter.is_some() && self.needs(other).min(self.capacity) <= self.room()
            };
            if let Some(other) = self.putters.iter().position(suffices) {
                wakes.extend(self.putters[other].waiter.take());
            }
        }
        if self.is_rendezvous() && putter.waiter.is_none() {
            // It can be met again.
            for _ in &putter.items {
                wakes.extend(notify_getter(&mut self.getters));
            }
        }
        if has_begun && putter.waiter.is_some() {
            // It waits for its other items as if they were all.
            let replaced = putter.waiter.replace(waiter);
            self.putters.push(putter);
            let replaced = replaced.filter(|&replaced| replaced != waiter);
            return Outcome { answer: Answer::Waits(replaced), wakes };
        }
        let outcome = wait_on(&mut self.putters, place, putter, waiter, fairness);
        Outcome { wakes, ..outcome }
    }

    pub(super) fn leave_put_line(&mut self, putter: &Pending, wakes: &mut Vec<Waiter>) {
        if putter.verdict == Verdict::Granted && putter.room > 0 {
            self.release(putter.room, wakes);
        } else {
            self.pass_room_on(putter.waiter.is_none(), wakes);
        }
    }

    /// Gives room that was left unused to the puts that have waited longest.
    pub(super) fn pass_room_on(&mut self, was_notified: bool, wakes: &mut Vec<Waiter>) {
        let one_waits = self.putters.iter().any(|putter| putter.waiter.is_some());
        if !one_waits || self.room() == 0 {
            return;
        }
        match self.setup.fairness {
            Fairness::Fair => self.admit_all(wakes),
            Fairness::Barging if was_notified => wakes.extend(notify(&mut self.putters)),
            Fairness::Barging => return,
        }
        wakes.extend(self.notify_watchers());
    }

    /// Admits those in front of the put line as long as there is room for the first.
    pub(super) fn admit_all(&mut self, wakes: &mut Vec<Waiter>) {
        while let Some(first) = self.putters.iter().position(|putter| putter.waiter.is_some()) {
            let mut putter = self.putters[first].clone();
            let at_once =
                if putter.is_at_once { self.weigh_all(&putter.items) } else { putter.room };
            let mut stored = 0;
            if at_once > self.capacity {
                putter.verdict = Verdict::Refused;
            } else if at_once <= self.room() {
                self.reserved += putter.room;
                while putter.items.first().is_some_and(|&item| self.fits(item, false)) {
                    let item = putter.items.remove(0);
                    self.store(item);
                    stored += 1;
                }
                if putter.items.is_empty() {
                    putter.verdict = Verdict::Granted;
                }
            }
            let is_decided = putter.verdict != Verdict::Open;
            if is_decided {
                wakes.extend(putter.waiter.take());
            }
            self.putters[first] = putter;
            for _ in 0..stored {
                wakes.extend(notify_getter(&mut self.getters));
            }
            if !is_decided {
                break;
            }
        }
    }
}
