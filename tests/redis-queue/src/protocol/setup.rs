use crate::protocol::Mistake;

/// What the clients do, and what may go wrong.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The programs of the clients.
    pub programs: Vec<Vec<Call>>,
    /// How many jobs can be ready.
    pub capacity: u8,
    /// What may happen, and how often.
    pub budget: Budget,
    /// The mistake in the model.
    pub mistake: Option<Mistake>,
}

/// A call of a client. A client may begin a call while an earlier one is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Puts a job, and waits for room.
    Put,
    /// Puts two jobs with one request, and waits for room for each.
    PutTwo,
    /// Puts a job if there is room.
    TryPut,
    /// Puts a job that comes in after a delay.
    PutLater,
    /// Takes a job, and waits for one. The client then answers the lease.
    Take,
    /// Takes up to two jobs, and waits for the first.
    TakeTwo,
    /// Counts what is there.
    Count,
    /// Waits until all jobs have ended.
    Join,
    /// Shuts the queue down gracefully.
    Shutdown,
    /// Shuts the queue down immediately.
    ShutdownNow,
}

/// How often things may happen that nothing in the protocol asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Budget {
    /// Connections that break.
    pub breaks: u8,
    /// Calls that are cancelled.
    pub cancels: u8,
    /// Beats while nothing is wrong.
    pub beats: u8,
    /// Sessions of live clients whose time passes.
    pub pauses: u8,
    /// Clients that die.
    pub deaths: u8,
    /// Leases whose time passes.
    pub lease_ends: u8,
    /// Leases that are given back.
    pub retries: u8,
    /// Leases that are given back for later.
    pub late_retries: u8,
    /// Sessions that are silent for so long that the engine forgets them.
    pub forgets: u8,
    /// Restarts of the server that lose what happened since it saved its state, or everything.
    pub restarts: u8,
    /// How often the server saves its state.
    pub saves: u8,
}

impl Budget {
    /// How often a lease has ended by now that its client may not have answered.
    pub(crate) fn used(&self, whole: &Self) -> u8 {
        let ends = |budget: &Self| {
            let Self {
                pauses, deaths, lease_ends, retries, late_retries, forgets, restarts, ..
            } = budget;
            pauses + deaths + lease_ends + retries + late_retries + forgets + restarts
        };
        ends(whole) - ends(self)
    }
}

impl Setup {
    /// Returns whether the model has this mistake.
    pub(crate) fn has(&self, mistake: Mistake) -> bool {
        self.mistake == Some(mistake)
    }

    /// Returns whether a join, and a take that is told of a shutdown, say that the jobs before them have ended. A server that
    /// goes back has them again, and an immediate shutdown does not wait for them.
    pub(crate) fn tells_ends(&self) -> bool {
        let calls = || self.programs.iter().flatten();
        self.budget.restarts == 0
            && calls().any(|call| matches!(call, Call::Join | Call::Shutdown))
            && calls().all(|call| *call != Call::ShutdownNow)
    }

    /// The setup with a mistake.
    #[must_use]
    pub fn with(mut self, mistake: Mistake) -> Self {
        self.mistake = Some(mistake);
        self
    }
}

impl Call {
    /// How many jobs it puts.
    pub(crate) fn puts(self) -> u8 {
        match self {
            Self::Put | Self::TryPut | Self::PutLater => 1,
            Self::PutTwo => 2,
            Self::Take
            | Self::TakeTwo
            | Self::Count
            | Self::Join
            | Self::Shutdown
            | Self::ShutdownNow => 0,
        }
    }
}
