use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use redis::{Client, Connection, cmd};

use crate::programs::Library;

/// Connections to a server that has the functions, for programs that run at the same time.
pub struct Engines {
    client: Client,
    pub(in crate::programs) library: Library,
    idle: Mutex<Vec<Connection>>,
}

impl Engines {
    /// Uses a server.
    ///
    /// # Errors
    ///
    /// Fails if the server cannot be reached, or does not accept the functions.
    pub fn new(url: &str, library: Library) -> anyhow::Result<Self> {
        let client = Client::open(url)?;
        let load =
            cmd("FUNCTION").arg("LOAD").arg(&library.text).exec(&mut client.get_connection()?);
        load.context("cannot load the functions")?;
        Ok(Self { client, library, idle: Mutex::default() })
    }

    /// Lends a connection, and a prefix of keys that no other program has.
    pub(in crate::programs) fn with<T>(
        &self,
        run: impl FnOnce(&mut Connection, String) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let idle = self.idle.lock().expect("it does not panic with the lock").pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.client.get_connection()?,
        };
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let base = format!("programs:{{{}}}", NEXT.fetch_add(1, Ordering::Relaxed));
        let result = run(&mut connection, base)?;
        self.idle.lock().expect("it does not panic with the lock").push(connection);
        Ok(result)
    }
}

impl fmt::Debug for Engines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engines").finish_non_exhaustive()
    }
}
