//! The server on loopback, and sending webhooks.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{Environment, Protocol, RandomKey};
use craftgate_emulator::{Emulator, Event, Server};
use rust_decimal_macros::dec;

use crate::common::http::{connect, exchange, read_message, status, to_bytes};
use crate::common::{Shop, noon, payment, signed};

#[test]
fn several_requests_are_served_on_one_connection() {
    let server = Server::start(Emulator::new()).unwrap();
    let protocol = Protocol::new(server.emulator().credentials().unwrap(), Environment::custom(&server.url()).unwrap());
    let operation = payment(&[dec!(100)]);
    let mut connection = connect(server.address());
    for id in 1..=3 {
        let request = protocol.exchange(&operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
        let response = exchange(&mut connection, &to_bytes(&request));
        assert_eq!(status(&response), "200");
        assert!(response.contains(&format!(r#"{{"data":{{"id":{id},"paymentStatus":"SUCCESS""#)), "{response}");
    }
    assert_eq!(server.emulator().events().len(), 3);
}

#[test]
fn bodies_over_one_mebibyte_are_rejected() {
    let server = Server::start(Emulator::new()).unwrap();
    for (length, expected) in [(1 << 20, "400"), ((1 << 20) + 1, "413"), (5 << 20, "413")] {
        let url = format!("{}/onboarding/v1/members", server.url());
        let request = signed(server.emulator(), "POST", &url, &" ".repeat(length));
        let response = exchange(&mut connect(server.address()), &to_bytes(&request));
        assert_eq!(status(&response), expected, "{length}");
        assert!(response.contains(r#"{"errors":{"errorCode":""#));
    }
}

#[test]
fn garbage_does_not_stop_the_server() {
    let server = Server::start(Emulator::new()).unwrap();
    for garbage in [&b"\x16\x03\x01\x02\x00\x01"[..], b"GET\r\n\r\n", b"\0\0\0\0\r\n\r\n"] {
        let mut connection = connect(server.address());
        connection.write_all(garbage).unwrap();
        connection.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = connection.read_to_end(&mut Vec::new());
    }
    drop(connect(server.address()));
    let request = b"GET /onboarding/v1/members HTTP/1.1\r\nhost: x\r\n\r\n";
    assert_eq!(status(&exchange(&mut connect(server.address()), request)), "401");
}

#[test]
fn dropping_it_closes_every_connection_and_the_port() {
    // Another process may be given the free port in between, but hardly three times.
    let is_free = |address: SocketAddr| TcpStream::connect(address).is_err() && TcpListener::bind(address).is_ok();
    assert!((0..3).any(|_| is_free(dropped_server())));
}

/// Returns the address of a server that was dropped, and whose connections are closed.
fn dropped_server() -> SocketAddr {
    let server = Server::start(Emulator::new()).unwrap();
    let address = server.address();
    let mut idle = connect(address);
    let mut partial = connect(address);
    partial.write_all(b"POST /payment/v1/cards HTTP/1.1\r\ncontent-length: 100\r\n\r\n{").unwrap();
    let mut used = connect(address);
    exchange(&mut used, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n");

    drop(server);
    for connection in [&mut idle, &mut partial, &mut used] {
        let read = connection.read(&mut [0; 16]).map_err(|error| error.kind());
        assert!(matches!(read, Ok(0) | Err(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted)), "{read:?}");
    }
    address
}

#[test]
fn the_account_outlives_its_server() {
    let shop = Shop::on(Emulator::new());
    drop(Server::start(shop.emulator.clone()).unwrap());
    shop.send(&payment(&[dec!(1)]));
    let server = Server::bind("127.0.0.1:0", shop.emulator).unwrap();
    assert_eq!(server.emulator().events().len(), 1);
}

#[test]
fn a_webhook_is_sent_and_its_status_returned() {
    let emulator = Emulator::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhook?shop=1", listener.local_addr().unwrap());
    let merchant = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let request = read_message(&mut stream);
        stream.write_all(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n").unwrap();
        drop(stream);
        // The second connection is closed without a response.
        drop(listener.accept().unwrap());
        request
    });

    let event = Event::new(WebhookEventType::ApiAuth, noon(), WebhookStatus::Success, "17");
    assert_eq!(emulator.send_webhook(&event, &url).unwrap(), 503);
    assert!(emulator.send_webhook(&event, &url).is_err());
    assert!(emulator.send_webhook(&event, "not a url").is_err());
    let request = merchant.join().unwrap();
    assert!(request.starts_with("POST /webhook?shop=1 HTTP/1.1\r\n"));
    assert!(request.contains("x-cg-signature-v1: "));
    assert!(request.ends_with(r#""payloadId":"17","status":"SUCCESS"}"#), "{request}");
}
