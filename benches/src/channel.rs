//! What a contender is used through: a kind of channel, its two ends, and what they answer.

pub mod blocking;
pub mod local;
pub mod sync;

/// A kind of channel for items of the type `T`.
pub trait Kind<T>: 'static {
    /// The crate that it is from.
    const CRATE: &'static str;

    /// Whether who waits is told that the other side has gone.
    const CLOSES: bool = true;

    /// Whether `try_send` and `try_recv` wake who waits, so that they may be used beside futures.
    const TRY_WAKES: bool = true;

    /// Whether the item that came last leaves first.
    const LAST_FIRST: bool = false;

    /// The end that sends.
    type Sender: local::Sender<Item = T>;

    /// The end that receives.
    type Receiver: local::Receiver<Item = T>;

    /// Returns its name: that of the crate, and which of the crate's it is if there are several.
    #[must_use]
    fn name() -> String {
        Self::CRATE.to_owned()
    }

    /// Makes a channel that holds these items, if the contender can make one out of an iterator.
    #[must_use]
    fn holding(items: Vec<T>) -> Option<(Self::Sender, Self::Receiver)> {
        drop(items);
        None
    }
}

/// A kind that can be told how much it may hold.
pub trait Bounded<T>: Kind<T> {
    /// Makes a channel that holds at most `capacity` items, one or more.
    #[must_use]
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver);
}

/// A kind that can hold any number of items.
pub trait Unbounded<T>: Kind<T> {
    /// Makes a channel that holds any number of items.
    #[must_use]
    fn unbounded() -> (Self::Sender, Self::Receiver);
}

/// A kind whose ends may be in several threads at once.
pub trait ThreadSafe<T>:
    Kind<T, Sender: sync::Sender<Item = T>, Receiver: sync::Receiver<Item = T>>
{
}

impl<T, K> ThreadSafe<T> for K where
    K: Kind<T, Sender: sync::Sender<Item = T>, Receiver: sync::Receiver<Item = T>>
{
}

/// Nobody will receive the item; here it is, if the contender gives it back.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub Option<T>);

/// What came of an item that was sent. It is made of the contender's own answer once that is there, so that what is
/// awaited is the contender's own future and no wrapper.
#[derive(Debug, PartialEq, Eq)]
pub struct Sent<T>(pub Result<(), Closed<T>>);

impl<T, E: Into<Closed<T>>> From<Result<(), E>> for Sent<T> {
    fn from(result: Result<(), E>) -> Self {
        Self(result.map_err(E::into))
    }
}

impl<T> From<()> for Sent<T> {
    fn from((): ()) -> Self {
        Self(Ok(()))
    }
}

/// What was received; nothing if there will be nothing. It too is made of the contender's own answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Received<T>(pub Option<T>);

impl<T> From<Option<T>> for Received<T> {
    fn from(item: Option<T>) -> Self {
        Self(item)
    }
}

impl<T, E> From<Result<T, E>> for Received<T> {
    fn from(result: Result<T, E>) -> Self {
        Self(result.ok())
    }
}

/// Why an item was not sent at once; here it is, if the contender gives it back.
#[derive(Debug, PartialEq, Eq)]
pub enum TrySendError<T> {
    /// There is no room.
    Full(Option<T>),
    /// Nobody will receive it.
    Closed(Option<T>),
    /// It is one of both, and the contender does not tell which.
    Refused(T),
    /// The contender has no such method.
    Absent(T),
}

/// Why no item was received at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryRecvError {
    /// There is none.
    Empty,
    /// There is none, and there will be none.
    Closed,
    /// The contender has no such method.
    Absent,
}
