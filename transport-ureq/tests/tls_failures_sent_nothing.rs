//! Where TLS does not come about, nothing was sent, and the error says so.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;
mod tls;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use common::{Cut, Peer, Script, pay, protocol};
use craftgate_core::{Error, Outcome};
use craftgate_ureq::{UreqTransport, client_over};
use rcgen::date_time_ymd;
use rustls::{ServerConfig, ServerConnection};
use tls::{Authority, HOST, first_flight, handshake, self_signed_server};

const LONG: Duration = Duration::from_secs(60);

/// Pays at a peer that does this with its connections, one after another, and gives what is known of each payment.
fn outcomes(scheme: &str, transport: UreqTransport, scripts: Vec<Script<()>>) -> Vec<Outcome> {
    let count = scripts.len();
    let peer = Peer::start(scripts);
    let client = client_over(protocol(&peer.url.replace("http", scheme)), transport);
    let pay = |_| match pay(&client) {
        Err(error @ Error::Transport(_)) => error.outcome(),
        other => panic!("{other:?}"),
    };
    let outcomes = (0..count).map(pay).collect();
    drop(client);
    peer.finish();
    outcomes
}

fn outcome(scheme: &str, transport: UreqTransport, script: Script<()>) -> Outcome {
    outcomes(scheme, transport, vec![script])[0]
}

/// Takes part in the handshake, however it ends.
fn shakes_hands(config: Arc<ServerConfig>) -> Script<()> {
    Box::new(move |stream| {
        assert!(handshake(stream, &config).is_none(), "the client trusts this server");
    })
}

#[test]
fn a_certificate_that_has_expired() {
    let authority = Authority::new();
    let server = authority.server(HOST, |certificate| {
        certificate.not_before = date_time_ymd(2019, 1, 1);
        certificate.not_after = date_time_ymd(2020, 1, 1);
    });
    assert_eq!(outcome("https", authority.transport(LONG), shakes_hands(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_that_is_not_valid_yet() {
    let authority = Authority::new();
    let server = authority.server(HOST, |certificate| {
        certificate.not_before = date_time_ymd(2199, 1, 1);
        certificate.not_after = date_time_ymd(2200, 1, 1);
    });
    assert_eq!(outcome("https", authority.transport(LONG), shakes_hands(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_of_another_host() {
    let authority = Authority::new();
    let server = authority.server("api.craftgate.io", |_| ());
    assert_eq!(outcome("https", authority.transport(LONG), shakes_hands(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_of_another_authority() {
    let server = Authority::new().server(HOST, |_| ());
    assert_eq!(outcome("https", Authority::new().transport(LONG), shakes_hands(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_that_vouches_for_itself() {
    let server = self_signed_server();
    assert_eq!(outcome("https", Authority::new().transport(LONG), shakes_hands(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_of_an_authority_that_the_world_does_not_know() {
    let server = Authority::new().server(HOST, |_| ());
    assert_eq!(outcome("https", UreqTransport::new(), shakes_hands(server)), Outcome::NotSent);
}

#[test]
fn a_server_without_tls() {
    let script = |stream: &mut TcpStream| {
        stream.read_exact(&mut [0; 5]).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        Cut::Silent.end(stream);
    };
    assert_eq!(outcome("https", UreqTransport::new(), Box::new(script)), Outcome::NotSent);
}

/// Here the request has gone out, in the clear, before the server shows what it is.
#[test]
fn a_server_with_tls_that_is_spoken_to_without() {
    let server = Authority::new().server(HOST, |_| ());
    let script = move |stream: &mut TcpStream| {
        let mut connection = ServerConnection::new(server).unwrap();
        connection.complete_io(stream).unwrap_err();
        connection.write_tls(stream).unwrap();
    };
    assert_eq!(outcome("http", UreqTransport::new(), Box::new(script)), Outcome::Unknown);
}

/// A place for each byte of the server's first flight, whatever the lengths of its signatures.
const PLACES: usize = 850;

/// Pays at a server whose first flight breaks off at each of its bytes, in one of these ways after another.
fn outcomes_of_cutting(cuts: &[Cut], connect_timeout: Duration) -> Vec<Outcome> {
    let authority = Authority::new();
    let server = authority.server(HOST, |_| ());
    let breaks = |(length, cut): (usize, &Cut)| -> Script<()> {
        let (server, cut) = (Arc::clone(&server), *cut);
        Box::new(move |stream| {
            let Some(flight) = first_flight(stream, &server) else { return };
            assert!(flight.len() <= PLACES, "{} bytes", flight.len());
            stream.write_all(&flight[..length.min(flight.len() - 1)]).unwrap();
            // What is left unread would make every end a reset.
            assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
            cut.end(stream);
        })
    };
    let scripts = (0..PLACES).zip(cuts.iter().cycle()).map(breaks).collect();
    outcomes("https", authority.transport(connect_timeout), scripts)
}

#[test]
fn a_handshake_that_breaks_off_anywhere() {
    let outcomes = outcomes_of_cutting(&[Cut::Closed, Cut::Reset, Cut::HalfClosed], LONG);
    assert_eq!(outcomes.iter().position(|outcome| *outcome != Outcome::NotSent), None);
}

#[test]
fn a_handshake_that_stops_anywhere() {
    let outcomes = outcomes_of_cutting(&[Cut::Silent], Duration::from_millis(5));
    assert_eq!(outcomes.iter().position(|outcome| *outcome != Outcome::NotSent), None);
}

/// The client's side of TLS 1.3 is done, and the request on its way, before the server can refuse.
#[test]
fn a_server_that_wants_a_certificate_of_the_clients() {
    let authority = Authority::new();
    let server = authority.server_for_the_certified();
    assert_eq!(outcome("https", authority.transport(LONG), shakes_hands(server)), Outcome::Unknown);
}
