//! Neither a proxy's password nor a token in a URL shows in `Debug` output or errors of the transport.

use craftgate_core::payment::{CardToken, SearchStoredCards};
use craftgate_core::{Credentials, Environment, Protocol};
use craftgate_test_support::shown;
use craftgate_ureq::{UreqTransport, client_with_transport, ureq};

/// Contains no digits, which an error's port or time could match.
const SECRET: &str = "gizli-anahtar";

/// A privileged port, on which nothing listens.
const CLOSED: &str = "127.0.0.1:1";

fn assert_no_secret(output: &str) {
    assert!(!output.contains("gizli"), "a secret shows in {output}");
}

fn through_a_proxy() -> UreqTransport {
    let builder =
        UreqTransport::builder().proxy(ureq::Proxy::new(&format!("http://ben:{SECRET}@{CLOSED}")).unwrap()).unwrap();
    assert_no_secret(&format!("{builder:?} {builder:#?}"));
    builder.build()
}

#[test]
fn transports_clients_and_errors_show_no_secret() {
    let direct = UreqTransport::builder().connect_timeout(std::time::Duration::from_secs(5)).build();
    for transport in [through_a_proxy(), direct] {
        assert_no_secret(&format!("{transport:?} {transport:#?}"));
        let credentials = Credentials::new(SECRET, SECRET).unwrap();
        let protocol = Protocol::new(credentials, Environment::custom(&format!("http://{CLOSED}")).unwrap());
        let client = client_with_transport(protocol, transport);
        assert_no_secret(&format!("{client:?} {client:#?}"));

        let error = client.call(&SearchStoredCards::new().card_token(CardToken::new(SECRET))).send().unwrap_err();
        assert_no_secret(&shown(&error));
    }
}
