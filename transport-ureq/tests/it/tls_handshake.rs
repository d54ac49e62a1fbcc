//! A failed TLS handshake is reported as not sent.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use crate::peer::{Interruption, Peer, Script, pay, protocol};
use crate::tls_server::{Authority, HOST, first_flight, handshake, self_signed_server};
use craftgate_core::{Error, Outcome};
use craftgate_ureq::{UreqTransport, client_with_transport};
use rcgen::date_time_ymd;
use rustls::{ServerConfig, ServerConnection};

const LONG: Duration = Duration::from_secs(60);

/// Pays at one server per script, and returns the outcomes.
fn outcomes(scheme: &str, transport: UreqTransport, scripts: Vec<Script<()>>) -> Vec<Outcome> {
    let count = scripts.len();
    let peer = Peer::start(scripts);
    let client = client_with_transport(protocol(&peer.url.replace("http", scheme)), transport);
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

/// Takes part in a handshake that the client aborts.
fn rejected_handshake(config: Arc<ServerConfig>) -> Script<()> {
    Box::new(move |stream| {
        assert!(handshake(stream, &config).is_none(), "the client trusts this server");
    })
}

#[test]
fn an_expired_certificate_is_not_sent() {
    let authority = Authority::new();
    let server = authority.server(HOST, |certificate| {
        certificate.not_before = date_time_ymd(2019, 1, 1);
        certificate.not_after = date_time_ymd(2020, 1, 1);
    });
    assert_eq!(outcome("https", authority.transport(LONG), rejected_handshake(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_that_is_not_yet_valid_is_not_sent() {
    let authority = Authority::new();
    let server = authority.server(HOST, |certificate| {
        certificate.not_before = date_time_ymd(2199, 1, 1);
        certificate.not_after = date_time_ymd(2200, 1, 1);
    });
    assert_eq!(outcome("https", authority.transport(LONG), rejected_handshake(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_for_another_host_is_not_sent() {
    let authority = Authority::new();
    let server = authority.server("api.craftgate.io", |_| ());
    assert_eq!(outcome("https", authority.transport(LONG), rejected_handshake(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_of_another_authority_is_not_sent() {
    let server = Authority::new().server(HOST, |_| ());
    assert_eq!(outcome("https", Authority::new().transport(LONG), rejected_handshake(server)), Outcome::NotSent);
}

#[test]
fn a_self_signed_certificate_is_not_sent() {
    let server = self_signed_server();
    assert_eq!(outcome("https", Authority::new().transport(LONG), rejected_handshake(server)), Outcome::NotSent);
}

#[test]
fn a_certificate_of_a_private_authority_is_not_sent() {
    let server = Authority::new().server(HOST, |_| ());
    assert_eq!(outcome("https", UreqTransport::new(), rejected_handshake(server)), Outcome::NotSent);
}

#[test]
fn a_server_without_tls_is_not_sent() {
    let script = |stream: &mut TcpStream| {
        stream.read_exact(&mut [0; 5]).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        Interruption::Stall.end(stream);
    };
    assert_eq!(outcome("https", UreqTransport::new(), Box::new(script)), Outcome::NotSent);
}

/// The request is sent in clear before the server responds with TLS.
#[test]
fn plain_http_to_a_tls_server_is_maybe_sent() {
    let server = Authority::new().server(HOST, |_| ());
    let script = move |stream: &mut TcpStream| {
        let mut connection = ServerConnection::new(server).unwrap();
        connection.complete_io(stream).unwrap_err();
        connection.write_tls(stream).unwrap();
    };
    assert_eq!(outcome("http", UreqTransport::new(), Box::new(script)), Outcome::Unknown);
}

/// At least the length of the server's first flight, whatever the lengths of its signatures.
const MAX_FLIGHT: usize = 850;

/// Pays at servers whose first flight is truncated at every byte, with these interruptions in turn.
fn outcomes_of_truncation(interruptions: &[Interruption], connect_timeout: Duration) -> Vec<Outcome> {
    let authority = Authority::new();
    let server = authority.server(HOST, |_| ());
    let truncates = |(length, interruption): (usize, &Interruption)| -> Script<()> {
        let (server, interruption) = (Arc::clone(&server), *interruption);
        Box::new(move |stream| {
            let Some(flight) = first_flight(stream, &server) else { return };
            assert!(flight.len() <= MAX_FLIGHT, "{} bytes", flight.len());
            let sent = stream.write_all(&flight[..length.min(flight.len() - 1)]);
            // Closing with unread bytes would reset the connection.
            match sent.and_then(|()| stream.read(&mut [0; 4096])) {
                Ok(read) => assert!(read > 0),
                // The client has timed out and closed the connection.
                Err(error) => assert_eq!(interruption, Interruption::Stall, "{error}"),
            }
            interruption.end(stream);
        })
    };
    let scripts = (0..MAX_FLIGHT).zip(interruptions.iter().cycle()).map(truncates).collect();
    outcomes("https", authority.transport(connect_timeout), scripts)
}

#[test]
fn an_interrupted_handshake_is_not_sent() {
    let outcomes = outcomes_of_truncation(&[Interruption::Close, Interruption::Reset, Interruption::HalfClose], LONG);
    assert_eq!(outcomes.iter().position(|outcome| *outcome != Outcome::NotSent), None);
}

#[test]
fn a_stalled_handshake_times_out_as_not_sent() {
    let outcomes = outcomes_of_truncation(&[Interruption::Stall], Duration::from_millis(5));
    assert_eq!(outcomes.iter().position(|outcome| *outcome != Outcome::NotSent), None);
}

/// In TLS 1.3 the client sends the request before the server rejects the missing certificate.
#[test]
fn a_missing_client_certificate_is_maybe_sent() {
    let authority = Authority::new();
    let server = authority.server_requiring_client_certificate();
    assert_eq!(outcome("https", authority.transport(LONG), rejected_handshake(server)), Outcome::Unknown);
}
