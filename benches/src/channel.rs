//! The traits of a contender. A contender is a type without values: its functions take the ends of its channel.

mod answer;
mod many;
mod waiting;

pub use answer::{Absent, Closed, Received, Sent};
use futures::stream::LocalBoxStream;
pub use many::{Permits, RecvMany, SendMany};
pub use waiting::{BlockingCalls, LocalFutures, SyncFutures};

/// A channel: what it is called, how it is made, and its calls that never wait.
///
/// The calls that wait are in [`LocalFutures`], [`SyncFutures`] and [`BlockingCalls`]. Those for several items are in
/// [`SendMany`] and [`RecvMany`], and those that reserve room in [`Permits`].
pub trait Channel: 'static {
    /// The crate that has it.
    const CRATE: &'static str;

    /// The words that tell it from other channels of the crate.
    const VARIANT: &'static [&'static str] = &[];

    /// Whether waiting operations learn that the other side has gone.
    const CLOSES: bool = true;

    /// Whether `try_send` and `try_recv` wake waiting futures, so that they can be mixed with futures.
    const TRY_WAKES: bool = true;

    /// Whether items leave last in, first out.
    const LAST_FIRST: bool = false;

    /// Makes a channel that holds at most so many items, one or more.
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = None;

    /// Makes a channel that holds any number of items.
    const UNBOUNDED: Option<fn() -> Ends<Self>> = None;

    /// Makes another sender of the same channel: [`many`], or [`one`] if there can be no other.
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = one;

    /// Makes another receiver of the same channel: [`many`], or [`one`] if there can be no other.
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = one;

    /// The items that pass through the channel.
    type Item;

    /// The end that sends.
    type Tx: 'static;

    /// The end that receives.
    type Rx: 'static;

    /// Makes a channel that holds these items, if the crate can make one from an iterator.
    #[must_use]
    fn holding(items: Vec<Self::Item>) -> Option<Ends<Self>> {
        drop(items);
        None
    }

    /// Sends an item if there is room, and returns whether it did.
    ///
    /// # Errors
    ///
    /// Fails if the channel has no such method.
    fn try_send(tx: &mut Self::Tx, item: Self::Item) -> Result<bool, Absent> {
        let _ = (tx, item);
        Err(Absent)
    }

    /// Receives an item if there is one.
    ///
    /// # Errors
    ///
    /// Fails if the channel has no such method.
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<Self::Item>, Absent> {
        let _ = rx;
        Err(Absent)
    }

    /// Returns a stream of the items, if the crate has one.
    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, Self::Item>> {
        let _ = rx;
        None
    }

    /// Closes the channel from the side of its last sender. Most channels do so when that is dropped.
    fn close_sender(tx: Self::Tx) {
        drop(tx);
    }

    /// Closes the channel from the side of its last receiver. Most channels do so when that is dropped.
    fn close_receiver(rx: Self::Rx) {
        drop(rx);
    }

    /// Returns the name of the crate and of the variant.
    #[must_use]
    fn name() -> String {
        [&[Self::CRATE], Self::VARIANT].concat().join(" ")
    }

    /// Makes a channel that holds at most `capacity` items. Compiles only if there is a [`BOUNDED`](Self::BOUNDED).
    #[must_use]
    fn bounded(capacity: usize) -> Ends<Self> {
        (const { Self::BOUNDED.expect("the channel has a bound") })(capacity)
    }

    /// Makes a channel that holds any number of items. Compiles only if there is an [`UNBOUNDED`](Self::UNBOUNDED).
    #[must_use]
    fn unbounded() -> Ends<Self> {
        (const { Self::UNBOUNDED.expect("the channel has no bound") })()
    }
}

/// The two ends of a channel.
pub type Ends<C> = (<C as Channel>::Tx, <C as Channel>::Rx);

/// Clones an end: there can be many.
pub fn many<E: Clone>(end: &E) -> Option<E> {
    Some(end.clone())
}

/// Makes no other end: there can be one.
pub fn one<E>(_: &E) -> Option<E> {
    None
}

/// Returns a handle of a queue as both ends.
pub fn both<H: Clone>(handle: H) -> (H, H) {
    (handle.clone(), handle)
}
