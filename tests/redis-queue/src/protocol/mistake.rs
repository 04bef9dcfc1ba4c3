use clap::ValueEnum;

/// A mistake in the engine or in the clients, to see that the explorer finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mistake {
    /// The engine carries out requests of earlier epochs.
    NoEpochCheck,
    /// The client begins an epoch, and the engine does not store it.
    EpochOnlyOnClient,
    /// The client reports a number as arrived when it sends the request.
    RecordForgottenEarly,
    /// The client sends a request again under a new number.
    ResendWithNewNumber,
    /// The numbers that a request reports are lost with the request when its operation is cancelled.
    ArrivedLostWithRequest,
    /// The client uses a new connection before its epoch has begun, so a cancel may overtake its request.
    EpochOfManyConnections,
    /// The engine sends a wake and keeps no record.
    WakeWithoutRecord,
    /// The engine serves a waiting take whose session has ended.
    EndedTakeServed,
    /// The engine looks only at the session of a lease, not at its generation.
    NoGeneration,
    /// The server takes a wake out before it knows whether the client has it.
    ListInsteadOfStream,
    /// The client drops a wake that overtakes the answer `wait`.
    WakeBeforeAnswerDropped,
    /// A count does not drop the records whose numbers it brings.
    CountIgnoresArrived,
    /// The client gives a cancel up after some time, and reports its number as arrived.
    CancelGivenUp,
    /// The client gives the answer to a lease up after some time.
    AnswerGivenUp,
    /// The engine serves a line without a look at the record.
    LineWithoutRecord,
    /// The engine keeps what the client no longer has.
    HelloTakesNothingBack,
    /// The engine takes back the leases that the client has.
    HelloIgnoresHeld,
    /// The engine takes back the leases whose answers have not arrived.
    HelloIgnoresOpen,
    /// The engine keeps in its lines what the client no longer waits for.
    HelloLeavesLines,
    /// The client does not name an operation whose cancel is under way.
    CancelledNotOpen,
    /// The client does not name a lease whose answer is under way.
    ReleasedEarly,
    /// The client takes the word of a wake that it has read in an earlier epoch.
    WakeOfEarlierEpoch,
    /// The client takes the word of a wake that it reads while the next epoch begins.
    WakeDuringHello,
    /// A take that is cancelled counts as an attempt.
    CancelCounts,
    /// The engine answers a batch that is sent again as its first put.
    BatchAnsweredByFirst,
    /// The engine keeps a record only of the last put of a batch.
    RecordOfLastPut,
    /// The engine keeps a record only of the first lease of a take.
    RecordOfFirstLease,
    /// A cancel gives back only the first job of a take.
    CancelOfFirstLease,
    /// The client cancels only the first put of a batch.
    CancelOfFirstPut,
    /// The client names only the first lease.
    HeldFirst,
    /// The client reports a number of a batch as arrived while the batch may be sent again.
    ArrivedBeforeTheRest,
    /// A join looks only at the jobs that are ready.
    JoinOfReady,
    /// A take after a shutdown looks only at the jobs that are ready.
    TakeOfReady,
    /// The end of all jobs is told only to joins.
    TakesNotTold,
    /// A shutdown does not tell the puts that wait.
    PutsNotTold,
    /// A beat that ends leases does not look whether all jobs have ended.
    BeatSeesNoEnd,
    /// The end of all jobs is told to what waited before the session was forgotten.
    TellsTheForgotten,
    /// A job comes back after an immediate shutdown.
    ComesBackAfterShutdown,
    /// The engine keeps no record of a put with a delay.
    NoRecordOfDelayed,
    /// A join does not wait for jobs that are not due.
    JoinIgnoresDelayed,
    /// An immediate shutdown leaves the jobs that are not due.
    DelayedNotBuried,
    /// A beat that lets a job in hands it to no take.
    DueNotHandedOver,
    /// A server that has lost its last writes gives the same generations once more.
    GenerationsComeTwice,
    /// A client looks only after it has sent a put again whether the engine has forgotten the first.
    ResendAfterLoss,
    /// A cancel takes the word of an engine that has forgotten the put.
    CancelAfterLoss,
    /// The engine says only to the first hello that a session is new.
    NewOnlyOnce,
    /// A session that a late hello has begun anew counts as known since that hello.
    LateHelloCounts,
}
