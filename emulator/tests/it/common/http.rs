//! HTTP/1.1 messages on a socket.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use craftgate_core::Request;
use craftgate_test_support::http::{read_head, receive};

/// Connects, with a timeout that no test reaches unless it would wait forever.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// Sends raw bytes and returns the response to them.
pub(crate) fn exchange(stream: &mut TcpStream, request: &[u8]) -> String {
    stream.write_all(request).unwrap();
    match request.starts_with(b"HEAD ") {
        // The length is that of a body which does not follow.
        true => read_head(stream).map_or_else(String::new, |message| message.head),
        false => read_message(stream),
    }
}

/// Reads a request or a response; empty if the connection was closed instead.
pub(crate) fn read_message(stream: &mut TcpStream) -> String {
    receive(stream).map_or_else(String::new, |message| message.head + std::str::from_utf8(&message.body).unwrap())
}

/// Returns a request as HTTP/1.1 writes it.
pub(crate) fn to_bytes(request: &Request) -> Vec<u8> {
    let target = request.uri().path_and_query().unwrap();
    let host = request.uri().authority().unwrap();
    let mut head = format!("{} {target} HTTP/1.1\r\nhost: {host}\r\n", request.method());
    for (name, value) in request.headers() {
        head += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    head += &format!("content-length: {}\r\n\r\n", request.body().len());
    [head.as_bytes(), request.body().as_bytes()].concat()
}

/// Sends an unsigned request on a connection of its own, with these headers besides, and returns the whole response.
#[cfg(feature = "control")]
pub(crate) fn send(address: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> String {
    let host = if headers.contains("host:") { String::new() } else { format!("host: {address}\r\n") };
    let length = body.len();
    let request = format!("{method} {path} HTTP/1.1\r\n{host}{headers}content-length: {length}\r\n\r\n{body}");
    exchange(&mut connect(address), request.as_bytes())
}

/// Returns the status and the body of the response to an unsigned request.
#[cfg(feature = "control")]
pub(crate) fn call(address: SocketAddr, method: &str, path: &str, body: &str) -> (u16, String) {
    let response = send(address, method, path, "", body);
    let (_, content) = response.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {response:?}"));
    (status(&response).parse().unwrap(), content.to_owned())
}

pub(crate) fn status(response: &str) -> &str {
    response.split(' ').nth(1).unwrap()
}
