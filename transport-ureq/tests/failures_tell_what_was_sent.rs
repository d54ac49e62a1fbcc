//! Failures before anything is sent say so, and an answer that is too long says what it was.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;

use common::{Peer, Received, answer, craftgate, pay};
use craftgate_core::transport::Delivery;
use craftgate_core::{Error, TransportError};
use craftgate_ureq::{BodyTooLarge, UreqTransport, client_over};

fn transport_error(url: &str, transport: UreqTransport) -> TransportError {
    match pay(&client_over(craftgate(url), transport)) {
        Err(Error::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_host_that_no_resolver_knows() {
    let too_long = format!("https://{}.invalid", "a".repeat(64));
    for url in ["https://no-such-host.invalid", "https://a..invalid", "https://256.256.256.256", &too_long] {
        let error = transport_error(url, UreqTransport::new());
        assert_eq!(error.delivery(), Delivery::NotSent, "{url}");
    }
}

#[test]
fn a_port_where_nobody_listens() {
    for url in ["https://127.0.0.1:1", "http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"] {
        let error = transport_error(url, UreqTransport::new());
        assert_eq!(error.delivery(), Delivery::NotSent, "{url}");
    }
}

#[test]
fn an_answer_longer_than_the_limit_says_so() {
    let peer = Peer::<Received>::answering(answer("200 OK", &"x".repeat(2000)));
    let error = transport_error(&peer.url, UreqTransport::new().max_response_bytes(1000));
    peer.finish();
    assert_eq!(error.delivery(), Delivery::Unknown);
    let cause: &BodyTooLarge = error.cause().downcast_ref().unwrap();
    assert_eq!((cause.status.as_u16(), cause.limit), (200, 1000));
}
