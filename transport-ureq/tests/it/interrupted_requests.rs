//! A request whose sending is interrupted is reported as maybe sent.

use std::io::Read as _;
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use crate::peer::{Interruption, Peer, ReceivedRequest, Script, client, pay, response};
use craftgate_core::http::Request;
use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Outcome, Transport as _, TransportError};
use craftgate_ureq::UreqTransport;
use craftgate_ureq::ureq::Agent;

const SHORT: Duration = Duration::from_secs(1);
const LONG: Duration = Duration::from_secs(60);

/// Reads the first `length` bytes of a request, then interrupts the connection.
fn reads(length: usize, interruption: Interruption) -> Script<()> {
    Box::new(move |stream| {
        stream.read_exact(&mut vec![0; length]).unwrap();
        interruption.end(stream);
    })
}

/// Returns the length of the request that [`pay`] sends.
fn payment_length() -> usize {
    let peer = Peer::<ReceivedRequest>::responding(response("422 Unprocessable Entity", "{}"));
    pay(&client(&peer.url)).unwrap_err();
    let request = &peer.finish()[0];
    request.head.len() + request.body.len()
}

/// Closing with unread bytes resets the connection as well.
#[test]
fn a_payment_interrupted_at_any_byte_is_maybe_sent() {
    let length = payment_length();
    let interruptions = [Interruption::Close, Interruption::Reset].into_iter().cycle();
    let peer = Peer::start(
        (1..=length).zip(interruptions).map(|(length, interruption)| reads(length, interruption)).collect(),
    );
    let client = client(&peer.url);
    let outcomes: Vec<_> = (1..=length).map(|_| pay(&client).unwrap_err().outcome()).collect();
    peer.finish();
    assert_eq!(outcomes.iter().position(|outcome| *outcome != Outcome::Unknown), None);
}

/// More bytes than the socket buffers hold.
const LARGE: usize = 32 << 20;

/// Only the sending of the body has a timeout: a busy machine may take its time for the rest.
fn send_large(url: &str, timeout: Duration) -> TransportError {
    let config = Agent::config_builder().proxy(None).timeout_send_body(Some(timeout)).build();
    let transport = UreqTransport::from_config(config).unwrap();
    transport.send(Request::post(format!("{url}/files")).body(Body::from(vec![b'x'; LARGE])).unwrap()).unwrap_err()
}

#[test]
fn an_interrupted_large_request_is_maybe_sent() {
    for length in [1, 100, 10_000, 1_000_000, 20_000_000] {
        for interruption in [Interruption::Close, Interruption::Reset, Interruption::HalfClose] {
            let peer = Peer::start(vec![reads(length, interruption)]);
            let error = send_large(&peer.url, LONG);
            peer.finish();
            assert_eq!(error.send_status(), SendStatus::MaybeSent, "{interruption:?} after {length} bytes");
        }
    }
}

#[test]
fn a_large_request_that_is_not_read_times_out_as_maybe_sent() {
    for length in [1, 100, 10_000] {
        let (gave_up, given_up) = mpsc::channel();
        let peer = Peer::start(vec![Box::new(move |stream: &mut TcpStream| {
            stream.read_exact(&mut vec![0; length]).unwrap();
            given_up.recv().unwrap();
        })]);
        let error = send_large(&peer.url, SHORT);
        gave_up.send(()).unwrap();
        peer.finish();
        assert_eq!(error.send_status(), SendStatus::MaybeSent, "after {length} bytes");
        assert_eq!(error.cause().to_string(), "timeout: send body", "after {length} bytes");
    }
}

/// The server reads all the time, and the request would take minutes.
#[test]
fn a_large_request_that_is_read_slowly_times_out_as_maybe_sent() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| {
        let mut read = 0;
        while let Ok(length @ 1..) = stream.read(&mut [0; 16 << 10]) {
            read += length;
            std::thread::sleep(SHORT / 8);
        }
        read
    })]);
    let error = send_large(&peer.url, SHORT);
    assert_eq!(error.send_status(), SendStatus::MaybeSent);
    assert_eq!(error.cause().to_string(), "timeout: send body");
}
