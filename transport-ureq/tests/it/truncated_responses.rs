//! A response truncated at any byte, in any way, is an error, and the payment's outcome is unknown.

use craftgate_core::id::PaymentId;
use std::time::Duration;

use crate::peer::{Interruption, Peer, client, pay, protocol, response};
use craftgate_core::{Error, Outcome};
use craftgate_test_support::shown;
use craftgate_ureq::ureq::Agent;
use craftgate_ureq::{UreqTransport, client_with_transport};
use proptest::prelude::*;

const PAYMENT: &str = r#"{"data":{"id":17,"paymentStatus":"SUCCESS","cardHolderName":"Işık"}}"#;

fn chunked() -> String {
    let (first, second) = PAYMENT.split_at(19);
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    format!("{head}{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", first.len(), second.len())
}

/// A response delimited by the end of the connection.
fn without_length() -> String {
    format!("HTTP/1.1 200 OK\r\n\r\n{PAYMENT}")
}

/// Pays with the response truncated at every length, and returns the lengths at which the payment succeeded.
fn passing_lengths(response: &str, interruption: Interruption, transport: UreqTransport) -> Vec<usize> {
    let lengths = 0..=response.len();
    let peer = Peer::start(lengths.clone().map(|length| interruption.after(&response.as_bytes()[..length])).collect());
    let client = client_with_transport(protocol(&peer.url), transport);
    let passes = |length: &usize| match pay(&client) {
        Ok(payment) => payment.id == PaymentId::new(17),
        Err(error) => {
            assert!(matches!(error, Error::Transport(_)), "after {length} bytes: {error:?}");
            assert_eq!(error.outcome(), Outcome::Unknown, "after {length} bytes");
            false
        }
    };
    let passing = lengths.filter(passes).collect();
    // Closes the connection that the complete response left open.
    drop(client);
    peer.finish();
    passing
}

/// They may name the payment that was taken.
#[test]
fn what_arrived_of_a_truncated_response_is_kept() {
    for (response, header) in [(response("200 OK", PAYMENT), "content-length"), (chunked(), "transfer-encoding")] {
        let arrived = &PAYMENT[..PAYMENT.find("SUCCESS").unwrap()];
        let length = response.find("SUCCESS").unwrap();
        for interruption in [Interruption::Close, Interruption::HalfClose] {
            let peer = Peer::start(vec![interruption.after(&response.as_bytes()[..length])]);
            let error = pay(&client(&peer.url)).unwrap_err();
            peer.finish();
            assert_eq!(error.outcome(), Outcome::Unknown);
            let Error::Transport(error) = error else { panic!("{error:?}") };
            assert_eq!(error.status().unwrap(), 200);
            assert!(error.headers().unwrap().contains_key(header), "{header}");
            assert_eq!(error.body().unwrap().as_bytes(), arrived.as_bytes());
            assert!(!shown(&error).contains("paymentStatus"), "{error:?}");
        }
    }
}

#[test]
fn a_response_with_a_length_is_complete_at_its_length_only() {
    let response = response("200 OK", PAYMENT);
    for interruption in [Interruption::Close, Interruption::HalfClose] {
        assert_eq!(
            passing_lengths(&response, interruption, UreqTransport::new()),
            [response.len()],
            "{interruption:?}"
        );
    }
}

/// The body is complete with the line of the last chunk, which trailers may follow (RFC 9112, section 8).
#[test]
fn a_chunked_response_is_complete_after_its_last_chunk_only() {
    let response = chunked();
    for interruption in [Interruption::Close, Interruption::HalfClose] {
        let passing = passing_lengths(&response, interruption, UreqTransport::new());
        assert_eq!(passing, [response.len() - 2, response.len()], "{interruption:?}");
    }
}

/// Some systems return a complete response that arrived before the reset, and some do not.
#[test]
fn a_reset_response_is_never_taken_for_a_complete_one() {
    for response in [response("200 OK", PAYMENT), chunked(), without_length()] {
        let passing = passing_lengths(&response, Interruption::Reset, UreqTransport::new());
        let has_end = response != without_length();
        assert!(
            passing.iter().all(|length| has_end && *length >= response.len() - 2),
            "{response} passes at {passing:?}"
        );
    }
}

#[test]
fn a_stalled_response_is_never_taken_for_a_complete_one() {
    let timeout = Some(Duration::from_millis(5));
    let config =
        || Agent::config_builder().proxy(None).timeout_recv_response(timeout).timeout_recv_body(timeout).build();
    let transport = || UreqTransport::from_config(config()).unwrap();
    for response in [response("200 OK", PAYMENT), chunked(), without_length()] {
        let passing = passing_lengths(&response, Interruption::Stall, transport());
        let has_end = response != without_length();
        assert!(passing.iter().all(|length| has_end && *length == response.len()), "{response} passes at {passing:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_bytes_leave_the_outcome_unknown(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let peer = Peer::start(vec![Interruption::Close.after(bytes)]);
        let error = pay(&client(&peer.url)).unwrap_err();
        peer.finish();
        prop_assert_eq!(error.outcome(), Outcome::Unknown);
    }

    /// No corruption of a response makes the payment look as if it was not made.
    #[test]
    fn a_corrupted_byte_never_reports_failure(place in any::<proptest::sample::Index>(), byte: u8) {
        let mut response = response("200 OK", PAYMENT).into_bytes();
        let place = place.index(response.len());
        response[place] = byte;
        let peer = Peer::start(vec![Interruption::Close.after(response)]);
        let outcome = pay(&client(&peer.url)).map_err(|error| error.outcome());
        peer.finish();
        prop_assert!(matches!(outcome, Ok(_) | Err(Outcome::Unknown)), "{:?}", outcome);
    }
}
