//! A call's timeout is the time limit of all its steps together. The longest timeouts neither panic nor expire.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::peer::{Peer, ReceivedRequest, Script, pay, protocol, receive, response};
use crate::tls_server::{Authority, HOST, first_flight, handshake, read_until, records};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::RetrievePayment;
use craftgate_core::{Error, Outcome};
use craftgate_ureq::{UreqTransport, client_with_transport};

const PAYMENT: &str = r#"{"data":{"id":17,"paymentStatus":"SUCCESS"}}"#;
const TIMEOUT: Duration = Duration::from_secs(2);
/// A part of a call that takes less than the timeout. Two take more.
const PART: Duration = TIMEOUT.saturating_mul(3).checked_div(4).unwrap();

/// Sends bytes one by one, the last of them not before the time has passed. Fails if the client closes the connection.
fn drip(stream: &mut TcpStream, bytes: &[u8], time: Duration) -> std::io::Result<()> {
    let (start, count) = (Instant::now(), u32::try_from(bytes.len()).unwrap());
    for (byte, number) in bytes.iter().zip(1..) {
        std::thread::sleep((time * number / count).saturating_sub(start.elapsed()));
        stream.write_all(&[*byte])?;
    }
    Ok(())
}

/// Pays at a server that responds completely, each part of the call within the timeout and all of them after it.
fn pay_too_late(transport: UreqTransport, scheme: &str, script: Script<()>) -> Error {
    let peer = Peer::start(vec![script]);
    let client = client_with_transport(protocol(&peer.url.replace("http", scheme)), transport);
    let start = Instant::now();
    let error = pay(&client).unwrap_err();
    assert!(start.elapsed() >= TIMEOUT, "after {:?}", start.elapsed());
    drop(client);
    peer.finish();
    error
}

#[test]
fn a_slow_head_counts_towards_the_time_of_the_body() {
    let script: Script<()> = Box::new(|stream| {
        receive(stream).unwrap();
        let response = response("200 OK", PAYMENT);
        let (head, body) = response.split_at(response.len() - PAYMENT.len());
        let _ = drip(stream, head.as_bytes(), PART).and_then(|()| drip(stream, body.as_bytes(), PART));
    });
    let error = pay_too_late(UreqTransport::builder().timeout(TIMEOUT).build(), "http", script);
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[test]
fn a_slow_handshake_counts_towards_the_time_of_the_response() {
    let authority = Authority::new();
    let server = authority.server(HOST, |_| ());
    let config = authority.config().timeout_connect(Some(TIMEOUT)).timeout_global(Some(TIMEOUT)).build();
    let script: Script<()> = Box::new(move |stream| {
        std::thread::sleep(PART);
        let Some(mut connection) = handshake(stream, &server) else { return };
        read_until(stream, &mut connection, |read| read.ends_with(b"}"));
        let response = records(&mut connection, response("200 OK", PAYMENT).as_bytes(), false);
        let _ = drip(stream, &response, PART);
    });
    let error = pay_too_late(UreqTransport::from_config(config).unwrap(), "https", script);
    assert!(matches!(error.outcome(), Outcome::Unknown | Outcome::NotSent), "{error:?}");
}

/// The handshake never ends, though each of its bytes arrives in time.
#[test]
fn a_dripped_handshake_is_not_sent() {
    let authority = Authority::new();
    let server = authority.server(HOST, |_| ());
    let config = authority.config().timeout_global(Some(TIMEOUT)).build();
    let script: Script<()> = Box::new(move |stream| {
        let Some(flight) = first_flight(stream, &server) else { return };
        let _ = drip(stream, &flight[..flight.len() - 1], 4 * TIMEOUT);
    });
    let error = pay_too_late(UreqTransport::from_config(config).unwrap(), "https", script);
    assert_eq!(error.outcome(), Outcome::NotSent);
}

#[test]
fn a_timeout_of_duration_max_is_valid() {
    let builder = UreqTransport::builder();
    for builder in [builder.clone().connect_timeout(Duration::MAX), builder.timeout(Duration::MAX)] {
        let peer =
            Peer::<ReceivedRequest>::responding(response("200 OK", r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#));
        let url = peer.url.replace("127.0.0.1", "localhost");
        let payment = client_with_transport(protocol(&url), builder.build())
            .call(&RetrievePayment::new(PaymentId::new(1)))
            .send()
            .unwrap();
        peer.finish();
        assert_eq!(payment.id, PaymentId::new(1));
    }
}
