use crate::protocol::lease::Lease;
use crate::protocol::request::Client;

/// One step of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// A client begins the next call of its program.
    Begin(Client),
    /// A client sends a task's request, maybe again.
    Send(Client, usize),
    Hello(Client),
    /// The server carries out the next request of the connection that the client uses.
    Serve(Client),
    /// The server carries out the next request of a connection that the client has given up.
    ServeOld(Client, usize),
    /// The client receives the next answer.
    Receive(Client),
    /// The client reads the next wake.
    Read(Client),
    Done(Client, Lease),
    Retry(Client, Lease),
    RetryLater(Client, Lease),
    Cancel(Client, usize),
    Beat(Client),
    /// The connection breaks.
    Break(Client),
    /// The time of a session passes.
    Pass(Client),
    /// A beat of another client ends the sessions whose time has passed.
    Due,
    LeaseEnds(usize),
    DelayEnds(usize),
    Die(Client),
    /// The engine forgets a session that has been silent.
    Forget(Client),
    Save,
    /// The server restarts with the state that it saved. Wakes that it had sent still arrive, or do not.
    Restart {
        wakes_arrive: bool,
    },
    /// Only of clients with a mistake: a task ends without an answer.
    GiveUp(Client, usize),
    /// Only of a server with a mistake: a wake is lost with its connection.
    LoseWake(Client),
}
