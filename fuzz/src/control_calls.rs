//! Any calls of the emulator's control API: every call gets a response of the documented form, and the state can be
//! exported and imported.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};

use craftgate_emulator::{Emulator, Server};
use craftgate_test_support::http::receive;
use serde_json::Value;

use crate::seed_files::assert_restored;

/// The input: lines of a method, a path below `/emulator`, and a body.
pub fn control_calls(data: &[u8]) {
    let server = Server::start(Emulator::new()).expect("a free port");
    let lines = String::from_utf8_lossy(data);
    for line in lines.lines().take(20) {
        let mut parts = line.splitn(3, ' ');
        let (method, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let is_sendable = ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method)
            && path.starts_with('/')
            && path.bytes().all(|byte| byte.is_ascii_graphic());
        if is_sendable {
            let (status, body) = call(server.address(), method, path, parts.next().unwrap_or_default());
            assert_documented_form(status, &body);
        }
    }
    let emulators = [server.emulator().clone()];
    let exported = assert_restored(&emulators);
    assert_eq!(call(server.address(), "PUT", "/state", &exported).0, 204);
    assert_eq!(craftgate_emulator::Seed::export(&emulators), exported);
}

fn call(address: SocketAddr, method: &str, path: &str, body: &str) -> (u16, Vec<u8>) {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let length = body.len();
    let head = format!("{method} /emulator{path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).expect("the server reads");
    let response = receive(&mut stream).expect("a response");
    let status = response.head.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("a status"), response.body)
}

/// Panics unless the response is JSON, nothing, or an error with its reason.
fn assert_documented_form(status: u16, body: &[u8]) {
    let json = || serde_json::from_slice::<Value>(body).expect("JSON");
    match status {
        200 => drop(json()),
        204 => assert!(body.is_empty()),
        // The path is no target of HTTP.
        400 if body.is_empty() => {}
        400 | 404 | 422 => {
            assert!(json().get("error").and_then(Value::as_str).is_some_and(|reason| !reason.is_empty()))
        }
        status => panic!("status {status}"),
    }
}
