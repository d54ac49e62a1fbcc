//! Errors say whether anything can have been sent, and have a typed cause.

use std::io::{ErrorKind, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::peer::{Peer, ReceivedRequest, pay, protocol, receive, response};
use craftgate_core::http::Request;
use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Error, Transport as _, TransportError};
use craftgate_ureq::ureq::Agent;
use craftgate_ureq::{BodyTooLarge, RequestHeadTooLarge, UreqTransport, client_with_transport};

fn transport_error(url: &str, transport: UreqTransport) -> TransportError {
    match pay(&client_with_transport(protocol(url), transport)) {
        Err(Error::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_unresolvable_host_is_not_sent() {
    let too_long = format!("https://{}.invalid", "a".repeat(64));
    for url in ["https://no-such-host.invalid", "https://a..invalid", "https://256.256.256.256", &too_long] {
        let error = transport_error(url, UreqTransport::new());
        assert_eq!(error.send_status(), SendStatus::NotSent, "{url}");
    }
}

#[test]
fn a_refused_connection_is_not_sent() {
    for url in ["https://127.0.0.1:1", "http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"] {
        let error = transport_error(url, UreqTransport::new());
        assert_eq!(error.send_status(), SendStatus::NotSent, "{url}");
    }
}

#[test]
fn a_body_over_the_limit_has_a_typed_cause() {
    let peer = Peer::<ReceivedRequest>::responding(response("200 OK", &"x".repeat(2000)));
    let error = transport_error(&peer.url, UreqTransport::new().max_response_bytes(1000));
    peer.finish();
    assert_eq!(error.send_status(), SendStatus::MaybeSent);
    let cause: &BodyTooLarge = error.cause().downcast_ref().unwrap();
    assert_eq!((cause.status.as_u16(), cause.limit), (200, 1000));
    assert_eq!(error.body().unwrap().as_bytes(), [b'x'; 1000]);
}

fn with_output_buffer(bytes: usize) -> UreqTransport {
    UreqTransport::from_config(Agent::config_builder().proxy(None).output_buffer_size(bytes).build()).unwrap()
}

#[test]
fn a_line_longer_than_the_output_buffer_is_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let long = "1".repeat(1000);
    for request in [Request::get(format!("{url}?ids={long}")), Request::get(&url).header("x-api-key", &long)] {
        let error = with_output_buffer(1000).send(request.body(Body::default()).unwrap()).unwrap_err();
        assert_eq!(error.send_status(), SendStatus::NotSent);
        let cause: &RequestHeadTooLarge = error.cause().downcast_ref().unwrap();
        assert_eq!(cause.limit, 1000);
    }
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

/// Starts a server that closes each connection after one request, and counts the requests.
fn counting_server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    thread::spawn(move || {
        for mut stream in listener.incoming().map(Result::unwrap) {
            receive(&mut stream).unwrap();
            counted.fetch_add(1, Ordering::Relaxed);
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
        }
    });
    (url, requests)
}

#[test]
fn a_head_is_sent_completely_or_not_at_all_with_any_output_buffer() {
    let (url, requests) = counting_server();
    let with_a_password = url.replace("//", &format!("//a-shop:{}@", "p".repeat(200)));
    let (mut sent, mut not_sent) = (0, 0);
    for size in (1..700).step_by(3) {
        for request in [Request::get(&url), Request::post(&url), Request::get(&with_a_password)] {
            match with_output_buffer(size).send(request.body(Body::default()).unwrap()) {
                Ok(_) => sent += 1,
                Err(error) if error.send_status() == SendStatus::NotSent => not_sent += 1,
                Err(error) => panic!("{error:?} with {size} bytes"),
            }
        }
    }
    assert!(sent > 0 && not_sent > 0, "{sent} sent, {not_sent} not");
    assert_eq!(requests.load(Ordering::Relaxed), sent);
}
