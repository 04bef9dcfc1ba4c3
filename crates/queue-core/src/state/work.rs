use crate::unfinished::{Tally, Unfinished};
use crate::work::{Effects, Job, Jobs, LeaseError, LeaseId, Retry, Rules, StaleLease};
use crate::{Pushed, State, Storage as _, TryPutError, Waiters};

/// Work that comes back: see [`work`](crate::work).
///
/// A job is put and taken as any item is: with [`poll_put`](Self::poll_put), [`poll_get`](Self::poll_get) and the
/// like.
impl<R: Rules, W> State<Jobs<R>, W> {
    /// Ends a job. The copy of its item comes out into the slot, if [one was left](Self::keep).
    ///
    /// If another job waits behind it, that becomes ready.
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has ended; nothing changes.
    ///
    /// ```
    /// use queue_core::work::{Job, Jobs, Plain};
    /// use queue_core::{State, Waiters};
    ///
    /// let mut state = State::<Jobs<Plain<&str>>, u32>::default();
    /// let mut notified = Waiters::default();
    /// state.try_put(Job::new("mail"), &mut notified)?;
    /// let job = state.try_get(&mut notified)?;
    /// state.done(job.lease().expect("it has been taken"), &mut None, &mut notified)?;
    /// assert_eq!(state.unfinished(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn done(
        &mut self,
        lease: LeaseId,
        copy: &mut Option<R::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), StaleLease> {
        self.with_jobs(notified, |jobs| jobs.done(lease, copy))
    }

    /// Takes a job back whose attempt has failed.
    ///
    /// If it has no attempts left, or if the queue has been [shut down immediately](Self::shutdown_now), it is
    /// [dead](Effects::dead). After a graceful shutdown it comes back as before.
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has ended. The item is [spent](Effects::spent); nothing else changes.
    ///
    /// ```
    /// use queue_core::State;
    /// use queue_core::work::{Effects, Job, Jobs, Plain, Retry};
    ///
    /// let jobs = Jobs::new(Plain::default()).with_max_attempts(2);
    /// let mut state = State::<_, u32>::new(jobs, Default::default());
    /// let mut effects = Effects::default();
    /// state.try_put(Job::new("mail"), &mut effects.notified)?;
    /// for _ in 0..2 {
    ///     let job = state.try_get(&mut effects.notified)?;
    ///     let lease = job.lease().expect("it has been taken");
    ///     state.retry(lease, job.item, Retry::AtEnd, &mut effects)?;
    /// }
    /// assert_eq!((effects.dead[0].job.item, state.unfinished()), ("mail", 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn retry(
        &mut self,
        lease: LeaseId,
        item: R::Item,
        retry: Retry,
        effects: &mut Effects<R::Item, W>,
    ) -> Result<(), StaleLease> {
        let mut item = Some(item);
        let Effects { notified, dead, spent } = effects;
        let result =
            self.with_jobs(notified, |jobs| jobs.retry(lease, &mut item, retry, dead, spent));
        spent.extend(item);
        result
    }

    /// Leaves a copy of an item that is out, so that its lease ends by itself at a time: then the copy comes
    /// back as if by [`Retry::After`].
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has ended. The copy is [spent](Effects::spent); nothing else changes.
    ///
    /// ```
    /// use queue_core::State;
    /// use queue_core::work::{Effects, Job, Jobs, Plain, StaleLease};
    ///
    /// let mut state = State::<Jobs<Plain<&str>>, u32>::default();
    /// let mut effects = Effects::default();
    /// state.try_put(Job::new("mail"), &mut effects.notified)?;
    /// let job = state.try_get(&mut effects.notified)?;
    /// let lease = job.lease().expect("it has been taken");
    /// state.keep(lease, job.item, 30, &mut effects)?;
    /// state.advance(30, &mut effects);
    /// assert_eq!(state.try_get(&mut effects.notified)?.attempts(), 2);
    /// assert_eq!(state.done(lease, &mut None, &mut effects.notified), Err(StaleLease));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn keep(
        &mut self,
        lease: LeaseId,
        copy: R::Item,
        until: u64,
        effects: &mut Effects<R::Item, W>,
    ) -> Result<(), StaleLease> {
        self.storage.keep(lease, copy, until, &mut effects.spent)
    }

    /// Lets a lease that ends by itself end at another time.
    ///
    /// # Errors
    ///
    /// [`Stale`](LeaseError::Stale) if the lease has ended, [`NoCopy`](LeaseError::NoCopy) if it does not end by
    /// itself; nothing changes.
    ///
    /// ```
    /// use queue_core::State;
    /// use queue_core::work::{Effects, Job, Jobs, Plain};
    ///
    /// let mut state = State::<Jobs<Plain<&str>>, u32>::default();
    /// let mut effects = Effects::default();
    /// state.try_put(Job::new("mail"), &mut effects.notified)?;
    /// let job = state.try_get(&mut effects.notified)?;
    /// let lease = job.lease().expect("it has been taken");
    /// state.keep(lease, job.item, 30, &mut effects)?;
    /// state.extend(lease, 60)?;
    /// assert_eq!(state.next_deadline(), Some(60));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn extend(&mut self, lease: LeaseId, until: u64) -> Result<(), LeaseError> {
        self.storage.extend(lease, until)
    }

    /// Puts a job that is not to be taken before a time. It needs no room until then, and never waits.
    ///
    /// If the time has come already, it is ready at once if there is room, and otherwise returns. The time `u64::MAX`
    /// never comes. A job that has been taken is [given back](crate::work::Jobs) at once.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](TryPutError::ShutDown) after a shutdown, and [`Full`](TryPutError::Full) if the count of
    /// unfinished tasks is at its limit. The job comes back.
    ///
    /// ```
    /// use queue_core::State;
    /// use queue_core::work::{Effects, Job, Jobs, Plain};
    ///
    /// let mut state = State::<Jobs<Plain<&str>>, u32>::default();
    /// let mut effects = Effects::default();
    /// state.put_at(Job::new("mail"), 60, &mut effects)?;
    /// assert_eq!((state.len(), state.unfinished()), (0, 1));
    /// state.advance(60, &mut effects);
    /// assert_eq!(state.try_get(&mut effects.notified)?.item, "mail");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_at(
        &mut self,
        job: Job<R::Item>,
        time: u64,
        effects: &mut Effects<R::Item, W>,
    ) -> Result<(), TryPutError<Job<R::Item>>> {
        if self.is_shutdown || self.unfinished.is_at_limit() {
            return Err(self.why_full().with_item(job));
        }
        match self.with_jobs(&mut effects.notified, |jobs| jobs.put_at(job, time)) {
            Pushed::Stored | Pushed::Deferred | Pushed::Merged => {}
            Pushed::Displaced(job) | Pushed::Refused(job) => effects.spent.push(job.item),
        }
        Ok(())
    }

    /// Moves the time on: delayed jobs become ready, leases end, and jobs that have lived too long die.
    ///
    /// A time before that of the last call changes nothing. O(log n) for each job that changes.
    ///
    /// ```
    /// use queue_core::State;
    /// use queue_core::work::{Cause, Effects, Job, Jobs, Plain};
    ///
    /// let mut state = State::<Jobs<Plain<&str>>, u32>::default();
    /// let mut effects = Effects::default();
    /// state.try_put(Job::new("mail").expires_at(90), &mut effects.notified)?;
    /// state.advance(90, &mut effects);
    /// assert_eq!(effects.dead[0].cause, Cause::Expired);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advance(&mut self, now: u64, effects: &mut Effects<R::Item, W>) {
        let Effects { notified, dead, spent } = effects;
        self.with_jobs(notified, |jobs| jobs.advance(now, dead, spent));
    }

    /// Returns whether a lease has not ended.
    ///
    /// ```
    /// use queue_core::work::{Job, Jobs, Plain};
    /// use queue_core::{State, Waiters};
    ///
    /// let mut state = State::<Jobs<Plain<&str>>, u32>::default();
    /// let mut notified = Waiters::default();
    /// state.try_put(Job::new("mail"), &mut notified)?;
    /// let lease = state.try_get(&mut notified)?.lease().expect("it has been taken");
    /// assert!(state.is_leased(lease));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_leased(&self, lease: LeaseId) -> bool {
        self.storage.find(lease).is_some()
    }

    /// Returns when a job will change by itself, if one will: call [`advance`](Self::advance) then.
    ///
    /// ```
    /// use queue_core::State;
    /// use queue_core::work::{Jobs, Plain};
    ///
    /// assert_eq!(State::<Jobs<Plain<u8>>, u32>::default().next_deadline(), None);
    /// ```
    #[must_use]
    pub fn next_deadline(&self) -> Option<u64> {
        self.storage.next_deadline()
    }

    /// Changes the jobs, and then notifies as much as that calls for.
    #[inline]
    fn with_jobs<T>(
        &mut self,
        notified: &mut Waiters<W>,
        change: impl FnOnce(&mut Jobs<R>) -> T,
    ) -> T {
        self.storage.note(self.capacity.saturating_sub(self.reserved()), self.is_over);
        let tally = Tally::new(&mut self.storage, &mut self.unfinished);
        let result = change(tally.storage);
        tally.finish();
        self.unfinished = Unfinished(self.storage.tasks());
        if self.lines.joiners.waiting() > 0 {
            self.notify_joiners_at_zero(notified);
        }
        if self.put_matters || self.get_matters {
            self.after_change(notified);
        }
        result
    }
}
