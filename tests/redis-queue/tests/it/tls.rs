use std::fs;
use std::sync::Once;
use std::time::Duration;

use queue_redis::{ConnectError, Options, Queue};
use queue_redis_suite::Server;
use queue_redis_suite::chaos::{Fate, Proxy};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use tokio::time::timeout;

use crate::fixture::{connect, drain, put, run, server, take, until};

/// Longer than a connection may take to begin, and shorter than patience.
const SOON: Duration = Duration::from_secs(15);

struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key, as PEM text.
struct Identity {
    certificate: String,
    key: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = named("authority", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn certify(&self, name: &str, hosts: &[&str]) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = named(name, hosts).signed_by(&key, &self.0).unwrap().pem();
        Identity { certificate, key: key.serialize_pem() }
    }

    /// Starts a server for 127.0.0.1 whose certificate is signed by this authority.
    fn serve(&self, asks_clients: &str) -> Option<Server> {
        let Identity { certificate, key } = self.certify("server", &["127.0.0.1"]);
        let directory = tempfile::tempdir().unwrap();
        let [ca, certificate, key] =
            [("ca.pem", self.0.pem()), ("server.pem", certificate), ("server.key", key)].map(
                |(name, text)| {
                    let path = directory.path().join(name);
                    fs::write(&path, text).unwrap();
                    path.to_str().unwrap().to_owned()
                },
            );
        Server::start_with_tls(&[
            "--tls-ca-cert-file",
            &ca,
            "--tls-cert-file",
            &certificate,
            "--tls-key-file",
            &key,
            "--tls-auth-clients",
            asks_clients,
        ])
        .unwrap()
    }

    /// Options that trust this authority alone.
    fn trusted(&self) -> Options<String> {
        Options::bounded(4).ca_certificates(self.0.pem())
    }
}

fn named(name: &str, hosts: &[&str]) -> CertificateParams {
    let hosts: Vec<_> = hosts.iter().map(|&host| host.to_owned()).collect();
    let mut params = CertificateParams::new(hosts).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

/// Runs a test on a server that speaks TLS, if there is one.
fn run_with_tls<F: Future<Output = ()>>(
    asks_clients: &str,
    test: impl FnOnce(Authority, Server) -> F,
) {
    let authority = Authority::new();
    if let Some(server) = authority.serve(asks_clients) {
        run(test(authority, server));
    } else {
        static SAYS_SO: Once = Once::new();
        SAYS_SO.call_once(|| println!("tls: skipped, since no server here is built with TLS"));
    }
}

/// Returns why a queue cannot be reached.
async fn refusal(url: &str, options: Options<String>) -> String {
    let connect = Queue::<String>::connect(url, "refused", options);
    match timeout(SOON, connect).await.expect("it fails before patience ends") {
        Err(ConnectError::Redis(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_is_lost_when_connections_over_tls_break() {
    run_with_tls("no", async |authority, server| {
        let proxy = Proxy::open(server.port()).await.unwrap();
        let url = proxy.url().replace("redis:", "rediss:");
        let queue = Queue::<String>::connect(&url, "cut", authority.trusted()).await.unwrap();
        for index in 0..10 {
            proxy.strike_all(Fate::Cut);
            put(&queue, &[&index.to_string()]).await;
            proxy.strike_all(Fate::Cut);
            take(&queue, &index.to_string(), 1).await.done().await.unwrap();
        }
        let taker = queue.clone();
        let waits = tokio::spawn(async move { taker.take().await.unwrap().into_item().await });
        until(&queue, |counts| counts.waiting_takers == 1).await;
        proxy.strike_all(Fate::Cut);
        put(&queue, &["last"]).await;
        assert_eq!(waits.await.unwrap().unwrap(), "last");
        queue.join().await.unwrap();
    });
}

#[test]
fn a_server_that_asks_for_a_certificate_is_shown_one() {
    run_with_tls("yes", async |authority, server| {
        let shows = |Identity { certificate, key }| {
            authority.trusted().client_certificate(certificate, key)
        };
        // The server closes the connection, and what it says before that may be lost.
        refusal(&server.url(), authority.trusted()).await;
        refusal(&server.url(), shows(Authority::new().certify("worker", &[]))).await;
        let options = shows(authority.certify("worker", &[]));
        let queue = Queue::<String>::connect(&server.url(), "asks", options.clone()).await.unwrap();
        put(&queue, &["a"]).await;
        assert_eq!(drain(&queue).await, ["a"]);
    });
}

#[test]
fn a_server_that_no_trusted_authority_has_signed_is_refused() {
    run_with_tls("no", async |_, server| {
        for options in [Options::unbounded(), Authority::new().trusted()] {
            let refused = refusal(&server.url(), options).await;
            assert!(refused.contains("invalid peer certificate"), "{refused}");
        }
    });
}

#[test]
fn a_server_of_another_name_is_refused() {
    run_with_tls("no", async |authority, server| {
        let url = server.url().replace("127.0.0.1", "localhost");
        let refused = refusal(&url, authority.trusted()).await;
        assert!(refused.contains("not valid for name"), "{refused}");
    });
}

#[test]
fn a_server_that_speaks_another_protocol_is_an_error_soon() {
    run_with_tls("no", async |authority, secure| {
        refusal(&secure.url().replace("rediss:", "redis:"), Options::unbounded()).await;
        refusal(&server().unwrap().url().replace("redis:", "rediss:"), authority.trusted()).await;
    });
}

#[test]
fn certificates_without_tls_are_refused() {
    run(async {
        let url = server().unwrap().url();
        let refused = refusal(&url, Authority::new().trusted()).await;
        assert!(refused.contains("rediss://"), "{refused}");
        connect("plain", Options::unbounded()).await;
    });
}

#[test]
fn a_text_that_is_not_a_certificate_is_refused() {
    run(async {
        let url = "rediss://127.0.0.1/";
        let authority = Authority::new();
        let worker = authority.certify("worker", &[]);
        let broken = worker.certificate.replacen('M', "*", 1);
        let trusts = |pem: &str| Options::unbounded().ca_certificates(pem);
        let shows = |certificate: &str, key: &str| {
            Options::unbounded().client_certificate(certificate, key)
        };
        for (options, expected) in [
            (trusts("ca.pem"), "the PEM has no certificate"),
            (trusts(&broken), "root certificate"),
            (shows("worker.pem", &worker.key), "the PEM has no certificate"),
            (shows(&broken, &worker.key), "client certificate"),
            (shows(&worker.certificate, "worker.key"), "private key"),
        ] {
            let refused = refusal(url, options).await;
            assert!(refused.contains(expected), "{refused}");
        }
    });
}
