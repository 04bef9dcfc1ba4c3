//! Real requests for random jobs, from several connections.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::http::StatusCode;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::client::Client;
use crate::hazard::POISON;
use crate::service::{Accepted, Request};

const CONNECTIONS: u64 = 6;
const TENANTS: u32 = 40;

/// Clients that send requests until the server refuses further jobs.
pub(crate) struct Load(JoinSet<io::Result<Vec<u64>>>);

impl Load {
    pub(crate) fn start(server: SocketAddr, seed: u64) -> Self {
        let clients = (0..CONNECTIONS).map(|n| {
            let seed = seed ^ (n + 1).rotate_left(48);
            send(Client::new(server), SmallRng::seed_from_u64(seed))
        });
        Self(clients.collect())
    }

    /// Waits until all clients have ended, and returns the ids of the jobs that were accepted.
    pub(crate) async fn join(mut self) -> io::Result<Vec<u64>> {
        let mut ids = Vec::new();
        while let Some(client) = self.0.join_next().await {
            ids.extend(client.map_err(io::Error::other)??);
        }
        Ok(ids)
    }
}

/// Sends requests until one is answered with 503, and returns the ids of the accepted jobs.
async fn send(client: Client, mut random: SmallRng) -> io::Result<Vec<u64>> {
    let mut ids = Vec::new();
    loop {
        let json = serde_json::to_string(&request(&mut random))?;
        let (status, answer) = client.post("/jobs", json).await?;
        match status {
            StatusCode::ACCEPTED => ids.push(serde_json::from_slice::<Accepted>(&answer)?.id),
            StatusCode::TOO_MANY_REQUESTS => sleep(Duration::from_millis(1)).await,
            StatusCode::SERVICE_UNAVAILABLE => return Ok(ids),
            other => return Err(io::Error::other(format!("POST /jobs: {other}"))),
        }
    }
}

fn request(random: &mut SmallRng) -> Request {
    let is_delayed = random.random_ratio(1, 5);
    let is_poison = random.random_ratio(1, 50);
    Request {
        tenant: format!("tenant-{}", random.random_range(0..TENANTS)),
        priority: random.random_range(0..4),
        work: if is_poison { POISON } else { "work" }.to_owned(),
        delay_ms: is_delayed.then(|| random.random_range(1..20)),
    }
}
