//! Ends that a thread may wait at.

/// Sends.
pub trait Sender: Send + Sized + 'static {
    /// What it sends.
    type Item;

    /// Sends an item, blocking the thread while there is no room.
    ///
    /// # Panics
    ///
    /// Panics if nobody will receive it.
    fn blocking_send(&mut self, item: Self::Item);

    /// Makes another one for the same channel, unless the contender allows for one only.
    fn another(&self) -> Option<Self>;
}

/// Receives.
pub trait Receiver: Send + Sized + 'static {
    /// What it receives.
    type Item;

    /// Receives an item, blocking the thread while there is none.
    ///
    /// # Panics
    ///
    /// Panics if there will be none.
    fn blocking_recv(&mut self) -> Self::Item;

    /// Makes another one for the same channel, unless the contender allows for one only.
    fn another(&self) -> Option<Self>;
}
