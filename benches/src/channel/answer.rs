/// The channel has no such method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absent;

/// The item will not be received; here it is, if the channel gives it back.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub Option<T>);

/// The result of a send.
///
/// It is made from the answer of the channel's own future. The future that is awaited is therefore that one, without a
/// wrapper.
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

/// The result of a receive: nothing if the channel is closed. It is made from the answer of the channel's own future.
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
