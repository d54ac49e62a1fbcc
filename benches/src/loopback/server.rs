//! A server that sends the same response to every request, as fast as possible.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Barrier};
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Starts a server on a free port of 127.0.0.1, with a thread for each connection, and returns its URL. It runs as long
/// as the process.
pub(super) fn start(body: &str) -> String {
    format!("http://{}", start_over(body, Ok))
}

/// As [`start`], over TLS.
pub(super) fn start_tls(body: &str, config: Arc<ServerConfig>) -> String {
    let connect = move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
        Ok(StreamOwned::new(connection, stream))
    };
    format!("https://{}", start_over(body, connect))
}

/// Starts a server whose connections are what `connect` makes of a stream, and returns its address.
fn start_over<S: Read + Write>(
    body: &str,
    connect: impl Fn(TcpStream) -> io::Result<S> + Clone + Send + 'static,
) -> SocketAddr {
    let response: Arc<str> = response(body).into();
    let (listener, address) = listen();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, response, connect) = (stream.unwrap(), Arc::clone(&response), connect.clone());
            thread::spawn(move || {
                stream.set_nodelay(true)?;
                serve(connect(stream)?, &response)
            });
        }
    });
    address
}

/// Starts a server that reads this many requests, waits at the barrier twice, and responds to all of them.
pub(super) fn start_holding(body: &str, requests: usize, barrier: Arc<Barrier>) -> String {
    let response = response(body);
    let (listener, address) = listen();
    thread::spawn(move || {
        let read = |stream: io::Result<TcpStream>| {
            let (mut stream, mut received) = (stream.unwrap(), Vec::new());
            read_request(&mut stream, &mut received).unwrap();
            stream
        };
        let streams: Vec<TcpStream> = listener.incoming().take(requests).map(read).collect();
        barrier.wait();
        barrier.wait();
        streams.into_iter().for_each(|mut stream| stream.write_all(response.as_bytes()).unwrap());
    });
    format!("http://{address}")
}

fn response(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}

fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Responds to every request until the client closes the connection.
fn serve(mut stream: impl Read + Write, response: &str) -> io::Result<()> {
    let mut received = Vec::with_capacity(64 * 1024);
    loop {
        let length = read_request(&mut stream, &mut received)?;
        received.drain(..length);
        stream.write_all(response.as_bytes())?;
    }
}

/// Reads until the first request is complete, and returns its length.
fn read_request(stream: &mut impl Read, received: &mut Vec<u8>) -> io::Result<usize> {
    loop {
        match request_length(received) {
            Some(length) if length <= received.len() => return Ok(length),
            _ => read_more(stream, received)?,
        }
    }
}

fn read_more(stream: &mut impl Read, received: &mut Vec<u8>) -> io::Result<()> {
    let mut bytes = [0; 16 * 1024];
    match stream.read(&mut bytes)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        length => {
            received.extend(bytes.iter().take(length));
            Ok(())
        }
    }
}

/// Returns the first request's length, `None` until its head is complete.
fn request_length(received: &[u8]) -> Option<usize> {
    let head_length = received.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(received.get(..head_length)?).unwrap();
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    let length = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value);
    Some(head_length + length.map_or(0, |length| length.parse().unwrap()))
}
