use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::tls::Tls;

/// What a queue is to be like, for [`Queue::connect`](crate::Queue::connect).
///
/// The first process that connects makes the queue, with its capacity and its limit of attempts. Those that come later
/// find these as they are. The order has to be the same for all.
///
/// ```
/// use queue_redis::Options;
///
/// let options = Options::<String>::bounded(100).max_attempts(5);
/// assert!(format!("{options:?}").contains("capacity: 100"));
/// ```
#[must_use]
pub struct Options<T> {
    pub(crate) capacity: usize,
    pub(crate) order: Order<T>,
    pub(crate) max_attempts: u32,
    pub(crate) max_payload: usize,
    pub(crate) lease: Duration,
    pub(crate) session: Duration,
    pub(crate) patience: Duration,
    pub(crate) prefix: String,
    pub(crate) tls: Tls,
}

/// One that is shorter would end between two beats.
const SHORTEST_SESSION: Duration = Duration::from_millis(100);
/// One of nothing would mean none.
const SHORTEST_LEASE: Duration = Duration::from_micros(1);

/// The order in which jobs leave.
pub(crate) enum Order<T> {
    Fifo,
    Lifo,
    Rank(Arc<dyn Fn(&T) -> i32 + Send + Sync>),
}

impl<T> Options<T> {
    /// A queue of at most so many ready jobs.
    ///
    /// # Panics
    ///
    /// Panics if the capacity is zero.
    #[track_caller]
    pub fn bounded(capacity: usize) -> Self {
        assert!(capacity > 0, "the capacity is zero");
        Self { capacity, ..Self::unbounded() }
    }

    /// A queue of any number of jobs.
    pub fn unbounded() -> Self {
        Self {
            capacity: 0,
            order: Order::Fifo,
            max_attempts: 0,
            max_payload: 16 << 20,
            lease: Duration::ZERO,
            session: Duration::from_secs(15),
            patience: Duration::from_secs(30),
            prefix: "queue".to_owned(),
            tls: Tls::default(),
        }
    }

    /// Lets the job that was put last leave first. Neither a delay nor a retry changes its place.
    pub fn lifo(mut self) -> Self {
        self.order = Order::Lifo;
        self
    }

    /// Lets the job of the smallest rank leave first, and of equal ones the oldest.
    ///
    /// The function runs once for each item, at its put.
    pub fn by_rank(mut self, rank: impl Fn(&T) -> i32 + Send + Sync + 'static) -> Self {
        self.order = Order::Rank(Arc::new(rank));
        self
    }

    /// Lets a job die when so many attempts have failed. Zero is no limit, and the default.
    pub fn max_attempts(mut self, most: u32) -> Self {
        self.max_attempts = most;
        self
    }

    /// Refuses items of more bytes than this; the default is 16 MiB.
    pub fn max_payload(mut self, bytes: usize) -> Self {
        self.max_payload = bytes;
        self
    }

    /// Ends each lease of this process after so long, unless it is extended. By default, a lease lasts as long as the
    /// session of its process.
    pub fn lease(mut self, lasts: Duration) -> Self {
        self.lease = lasts.max(SHORTEST_LEASE);
        self
    }

    /// How long the process may be silent before its leases come back and its operations lose their places: 15 seconds by
    /// default, and a tenth of a second at least. A background task speaks three times as often.
    pub fn session(mut self, lasts: Duration) -> Self {
        self.session = lasts.max(SHORTEST_SESSION);
        self
    }

    /// How long a call looks for a server that does not answer, before it fails: 30 seconds by default. A put, take or
    /// join that already waits in a line does not fail, and waits until the server is back.
    pub fn patience(mut self, longest: Duration) -> Self {
        self.patience = longest;
        self
    }

    /// What the keys of the queue begin with: `queue` by default.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Trusts servers whose certificate one of these authorities has signed, and no others. By default, Mozilla's authorities
    /// are trusted. Those of the operating system are not.
    ///
    /// The PEM text has one certificate or more. The server's own certificate must name the host of the URL.
    /// With authorities, [`Queue::connect`](crate::Queue::connect) refuses a URL that does not begin with `rediss://`.
    ///
    /// ```no_run
    /// use queue_redis::{Options, Queue};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let options = Options::bounded(100).ca_certificates(std::fs::read("ca.pem")?);
    /// let mails = Queue::<String>::connect("rediss://redis.example:6380/", "mails", options).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    pub fn ca_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.tls.authorities = Some(pem.into());
        self
    }

    /// Shows this certificate to a server that asks for one, as servers do unless they are told `tls-auth-clients no`.
    ///
    /// Both are PEM text: the certificate, followed by those between it and the authority, and its private key. With them,
    /// [`Queue::connect`](crate::Queue::connect) refuses a URL that does not begin with `rediss://`.
    ///
    /// ```no_run
    /// use std::fs::read;
    ///
    /// use queue_redis::{Options, Queue};
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let options = Options::bounded(100)
    ///     .ca_certificates(read("ca.pem")?)
    ///     .client_certificate(read("worker.pem")?, read("worker.key")?);
    /// let mails = Queue::<String>::connect("rediss://redis.example:6380/", "mails", options).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    pub fn client_certificate(
        mut self,
        certificate: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        let (client_cert, client_key) = (certificate.into(), key.into());
        self.tls.client = Some(redis::ClientTlsConfig { client_cert, client_key });
        self
    }
}

/// An unbounded queue, first in first out.
impl<T> Default for Options<T> {
    fn default() -> Self {
        Self::unbounded()
    }
}

impl<T> Clone for Options<T> {
    fn clone(&self) -> Self {
        Self {
            order: self.order.clone(),
            prefix: self.prefix.clone(),
            tls: self.tls.clone(),
            ..*self
        }
    }
}

impl<T> fmt::Debug for Options<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("capacity", &self.capacity)
            .field("order", &self.order.name())
            .field("max_attempts", &self.max_attempts)
            .field("max_payload", &self.max_payload)
            .field("lease", &self.lease)
            .field("session", &self.session)
            .field("patience", &self.patience)
            .field("prefix", &self.prefix)
            .finish()
    }
}

impl<T> Order<T> {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Fifo => "fifo",
            Self::Lifo => "lifo",
            Self::Rank(_) => "rank",
        }
    }

    pub(crate) fn rank(&self, item: &T) -> i32 {
        match self {
            Self::Fifo | Self::Lifo => 0,
            Self::Rank(rank) => rank(item),
        }
    }
}

impl<T> Clone for Order<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Fifo => Self::Fifo,
            Self::Lifo => Self::Lifo,
            Self::Rank(rank) => Self::Rank(Arc::clone(rank)),
        }
    }
}
