//! An answer that breaks off at any byte, in any way, is an error, and the payment's outcome is unknown.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;

use std::time::Duration;

use common::{Cut, Peer, answer, pay, protocol};
use craftgate_core::{Error, Outcome};
use craftgate_ureq::ureq::Agent;
use craftgate_ureq::{UreqTransport, client_over};
use proptest::prelude::*;

const PAYMENT: &str = r#"{"data":{"id":17,"paymentStatus":"SUCCESS","cardHolderName":"Işık"}}"#;

fn chunked() -> String {
    let (first, second) = PAYMENT.split_at(19);
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    format!("{head}{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len())
}

/// Nothing but the connection's end tells where it ends.
fn without_length() -> String {
    format!("HTTP/1.1 200 OK\r\n\r\n{PAYMENT}")
}

/// Pays where the answer breaks off after each of its bytes, and gives the lengths at which that was no error.
fn passing_lengths(answer: &str, cut: Cut, transport: UreqTransport) -> Vec<usize> {
    let lengths = 0..=answer.len();
    let peer = Peer::start(lengths.clone().map(|length| cut.after(&answer.as_bytes()[..length])).collect());
    let client = client_over(protocol(&peer.url), transport);
    let passes = |length: &usize| match pay(&client) {
        Ok(payment) => payment.id == 17,
        Err(error) => {
            assert!(matches!(error, Error::Transport(_)), "after {length} bytes: {error:?}");
            assert_eq!(error.outcome(), Outcome::Unknown, "after {length} bytes");
            false
        }
    };
    let passing = lengths.filter(passes).collect();
    // Lets go of the connection that the whole answer left open.
    drop(client);
    peer.finish();
    passing
}

#[test]
fn an_answer_with_a_length() {
    let answer = answer("200 OK", PAYMENT);
    for cut in [Cut::Closed, Cut::HalfClosed] {
        assert_eq!(passing_lengths(&answer, cut, UreqTransport::new()), [answer.len()], "{cut:?}");
    }
}

/// All of the payment is there with the last chunk's line (RFC 9112, section 8); after it could come trailers.
#[test]
fn an_answer_in_chunks() {
    let answer = chunked();
    for cut in [Cut::Closed, Cut::HalfClosed] {
        let passing = passing_lengths(&answer, cut, UreqTransport::new());
        assert_eq!(passing, [answer.len() - 2, answer.len()], "{cut:?}");
    }
}

/// Where the whole answer came before the reset, some systems give it and some do not.
#[test]
fn a_reset_anywhere() {
    for answer in [answer("200 OK", PAYMENT), chunked(), without_length()] {
        let passing = passing_lengths(&answer, Cut::Reset, UreqTransport::new());
        let has_end = answer != without_length();
        assert!(passing.iter().all(|length| has_end && *length >= answer.len() - 2), "{answer} passes at {passing:?}");
    }
}

#[test]
fn silence_anywhere() {
    let soon = Some(Duration::from_millis(5));
    let config = || Agent::config_builder().proxy(None).timeout_recv_response(soon).timeout_recv_body(soon).build();
    let impatient = || UreqTransport::from_config(config());
    for answer in [answer("200 OK", PAYMENT), chunked(), without_length()] {
        let passing = passing_lengths(&answer, Cut::Silent, impatient());
        let has_end = answer != without_length();
        assert!(passing.iter().all(|length| has_end && *length == answer.len()), "{answer} passes at {passing:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_that_are_no_answer(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let peer = Peer::start(vec![Cut::Closed.after(bytes)]);
        let error = pay(&common::client(&peer.url)).unwrap_err();
        peer.finish();
        prop_assert_eq!(error.outcome(), Outcome::Unknown);
    }

    /// Nothing that is wrong with an answer makes it seem that the payment was not made.
    #[test]
    fn an_answer_with_a_wrong_byte(place in any::<proptest::sample::Index>(), byte: u8) {
        let mut answer = answer("200 OK", PAYMENT).into_bytes();
        let place = place.index(answer.len());
        answer[place] = byte;
        let peer = Peer::start(vec![Cut::Closed.after(answer)]);
        let outcome = pay(&common::client(&peer.url)).map_err(|error| error.outcome());
        peer.finish();
        prop_assert!(matches!(outcome, Ok(_) | Err(Outcome::Unknown)), "{:?}", outcome);
    }
}
