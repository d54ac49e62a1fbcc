//! The server answers as the emulator does, and is gone when it is dropped.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failing helper fails its test")]
#![cfg(feature = "server")]

mod common;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use common::{Shop, payment, signed};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use craftgate_core::{Environment, Protocol, RandomKey, Request};
use craftgate_emulator::{Emulator, Event, Server};
use rust_decimal_macros::dec;

/// Sends raw bytes and reads what comes back for one request.
fn exchange(stream: &mut TcpStream, request: &[u8]) -> String {
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let length = stream.read(&mut chunk).unwrap();
        answer.extend_from_slice(&chunk[..length]);
        if length == 0 || is_whole(&answer) {
            return String::from_utf8(answer).unwrap();
        }
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    body.len() >= length.parse().unwrap()
}

/// A request as HTTP/1.1 writes it.
fn raw(request: &Request) -> Vec<u8> {
    let target = request.uri().path_and_query().unwrap();
    let host = request.uri().authority().unwrap();
    let mut text = format!("{} {target} HTTP/1.1\r\nhost: {host}\r\n", request.method());
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    text += &format!("content-length: {}\r\n\r\n", request.body().len());
    [text.as_bytes(), request.body().as_bytes()].concat()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap()
}

#[test]
fn it_answers_as_the_emulator_does_on_one_connection() {
    let server = Server::start(Emulator::new()).unwrap();
    let protocol = Protocol::new(server.emulator().credentials().unwrap(), Environment::custom(&server.url()).unwrap());
    let operation = payment(&[dec!(100)]);
    let mut connection = TcpStream::connect(server.address()).unwrap();
    for id in 1..=3 {
        let request = protocol.exchange(&operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
        let answer = exchange(&mut connection, &raw(&request));
        assert_eq!(status(&answer), "200");
        assert!(answer.contains(&format!(r#"{{"data":{{"id":{id},"paymentStatus":"SUCCESS""#)), "{answer}");
    }
    assert_eq!(server.emulator().events().len(), 3);
}

#[test]
fn a_body_of_a_mebibyte_is_read_and_no_more() {
    let server = Server::start(Emulator::new()).unwrap();
    for (length, expected) in [(1 << 20, "400"), ((1 << 20) + 1, "413"), (5 << 20, "413")] {
        let url = format!("{}/onboarding/v1/members", server.url());
        let request = signed(server.emulator(), "POST", &url, &" ".repeat(length));
        let answer = exchange(&mut TcpStream::connect(server.address()).unwrap(), &raw(&request));
        assert_eq!(status(&answer), expected, "{length}");
        assert!(answer.contains(r#"{"errors":{"errorCode":""#));
    }
}

#[test]
fn what_is_not_http_does_not_stop_it() {
    let server = Server::start(Emulator::new()).unwrap();
    for garbage in [&b"\x16\x03\x01\x02\x00\x01"[..], b"GET\r\n\r\n", b"\0\0\0\0\r\n\r\n"] {
        let mut connection = TcpStream::connect(server.address()).unwrap();
        connection.write_all(garbage).unwrap();
        connection.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = connection.read_to_end(&mut Vec::new());
    }
    drop(TcpStream::connect(server.address()).unwrap());
    let request = b"GET /onboarding/v1/members HTTP/1.1\r\nhost: x\r\n\r\n";
    assert_eq!(status(&exchange(&mut TcpStream::connect(server.address()).unwrap(), request)), "401");
}

#[test]
fn dropping_it_closes_every_connection_and_the_port() {
    let server = Server::start(Emulator::new()).unwrap();
    let address = server.address();
    let mut idle = TcpStream::connect(address).unwrap();
    let mut half = TcpStream::connect(address).unwrap();
    half.write_all(b"POST /payment/v1/cards HTTP/1.1\r\ncontent-length: 100\r\n\r\n{").unwrap();
    let mut used = TcpStream::connect(address).unwrap();
    exchange(&mut used, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n");

    drop(server);
    for connection in [&mut idle, &mut half, &mut used] {
        // The end of the stream, or a reset: either way nobody is there.
        assert!(matches!(connection.read(&mut [0; 16]), Ok(0) | Err(_)));
    }
    assert!(TcpStream::connect(address).is_err());
    assert!(TcpListener::bind(address).is_ok());
}

#[test]
fn the_account_outlives_its_server() {
    let shop = Shop::on(Emulator::new());
    drop(Server::start(shop.emulator.clone()).unwrap());
    shop.get(&payment(&[dec!(1)]));
    let server = Server::bind("127.0.0.1:0", shop.emulator).unwrap();
    assert_eq!(server.emulator().events().len(), 1);
}

#[test]
fn a_webhook_is_posted_and_its_answer_told() {
    let emulator = Emulator::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/webhook?shop=1", listener.local_addr().unwrap());
    let merchant = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !is_whole(&request) {
            let mut chunk = [0; 4096];
            let length = stream.read(&mut chunk).unwrap();
            request.extend_from_slice(&chunk[..length]);
        }
        stream.write_all(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n").unwrap();
        String::from_utf8(request).unwrap()
    });

    let event = Event::new(WebhookEventType::ApiAuth, common::noon(), WebhookStatus::Success, "17");
    assert_eq!(emulator.send_webhook(&event, &url).unwrap(), 503);
    let request = merchant.join().unwrap();
    assert!(request.starts_with("POST /webhook?shop=1 HTTP/1.1\r\n"));
    assert!(request.contains("x-cg-signature-v1: "));
    assert!(request.ends_with(r#""payloadId":"17","status":"SUCCESS"}"#), "{request}");

    assert!(emulator.send_webhook(&event, &url).is_err());
    assert!(emulator.send_webhook(&event, "not a url").is_err());
}
