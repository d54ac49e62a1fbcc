//! A request that breaks off on its way may have arrived, and the error says so.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;

use std::io::Read as _;
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use common::{Cut, Peer, Received, Script, answer, client, pay};
use craftgate_core::http::Request;
use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Outcome, Transport as _, TransportError};
use craftgate_ureq::UreqTransport;

const SOON: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(60);

/// Reads so much of a request, and then does this with the connection.
fn reads(length: usize, then: Cut) -> Script<()> {
    Box::new(move |stream| {
        stream.read_exact(&mut vec![0; length]).unwrap();
        then.end(stream);
    })
}

/// The length of the request that `pay` makes.
fn length_of_a_payment() -> usize {
    let peer = Peer::<Received>::answering(answer("422 Unprocessable Entity", "{}"));
    pay(&client(&peer.url)).unwrap_err();
    let request = &peer.finish()[0];
    request.head.len() + request.body.len()
}

/// What is left unread makes a reset of either end. One before the first byte may tell that nothing was sent.
#[test]
fn a_payment_that_breaks_off_anywhere() {
    let length = length_of_a_payment();
    let cuts = [Cut::Closed, Cut::Reset].into_iter().cycle();
    let peer = Peer::start((1..=length).zip(cuts).map(|(length, cut)| reads(length, cut)).collect());
    let client = client(&peer.url);
    let outcomes: Vec<_> = (1..=length).map(|_| pay(&client).unwrap_err().outcome()).collect();
    peer.finish();
    assert_eq!(outcomes.iter().position(|outcome| *outcome != Outcome::Unknown), None);
}

/// More than fits into the buffers on the way.
const MUCH: usize = 32 << 20;

fn send_much(url: &str, timeout: Duration) -> TransportError {
    let transport = UreqTransport::builder().read_timeout(timeout).build();
    transport.send(Request::post(format!("{url}/files")).body(Body::from(vec![b'x'; MUCH])).unwrap()).unwrap_err()
}

#[test]
fn a_long_request_that_breaks_off() {
    for length in [1, 100, 10_000, 1_000_000, 20_000_000] {
        for cut in [Cut::Closed, Cut::Reset, Cut::HalfClosed] {
            let peer = Peer::start(vec![reads(length, cut)]);
            let error = send_much(&peer.url, LONG);
            peer.finish();
            assert_eq!(error.send_status(), SendStatus::MaybeSent, "{cut:?} after {length} bytes");
        }
    }
}

#[test]
fn a_long_request_that_nobody_reads_on() {
    for length in [1, 100, 10_000] {
        let (gave_up, given_up) = mpsc::channel();
        let peer = Peer::start(vec![Box::new(move |stream: &mut TcpStream| {
            stream.read_exact(&mut vec![0; length]).unwrap();
            given_up.recv().unwrap();
        })]);
        let error = send_much(&peer.url, SOON);
        gave_up.send(()).unwrap();
        peer.finish();
        assert_eq!(error.send_status(), SendStatus::MaybeSent, "after {length} bytes");
        assert_eq!(error.cause().to_string(), "timeout: send body", "after {length} bytes");
    }
}

/// Something is read all the time, and the request would take a minute.
#[test]
fn a_long_request_that_is_read_in_sips() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| {
        let mut read = 0;
        while let Ok(length @ 1..) = stream.read(&mut [0; 16 << 10]) {
            read += length;
            std::thread::sleep(SOON / 8);
        }
        read
    })]);
    let error = send_much(&peer.url, SOON);
    assert_eq!(error.send_status(), SendStatus::MaybeSent);
    assert_eq!(error.cause().to_string(), "timeout: send body");
}
