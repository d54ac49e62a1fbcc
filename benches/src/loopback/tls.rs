//! Payments over TLS: on a connection that is kept alive, and the first one of a new connection.

use std::sync::Arc;
use std::time::Duration;

use craftgate_ureq::{UreqTransport, client_with_transport};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use ureq::config::ConfigBuilder;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::typestate::AgentScope;

use super::{Merchant, bare_ureq, server};
use crate::case::Case;
use crate::responses::PAYMENT;

pub(super) fn cases() -> Vec<Case> {
    let (merchant, roots) = merchant();
    let case = |name, target_ratio, baseline, idle| {
        let library = UreqTransport::from_config(with_tls(library_config(), &roots, idle)).unwrap();
        let library = client_with_transport(merchant.protocol.clone(), library);
        let baseline = merchant.baseline(with_tls(baseline, &roots, idle).into());
        Case::new(name, target_ratio, merchant.library(library), baseline)
    };
    vec![
        case("over TLS: craftgate-ureq, the baseline over ureq", 1.05, bare_ureq::config(), 1),
        case("first over TLS: craftgate-ureq, ureq with its limits", 1.1, library_config(), 0),
        case("first over TLS: craftgate-ureq, ureq without them", 1.1, bare_ureq::config(), 0),
    ]
}

/// A merchant whose payments go to a server with a certificate, and the authority that signed it. Every connection has a full
/// handshake: the server gives no tickets.
fn merchant() -> (Merchant, RootCerts) {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let root = params.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(params, authority_key);

    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key);
    let mut config = config.unwrap();
    config.send_tls13_tickets = 0;

    let roots = RootCerts::new_with_certs(&[Certificate::from_der(root.der()).to_owned()]);
    (Merchant::at(server::start_tls(PAYMENT, Arc::new(config))), roots)
}

fn with_tls(config: ConfigBuilder<AgentScope>, roots: &RootCerts, idle: usize) -> ureq::config::Config {
    config
        .tls_config(TlsConfig::builder().root_certs(roots.clone()).build())
        .max_idle_connections(idle)
        .max_idle_connections_per_host(idle)
        .build()
}

/// The configuration of [`UreqTransport::new`], which has no setting for an authority: its limits are a timeout for resolving
/// the host, which takes a thread, and buffers for a head of 64 KiB.
fn library_config() -> ConfigBuilder<AgentScope> {
    bare_ureq::common_config()
        .timeout_resolve(Some(Duration::from_secs(10)))
        .timeout_global(Some(Duration::from_secs(150)))
        .input_buffer_size(64 * 1024)
        .output_buffer_size(64 * 1024)
}

#[cfg(test)]
mod tests {
    use craftgate_core::Transport as _;
    use ureq::Agent;

    use super::*;

    #[test]
    fn the_configuration_is_that_of_the_default_transport() {
        let shown = |config: ConfigBuilder<AgentScope>| {
            format!(
                "{:?}",
                UreqTransport::from_config(config.max_idle_connections(100).max_idle_connections_per_host(100).build())
                    .unwrap()
            )
        };
        assert_eq!(shown(library_config()), format!("{:?}", UreqTransport::new()));
    }

    #[test]
    fn both_return_the_same_response_over_tls() {
        let (merchant, roots) = merchant();
        for idle in [0, 1] {
            let library = UreqTransport::from_config(with_tls(library_config(), &roots, idle)).unwrap();
            let library = library.send(merchant.prepared()()).unwrap();
            let agent: Agent = with_tls(bare_ureq::config(), &roots, idle).into();
            let bare = bare_ureq::exchange(&agent, merchant.prepared()().map(craftgate_core::Body::into_bytes));
            assert_eq!((library.body().as_bytes(), bare.body().as_slice()), (PAYMENT.as_bytes(), PAYMENT.as_bytes()));
        }
    }
}
