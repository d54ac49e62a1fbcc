//! A certificate authority, and TLS servers with its certificates.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use craftgate_ureq::UreqTransport;
use craftgate_ureq::ureq::Agent;
use craftgate_ureq::ureq::config::ConfigBuilder;
use craftgate_ureq::ureq::tls::{Certificate, RootCerts, TlsConfig};
use craftgate_ureq::ureq::typestate::AgentScope;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection};

/// The servers' host.
pub(crate) const HOST: &str = "127.0.0.1";

pub(crate) struct Authority {
    root: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().der().clone();
        Self { root, issuer: Issuer::new(params, key) }
    }

    /// Returns a server with a certificate for `host`, after applying `change`.
    pub(crate) fn server(&self, host: &str, change: impl FnOnce(&mut CertificateParams)) -> Arc<ServerConfig> {
        let (certificate, key) = self.certificate(host, change);
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key);
        Arc::new(with_short_records(config.unwrap()))
    }

    /// Returns a server that requires a client certificate.
    pub(crate) fn server_requiring_client_certificate(&self) -> Arc<ServerConfig> {
        let (certificate, key) = self.certificate(HOST, |_| ());
        let mut roots = RootCertStore::empty();
        roots.add(self.root.clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap();
        let config = ServerConfig::builder().with_client_cert_verifier(verifier);
        Arc::new(config.with_single_cert(vec![certificate], key).unwrap())
    }

    fn certificate(
        &self,
        host: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        change(&mut params);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.der().clone(), PrivateKeyDer::try_from(key.serialize_der()).unwrap())
    }

    /// Returns a configuration that trusts only this authority.
    pub(crate) fn config(&self) -> ConfigBuilder<AgentScope> {
        let roots = RootCerts::new_with_certs(&[Certificate::from_der(&self.root).to_owned()]);
        Agent::config_builder().tls_config(TlsConfig::builder().root_certs(roots).build()).proxy(None)
    }

    pub(crate) fn transport(&self, connect_timeout: Duration) -> UreqTransport {
        UreqTransport::from_config(self.config().timeout_connect(Some(connect_timeout)).build()).unwrap()
    }
}

/// Returns a server with a self-signed certificate.
pub(crate) fn self_signed_server() -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([HOST.to_owned()]).unwrap().self_signed(&key).unwrap().der().clone();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    Arc::new(ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap())
}

/// Splits responses into many records.
fn with_short_records(mut config: ServerConfig) -> ServerConfig {
    config.max_fragment_size = Some(64);
    config
}

/// Performs the server's side of a handshake; `None` if it fails.
pub(crate) fn handshake(stream: &mut TcpStream, config: &Arc<ServerConfig>) -> Option<ServerConnection> {
    let mut connection = ServerConnection::new(Arc::clone(config)).unwrap();
    while connection.is_handshaking() {
        connection.complete_io(stream).ok()?;
    }
    connection.complete_io(stream).is_ok().then_some(connection)
}

/// Returns the server's response to the client hello in `stream`, which it leaves unread; `None` if the client closed.
pub(crate) fn first_flight(stream: &TcpStream, config: &Arc<ServerConfig>) -> Option<Vec<u8>> {
    loop {
        let mut hello = [0; 4096];
        let length = stream.peek(&mut hello).ok().filter(|length| *length > 0)?;
        let mut connection = ServerConnection::new(Arc::clone(config)).unwrap();
        connection.read_tls(&mut &hello[..length]).unwrap();
        connection.process_new_packets().unwrap();
        if connection.wants_write() {
            return Some(to_send(&mut connection));
        }
    }
}

/// Returns these bytes as TLS records, followed by `close_notify` if `ends`.
pub(crate) fn records(connection: &mut ServerConnection, bytes: &[u8], ends: bool) -> Vec<u8> {
    connection.writer().write_all(bytes).unwrap();
    if ends {
        connection.send_close_notify();
    }
    to_send(connection)
}

fn to_send(connection: &mut ServerConnection) -> Vec<u8> {
    let mut bytes = Vec::new();
    while connection.wants_write() {
        connection.write_tls(&mut bytes).unwrap();
    }
    bytes
}

/// Reads application data until `enough` returns true.
pub(crate) fn read_until(
    stream: &mut TcpStream,
    connection: &mut ServerConnection,
    enough: impl Fn(&[u8]) -> bool,
) -> Vec<u8> {
    let mut read = Vec::new();
    while !enough(&read) {
        let mut bytes = [0; 1024];
        let length = rustls::Stream::new(connection, stream).read(&mut bytes).unwrap();
        assert!(length > 0, "the client closed the connection");
        read.extend(&bytes[..length]);
    }
    read
}
