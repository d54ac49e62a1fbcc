//! Neither a proxy's password nor a token in a URL is in any `Debug` text or error of this transport.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::error::Error;
use std::net::TcpListener;

use craftgate_core::payment::SearchStoredCards;
use craftgate_core::{Credentials, Environment, Protocol};
use craftgate_ureq::{UreqTransport, client_over, ureq};

/// No number: an error may hold a port or the time.
const SECRET: &str = "gizli-anahtar";

fn assert_silent(text: &str) {
    assert!(!text.contains("gizli"), "a secret shows in {text}");
}

fn through_a_proxy() -> UreqTransport {
    // Nobody listens there: the port was free a moment ago.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let builder = UreqTransport::builder().proxy(ureq::Proxy::new(&format!("http://ben:{SECRET}@{nobody}")).unwrap());
    assert_silent(&format!("{builder:?} {builder:#?}"));
    builder.build()
}

#[test]
fn neither_transports_nor_clients_nor_errors_show_a_secret() {
    let direct = UreqTransport::builder().connect_timeout(std::time::Duration::from_secs(5)).build();
    for transport in [through_a_proxy(), direct] {
        assert_silent(&format!("{transport:?} {transport:#?}"));
        let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let credentials = Credentials::new(SECRET, SECRET).unwrap();
        let protocol = Protocol::new(credentials, Environment::custom(&format!("http://{nobody}")).unwrap());
        let client = client_over(protocol, transport);
        assert_silent(&format!("{client:?} {client:#?}"));

        let error = client.call(&SearchStoredCards::new().card_token(SECRET)).send().unwrap_err();
        let mut next: Option<&dyn Error> = Some(&error);
        while let Some(error) = next {
            assert_silent(&format!("{error} {error:?} {error:#?}"));
            next = error.source();
        }
    }
}
