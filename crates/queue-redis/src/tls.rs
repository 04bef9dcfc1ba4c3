use redis::{Client, RedisError};
#[cfg(feature = "tls")]
use redis::{ClientTlsConfig, ConnectionAddr, ErrorKind, TlsCertificates};
#[cfg(feature = "tls")]
use rustls::pki_types::{CertificateDer, pem::PemObject as _};

/// The certificates of connections over TLS, as PEM text.
#[derive(Clone, Default)]
pub(crate) struct Tls {
    /// The authorities to trust, if not Mozilla's.
    #[cfg(feature = "tls")]
    pub(crate) authorities: Option<Vec<u8>>,
    /// What the client shows the server.
    #[cfg(feature = "tls")]
    pub(crate) client: Option<ClientTlsConfig>,
}

impl Tls {
    #[cfg(not(feature = "tls"))]
    #[expect(clippy::unused_self, reason = "without the feature, there is nothing to say")]
    pub(crate) fn client(&self, url: &str) -> Result<Client, RedisError> {
        Client::open(url)
    }

    #[cfg(feature = "tls")]
    pub(crate) fn client(&self, url: &str) -> Result<Client, RedisError> {
        let Self { authorities, client } = self.clone();
        let certificate = client.as_ref().map(|client| &client.client_cert);
        for pem in authorities.iter().chain(certificate) {
            // The client of Redis ignores text that is not PEM, such as a path: it would trust no server, and show nothing.
            if CertificateDer::pem_slice_iter(pem).next().is_none() {
                return Err((ErrorKind::InvalidClientConfig, "the PEM has no certificate").into());
            }
        }
        let opened = if authorities.is_none() && client.is_none() {
            Client::open(url)?
        } else {
            let certificates = TlsCertificates { client_tls: client, root_cert: authorities };
            Client::build_with_tls(url, certificates)?
        };
        if matches!(opened.get_connection_info().addr(), ConnectionAddr::TcpTls { .. }) {
            // Fails if the program has chosen its cryptography, and then that is the one to use.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        Ok(opened)
    }
}
