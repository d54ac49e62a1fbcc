//! Connections are kept alive and reused, one per concurrent request.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use crate::peer::{Peer, receive};
use crate::tls_server::{Authority, HOST, handshake, read_until, records};
use craftgate_core::http::Request;
use craftgate_core::{Body, Transport as _};
use craftgate_ureq::UreqTransport;

const RESPONSE: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// Starts a server that responds once `at_once` requests have arrived, and counts its connections.
fn server(at_once: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (connections, all_arrived) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(at_once)));
    let counted = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming().map(Result::unwrap) {
            connections.fetch_add(1, Ordering::Relaxed);
            let all_arrived = Arc::clone(&all_arrived);
            thread::spawn(move || serve(stream, &all_arrived));
        }
    });
    (url, counted)
}

fn serve(mut stream: TcpStream, all_arrived: &Barrier) {
    while receive(&mut stream).is_some() {
        all_arrived.wait();
        stream.write_all(RESPONSE).unwrap();
    }
}

/// Sends `at_once` requests concurrently, and waits for all responses.
fn send(transport: &UreqTransport, url: &str, at_once: usize) {
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| transport.send(Request::get(url).body(Body::default()).unwrap()).unwrap());
        }
    });
}

#[test]
fn each_concurrent_thread_keeps_a_connection() {
    let (url, connections) = server(24);
    let transport = UreqTransport::new();
    for _ in 0..4 {
        send(&transport, &url, 24);
    }
    assert_eq!(connections.load(Ordering::Relaxed), 24);
}

#[test]
fn idle_connections_are_limited() {
    let (url, connections) = server(8);
    let transport = UreqTransport::builder().max_idle_connections(2).build();
    send(&transport, &url, 8);
    send(&transport, &url, 8);
    assert_eq!(connections.load(Ordering::Relaxed), 8 + 6);
}

#[test]
fn a_tls_connection_serves_many_requests() {
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    let peer = Peer::start(vec![Box::new(move |stream: &mut TcpStream| {
        let mut connection = handshake(stream, &config).unwrap();
        for _ in 0..5 {
            read_until(stream, &mut connection, |read| read.ends_with(b"\r\n\r\n"));
            stream.write_all(&records(&mut connection, RESPONSE, false)).unwrap();
        }
    })]);
    let transport = authority.transport(Duration::from_secs(60));
    for _ in 0..5 {
        send(&transport, &peer.url.replace("http", "https"), 1);
    }
    peer.finish();
}
