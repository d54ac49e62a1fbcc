//! Over TLS, too, no part of an answer passes for it: not even where only the connection's end tells its length.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;
mod tls;

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use common::{Cut, Peer, Script, answer, pay, protocol};
use craftgate_core::{Error, Outcome};
use craftgate_ureq::client_over;
use rustls::{ServerConfig, ServerConnection};
use tls::{Authority, HOST, handshake, read_until, records};

const PAYMENT: &str = r#"{"data":{"id":17,"paymentStatus":"SUCCESS","cardHolderName":"Işık"}}"#;

fn without_length() -> String {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{PAYMENT}")
}

/// Receives a payment and does this with the connection.
fn served(
    config: &Arc<ServerConfig>,
    answer: impl FnOnce(&mut TcpStream, &mut ServerConnection) + Send + 'static,
) -> Script<()> {
    let config = Arc::clone(config);
    Box::new(move |stream| {
        let mut connection = handshake(stream, &config).unwrap();
        read_until(stream, &mut connection, |read| read.ends_with(b"}"));
        answer(stream, &mut connection);
    })
}

/// Pays at each of these servers, one after another.
fn outcomes(authority: &Authority, scripts: Vec<Script<()>>) -> Vec<Result<i64, Outcome>> {
    let count = scripts.len();
    let peer = Peer::start(scripts);
    let client =
        client_over(protocol(&peer.url.replace("http", "https")), authority.transport(Duration::from_secs(60)));
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
fn an_answer_without_a_length_is_whole_where_tls_says_so() {
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    let ending = |ends: bool| {
        served(&config, move |stream, connection| {
            stream.write_all(&records(connection, without_length().as_bytes(), ends)).unwrap();
        })
    };
    assert_eq!(outcomes(&authority, vec![ending(true), ending(false)]), [Ok(17), Err(Outcome::Unknown)]);
}

#[test]
fn an_answer_that_breaks_off_in_any_of_its_records() {
    // One for each byte, at least.
    const PLACES: usize = 240;
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    for answer in [answer("200 OK", PAYMENT), without_length()] {
        let cut_at = |(place, cut): (usize, Cut)| {
            let answer = answer.clone();
            served(&config, move |stream, connection| {
                let records = records(connection, answer.as_bytes(), false);
                assert!(records.len() <= PLACES, "{} bytes", records.len());
                stream.write_all(&records[..place.min(records.len() - 1)]).unwrap();
                cut.end(stream);
            })
        };
        let cuts = [Cut::Closed, Cut::Reset, Cut::HalfClosed].into_iter().cycle();
        let outcomes = outcomes(&authority, (0..PLACES).zip(cuts).map(cut_at).collect());
        assert_eq!(outcomes.iter().position(|outcome| *outcome != Err(Outcome::Unknown)), None, "{answer}");
    }
}

#[test]
fn a_reset_in_an_answer_without_a_length() {
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    let script = served(&config, move |stream, connection| {
        stream.write_all(&records(connection, without_length().as_bytes(), false)).unwrap();
        Cut::Reset.end(stream);
    });
    assert_eq!(outcomes(&authority, vec![script]), [Err(Outcome::Unknown)]);
}
