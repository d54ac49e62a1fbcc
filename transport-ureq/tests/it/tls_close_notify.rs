//! Over TLS, a response is complete only if its framing, or `close_notify`, says so.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use crate::peer::{Interruption, Peer, Script, pay, protocol, response};
use crate::tls_server::{Authority, HOST, handshake, read_until, records};
use craftgate_core::id::PaymentId;
use craftgate_core::{Error, Outcome};
use craftgate_ureq::client_with_transport;
use rustls::{ServerConfig, ServerConnection};

const PAYMENT: &str = r#"{"data":{"id":17,"paymentStatus":"SUCCESS","cardHolderName":"Işık"}}"#;

fn without_length() -> String {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{PAYMENT}")
}

/// Receives a payment and continues with `respond`.
fn served(
    config: &Arc<ServerConfig>,
    respond: impl FnOnce(&mut TcpStream, &mut ServerConnection) + Send + 'static,
) -> Script<()> {
    let config = Arc::clone(config);
    Box::new(move |stream| {
        let mut connection = handshake(stream, &config).unwrap();
        read_until(stream, &mut connection, |read| read.ends_with(b"}"));
        respond(stream, &mut connection);
    })
}

/// Pays at one server per script, and returns the outcomes.
fn outcomes(authority: &Authority, scripts: Vec<Script<()>>) -> Vec<Result<PaymentId, Outcome>> {
    let count = scripts.len();
    let peer = Peer::start(scripts);
    let client = client_with_transport(
        protocol(&peer.url.replace("http", "https")),
        authority.transport(Duration::from_secs(60)),
    );
    let pay = |_| match pay(&client) {
        Ok(payment) => Ok(payment.id),
        Err(error) => {
            assert!(matches!(error, Error::Transport(_)), "{error:?}");
            Err(error.outcome())
        }
    };
    let outcomes = (0..count).map(pay).collect();
    drop(client);
    peer.finish();
    outcomes
}

#[test]
fn a_response_without_a_length_is_complete_with_close_notify_only() {
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    let ending = |ends: bool| {
        served(&config, move |stream, connection| {
            stream.write_all(&records(connection, without_length().as_bytes(), ends)).unwrap();
        })
    };
    assert_eq!(
        outcomes(&authority, vec![ending(true), ending(false)]),
        [Ok(PaymentId::new(17)), Err(Outcome::Unknown)]
    );
}

#[test]
fn a_response_truncated_in_any_record_is_maybe_sent() {
    // At least the length of the records.
    const MAX_LENGTH: usize = 240;
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    for response in [response("200 OK", PAYMENT), without_length()] {
        let truncated_at = |(place, interruption): (usize, Interruption)| {
            let response = response.clone();
            served(&config, move |stream, connection| {
                let records = records(connection, response.as_bytes(), false);
                assert!(records.len() <= MAX_LENGTH, "{} bytes", records.len());
                stream.write_all(&records[..place.min(records.len() - 1)]).unwrap();
                interruption.end(stream);
            })
        };
        let interruptions = [Interruption::Close, Interruption::Reset, Interruption::HalfClose].into_iter().cycle();
        let outcomes = outcomes(&authority, (0..MAX_LENGTH).zip(interruptions).map(truncated_at).collect());
        assert_eq!(outcomes.iter().position(|outcome| *outcome != Err(Outcome::Unknown)), None, "{response}");
    }
}

#[test]
fn a_reset_response_without_a_length_is_maybe_sent() {
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    let script = served(&config, move |stream, connection| {
        stream.write_all(&records(connection, without_length().as_bytes(), false)).unwrap();
        Interruption::Reset.end(stream);
    });
    assert_eq!(outcomes(&authority, vec![script]), [Err(Outcome::Unknown)]);
}
