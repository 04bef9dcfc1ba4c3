use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::RngExt as _;
use rand::rngs::StdRng;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::wire::{Fate, carry};

/// The way of one process to the server, through which all its connections pass.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    inner: Arc<Inner>,
    accepts: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Inner {
    wires: Mutex<Vec<watch::Sender<Fate>>>,
    /// New connections are black holes until then.
    hole: Mutex<Option<Instant>>,
    /// How many connections still carry something.
    carried: watch::Sender<usize>,
}

impl Proxy {
    /// Opens a way to the server at a port of this machine.
    ///
    /// # Errors
    ///
    /// Fails if no port is free.
    pub async fn open(server: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let inner = Arc::new(Inner::default());
        let accepts = tokio::spawn(Arc::clone(&inner).accept(listener, server));
        Ok(Self { port, inner, accepts })
    }

    /// The URL that leads through it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Lets this happen to one of the open connections.
    pub(super) fn strike(&self, rng: &mut StdRng, fate: Fate) {
        let wires = self.inner.open_wires();
        if !wires.is_empty() {
            wires[rng.random_range(0..wires.len())].send_replace(fate);
        }
    }

    /// Lets this happen to all open connections.
    pub fn strike_all(&self, fate: Fate) {
        for wire in self.inner.open_wires() {
            wire.send_replace(fate);
        }
    }

    /// Lets nothing pass for so long, on no connection, old or new.
    pub fn part(&self, lasts: Duration) {
        let until = Instant::now() + lasts;
        *lock(&self.inner.hole) = Some(until);
        self.strike_all(Fate::Hole(until));
    }

    /// Waits until all connections that there were have been cut, and have delivered what comes late.
    pub async fn delivered(&self) {
        let _ = self.inner.carried.subscribe().wait_for(|&carried| carried == 0).await;
    }

    /// From now on, all works.
    pub(super) fn heal(&self) {
        *lock(&self.inner.hole) = None;
        for wire in self.inner.open_wires() {
            wire.send_if_modified(|fate| {
                let is_short = *fate != Fate::Cut
                    && !matches!(*fate, Fate::Hole(until) if until > Instant::now() + AN_HOUR / 2);
                if is_short {
                    *fate = Fate::Works;
                }
                is_short
            });
        }
    }
}

/// A connection that nothing passes from now on, as if a router had forgotten it.
pub(super) const AN_HOUR: Duration = Duration::from_secs(3_600);

impl Inner {
    async fn accept(self: Arc<Self>, listener: TcpListener, server: u16) {
        loop {
            let Ok((client, _)) = listener.accept().await else { continue };
            let fate = lock(&self.hole).map_or(Fate::Works, Fate::Hole);
            let sender = watch::Sender::new(fate);
            self.open_wires();
            lock(&self.wires).push(sender.clone());
            self.carried.send_modify(|carried| *carried += 1);
            let inner = Arc::clone(&self);
            tokio::spawn(async move {
                if let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).await {
                    carry(client, server, sender).await;
                }
                inner.carried.send_modify(|carried| *carried -= 1);
            });
        }
    }

    /// Forgets the wires that are cut, and returns the rest.
    fn open_wires(&self) -> Vec<watch::Sender<Fate>> {
        let mut wires = lock(&self.wires);
        // A wire that has ended has no receiver, but neither has one that begins.
        wires.retain(|wire| *wire.borrow() != Fate::Cut);
        wires.clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepts.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
