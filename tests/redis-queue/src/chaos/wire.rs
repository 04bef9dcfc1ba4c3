use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::watch;
use tokio::time::{Instant, interval_at, timeout_at};

/// What is to happen to a connection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    /// It works.
    Works,
    /// Nothing passes until then, in both directions, and nothing is lost.
    Hole(Instant),
    /// It is cut at once.
    Cut,
    /// It is cut in the middle of the next reply, after this share of it.
    CutInReply(f64),
    /// It is cut when the next request comes, and the server receives that request so long afterwards.
    CutAndLate(Duration),
}

/// Carries a connection until an end of it closes, or its fate cuts it.
pub(super) async fn carry(client: TcpStream, server: TcpStream, fate: watch::Sender<Fate>) {
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (client_read, client_write) = client.into_split();
    let (server_read, server_write) = server.into_split();
    let up = requests(client_read, server_write, fate.clone());
    let down = replies(server_read, client_write, fate);
    tokio::join!(up, down);
}

async fn requests(
    mut client: OwnedReadHalf,
    mut server: OwnedWriteHalf,
    sender: watch::Sender<Fate>,
) {
    let mut fate = sender.subscribe();
    let mut buffer = vec![0; 16 << 10];
    while let Some(read) = read(&mut client, &mut buffer, &mut fate).await {
        let now = *fate.borrow();
        if let Fate::CutAndLate(late) = now {
            // Both halves to the client close, and the other direction does, too.
            sender.send_replace(Fate::Cut);
            drop(client);
            interval_at(Instant::now() + late, AN_HOUR).tick().await;
            let _ = server.write_all(&buffer[..read]).await;
            return;
        }
        if server.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    sender.send_replace(Fate::Cut);
}

async fn replies(
    mut server: OwnedReadHalf,
    mut client: OwnedWriteHalf,
    sender: watch::Sender<Fate>,
) {
    let mut fate = sender.subscribe();
    let mut buffer = vec![0; 16 << 10];
    while let Some(read) = read(&mut server, &mut buffer, &mut fate).await {
        let now = *fate.borrow();
        if let Fate::CutInReply(share) = now {
            let _ = client.write_all(&buffer[..(read as f64 * share) as usize]).await;
            break;
        }
        if client.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    sender.send_replace(Fate::Cut);
}

/// Of the clock that delivers late, only the first tick counts.
const AN_HOUR: Duration = Duration::from_secs(3_600);

/// Reads a piece, and keeps it while nothing may pass. Returns `None` at the end.
async fn read(
    from: &mut OwnedReadHalf,
    buffer: &mut [u8],
    fate: &mut watch::Receiver<Fate>,
) -> Option<usize> {
    let read = tokio::select! {
        biased;
        _ = fate.wait_for(|fate| *fate == Fate::Cut) => return None,
        read = from.read(buffer) => read.ok().filter(|&read| read > 0)?,
    };
    loop {
        let now = *fate.borrow_and_update();
        match now {
            Fate::Hole(until) if until > Instant::now() => {
                let _ = timeout_at(until, fate.changed()).await;
            }
            Fate::Cut => return None,
            Fate::Works | Fate::Hole(_) | Fate::CutInReply(_) | Fate::CutAndLate(_) => {
                return Some(read);
            }
        }
    }
}
