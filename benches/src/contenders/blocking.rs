//! What a thread may wait at: ours, and those of the others that block as well, or do nothing else.

use std::sync::{Arc, mpsc};

use ::async_channel as asynchronous;
use ::crossfire::{MRx, MTx, Rx, Tx, mpmc};
use ::kanal::{AsyncReceiver, AsyncSender};
use ::queue_async::{Queue, Storage, SyncLock};

use crate::Payload;
use crate::channel::blocking::{Receiver, Sender};

impl<T: Payload, S: Storage<Item = T> + Send + 'static> Sender for Arc<Queue<S, SyncLock>> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        self.blocking_put(item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }
}

impl<T: Payload, S: Storage<Item = T> + Send + 'static> Receiver for Arc<Queue<S, SyncLock>> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        self.blocking_get().expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }
}

impl<T: Payload> Sender for AsyncSender<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        self.as_sync().send(item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for AsyncReceiver<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        self.as_sync().recv().expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for ::flume::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        Self::send(self, item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for ::flume::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        Self::recv(self).expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for ::loole::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        Self::send(self, item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for ::loole::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        Self::recv(self).expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for asynchronous::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        self.send_blocking(item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for asynchronous::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        self.recv_blocking().expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for ::tokio::sync::mpsc::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        Self::blocking_send(self, item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for ::tokio::sync::mpsc::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        Self::blocking_recv(self).expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T: Payload> Sender for MTx<mpmc::Array<T>> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        Tx::send(self, item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for MRx<mpmc::Array<T>> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        Rx::recv(self).expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for crossbeam_channel::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        Self::send(self, item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for crossbeam_channel::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        Self::recv(self).expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for mpsc::SyncSender<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_send(&mut self, item: T) {
        Self::send(self, item).expect("it is open");
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for mpsc::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn blocking_recv(&mut self) -> T {
        Self::recv(self).expect("it is open")
    }

    fn another(&self) -> Option<Self> {
        None
    }
}
