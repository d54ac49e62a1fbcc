//! Unsolicited data from a server is never returned as the response to the next request.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;

use crate::peer::{Interruption, Peer, Script, protocol, receive, response};
use crate::tls_server::{Authority, HOST, handshake, read_until, records};
use craftgate_core::error::ResponseErrorKind;
use craftgate_core::http::Request;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::RetrievePayment;
use craftgate_core::{Body, Error, Outcome, Transport as _};
use craftgate_ureq::{UreqTransport, client_with_transport};
use rustls::ServerConfig;

fn get(transport: &UreqTransport, url: &str) -> String {
    let response = transport.send(Request::get(url).body(Body::default()).unwrap()).unwrap();
    String::from_utf8(response.body().as_bytes().to_vec()).unwrap()
}

/// Returns a response of this length, head included.
fn response_of(length: usize) -> String {
    let head = response("200 OK", &"x".repeat(length)).len() - length;
    let response = response("200 OK", &"x".repeat(length - head));
    assert_eq!(response.len(), length);
    response
}

/// Receives a request and sends two responses in a single write, each in a TLS record of its own.
fn responds_with_extra(config: &Arc<ServerConfig>, first: String, unsolicited: String) -> Script<()> {
    let mut config = ServerConfig::clone(config);
    config.max_fragment_size = None;
    config.send_tls13_tickets = 0;
    Box::new(move |stream| {
        let mut connection = handshake(stream, &Arc::new(config)).unwrap();
        read_until(stream, &mut connection, |read| read.ends_with(b"\r\n\r\n"));
        let mut bytes = records(&mut connection, first.as_bytes(), false);
        bytes.extend(records(&mut connection, unsolicited.as_bytes(), false));
        stream.write_all(&bytes).unwrap();
        Interruption::Stall.end(stream);
    })
}

/// Sends two requests with this input buffer; an unsolicited response follows the first one, which has this length.
fn assert_not_returned(length: usize, buffer: usize) {
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    let scripts = vec![
        responds_with_extra(&config, response_of(length), response("200 OK", "unsolicited")),
        responds_with_extra(&config, response("200 OK", "second"), String::new()),
    ];
    let peer = Peer::start(scripts);
    let transport = UreqTransport::from_config(authority.config().input_buffer_size(buffer).build()).unwrap();
    let url = peer.url.replace("http", "https");
    get(&transport, &url);
    assert_eq!(get(&transport, &url), "second");
    drop(transport);
    peer.finish();
}

/// rustls reads 4096 bytes at a time, including a record's overhead of 22.
#[test]
fn an_unsolicited_response_read_with_the_last_record_is_discarded() {
    assert_not_returned(4096 - 22, 128 << 10);
}

#[test]
fn an_unsolicited_response_after_a_full_buffer_is_discarded() {
    assert_not_returned(1200, 1200);
}

/// The first half of the unsolicited response's TLS record arrives with the first response, the second half after the next
/// request: only the id shows that it is not the response to that request.
#[test]
fn a_response_that_began_unsolicited_is_no_result_of_another_payment() {
    let authority = Authority::new();
    let mut config = ServerConfig::clone(&authority.server(HOST, |_| ()));
    config.max_fragment_size = None;
    config.send_tls13_tickets = 0;
    let payment = |id: u32| response("200 OK", &format!(r#"{{"data":{{"id":{id},"paymentStatus":"SUCCESS"}}}}"#));
    let script: Script<()> = Box::new(move |stream| {
        let mut connection = handshake(stream, &Arc::new(config)).unwrap();
        let is_request = |read: &[u8]| read.ends_with(b"\r\n\r\n");
        read_until(stream, &mut connection, is_request);
        let mut bytes = records(&mut connection, payment(1).as_bytes(), false);
        let unsolicited = records(&mut connection, payment(1).as_bytes(), false);
        let (begin, end) = unsolicited.split_at(unsolicited.len() / 2);
        bytes.extend(begin);
        stream.write_all(&bytes).unwrap();
        read_until(stream, &mut connection, is_request);
        stream.write_all(end).unwrap();
        Interruption::Stall.end(stream);
    });
    let peer = Peer::start(vec![script]);
    let transport = UreqTransport::from_config(authority.config().build()).unwrap();
    let client = client_with_transport(protocol(&peer.url.replace("http", "https")), transport);
    let retrieve = |id| client.call(&RetrievePayment::new(PaymentId::new(id))).send();
    assert_eq!(retrieve(1).unwrap().id, PaymentId::new(1));
    let error = retrieve(2).unwrap_err();
    assert!(matches!(&error, Error::Response(error) if error.kind() == ResponseErrorKind::IdMismatch), "{error:?}");
    assert_eq!(error.outcome(), Outcome::Unknown);
    drop(client);
    peer.finish();
}

/// These statuses have no body, whatever the head announces (RFC 9112, section 6.3).
#[test]
fn a_late_body_of_a_response_without_a_body_is_discarded() {
    let late = response("200 OK", "late");
    for status in ["204 No Content", "304 Not Modified"] {
        let announcing = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", late.len());
        let early_hints = "HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n";
        for head in [announcing.clone(), format!("{early_hints}{announcing}")] {
            let late = late.clone();
            let peer = Peer::start(vec![
                Box::new(move |stream: &mut TcpStream| {
                    receive(stream).unwrap();
                    stream.write_all(head.as_bytes()).unwrap();
                    if receive(stream).is_some() {
                        stream.write_all(late.as_bytes()).unwrap();
                    }
                }) as Script<()>,
                Interruption::Close.after(response("200 OK", "second")),
            ]);
            let transport = UreqTransport::new();
            assert_eq!(get(&transport, &peer.url), "");
            assert_eq!(get(&transport, &peer.url), "second", "{status}");
            peer.finish();
        }
    }
}
