//! Every failure ends in an error, in time, that says whether the request can have arrived.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use common::{Peer, Received, answer, client, craftgate, receive};
use craftgate_core::payment::RetrievePayment;
use craftgate_core::transport::Delivery;
use craftgate_core::{Error, TransportError};
use craftgate_ureq::{BodyTooLarge, UreqTransport, client_over};

fn transport_error(url: &str, transport: UreqTransport) -> TransportError {
    match client_over(craftgate(url), transport).call(&RetrievePayment::new(1)).send() {
        Err(Error::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// Stalls until the other side gives up.
fn stall(stream: &mut TcpStream) {
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap_or_default();
}

#[test]
fn a_refused_connection_sent_nothing() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = transport_error(&format!("http://{free}"), UreqTransport::new());
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn an_unknown_host_was_sent_nothing() {
    let error = transport_error("https://no-such-host.invalid", UreqTransport::new());
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn a_server_without_tls_is_found_out_before_anything_is_sent() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| {
        let mut hello = [0; 5];
        stream.read_exact(&mut hello).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        stall(stream);
    })]);
    let url = peer.url.replace("http://", "https://");
    let error = transport_error(&url, UreqTransport::new());
    peer.finish();
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[test]
fn a_connection_closed_without_an_answer_may_have_delivered() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| receive(stream))]);
    let error = transport_error(&peer.url, UreqTransport::new());
    peer.finish();
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn an_answer_cut_at_any_byte_may_have_delivered() {
    let whole = answer("200 OK", r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#);
    for length in 0..whole.len() {
        let peer = Peer::<Received>::answering(&whole.as_bytes()[..length]);
        let error = transport_error(&peer.url, UreqTransport::new());
        peer.finish();
        assert_eq!(error.delivery(), Delivery::Unknown, "cut after {length} bytes");
    }
}

#[test]
fn silence_ends_with_the_read_timeout() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| {
        receive(stream);
        stall(stream);
    })]);
    let transport = UreqTransport::builder().read_timeout(Duration::from_millis(50)).build();
    let error = transport_error(&peer.url, transport);
    peer.finish();
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn a_body_that_stalls_ends_with_the_read_timeout() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| {
        receive(stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\":").unwrap();
        stall(stream);
    })]);
    let transport = UreqTransport::builder().read_timeout(Duration::from_millis(50)).build();
    let error = transport_error(&peer.url, transport);
    peer.finish();
    assert_eq!(error.delivery(), Delivery::Unknown);
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

#[test]
fn an_answer_as_long_as_the_limit_is_read() {
    let body = r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#;
    let peer = Peer::<Received>::answering(answer("200 OK", body));
    let transport = UreqTransport::new().max_response_bytes(body.len() as u64);
    client_over(craftgate(&peer.url), transport).call(&RetrievePayment::new(1)).send().unwrap();
    peer.finish();
}

#[test]
fn garbage_instead_of_http_may_have_delivered() {
    let peer = Peer::<Received>::answering("\0\u{1}not http at all\r\n\r\n");
    let error = transport_error(&peer.url, UreqTransport::new());
    peer.finish();
    assert_eq!(error.delivery(), Delivery::Unknown);
}

#[test]
fn no_failure_shows_a_key() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| receive(stream))]);
    let error = client(&peer.url).call(&RetrievePayment::new(1)).send().unwrap_err();
    peer.finish();
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    assert!(!text.contains("secret-key") && !text.contains("api-key"), "{text}");
}
