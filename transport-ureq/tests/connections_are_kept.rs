//! A connection that a request is done with serves the next one, however many there are at a time.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing helper fails its test")]

mod common;
mod tls;

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use common::{Peer, receive};
use craftgate_core::http::Request;
use craftgate_core::{Body, Transport as _};
use craftgate_ureq::UreqTransport;
use tls::{Authority, HOST, handshake, read_until, records};

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// A server that answers no request before `at_once` of them are there. It counts its connections.
fn server(at_once: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (connections, all_are_there) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(at_once)));
    let counted = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming().map(Result::unwrap) {
            connections.fetch_add(1, Ordering::Relaxed);
            let all_are_there = Arc::clone(&all_are_there);
            thread::spawn(move || serve(stream, &all_are_there));
        }
    });
    (url, counted)
}

fn serve(mut stream: TcpStream, all_are_there: &Barrier) {
    while receive(&mut stream).is_some() {
        all_are_there.wait();
        stream.write_all(ANSWER).unwrap();
    }
}

/// Sends so many requests at once, and waits for all the answers.
fn send(transport: &UreqTransport, url: &str, at_once: usize) {
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| transport.send(Request::get(url).body(Body::default()).unwrap()).unwrap());
        }
    });
}

#[test]
fn as_many_threads_as_pay_at_once_keep_a_connection_each() {
    let (url, connections) = server(24);
    let transport = UreqTransport::new();
    for _ in 0..4 {
        send(&transport, &url, 24);
    }
    assert_eq!(connections.load(Ordering::Relaxed), 24);
}

#[test]
fn no_more_connections_are_kept_than_asked_for() {
    let (url, connections) = server(8);
    let transport = UreqTransport::builder().max_idle_connections(2).build();
    send(&transport, &url, 8);
    send(&transport, &url, 8);
    assert_eq!(connections.load(Ordering::Relaxed), 8 + 6);
}

#[test]
fn over_tls_too_one_connection_serves_many_requests() {
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    let peer = Peer::start(vec![Box::new(move |stream: &mut TcpStream| {
        let mut connection = handshake(stream, &config).unwrap();
        for _ in 0..5 {
            read_until(stream, &mut connection, |read| read.ends_with(b"\r\n\r\n"));
            stream.write_all(&records(&mut connection, ANSWER, false)).unwrap();
        }
    })]);
    let transport = authority.transport(Duration::from_secs(5));
    for _ in 0..5 {
        send(&transport, &peer.url.replace("http", "https"), 1);
    }
    peer.finish();
}
