//! What libcurl counts tells a request that was sent from one that was not, also where its error code does not.
#![cfg(feature = "libcurl")]
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use craftgate_core::http::Request;
use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Response, Transport as _, TransportError};
use craftgate_custom_transports::libcurl::Libcurl;

const SOON: Duration = Duration::from_millis(300);

/// Takes one connection, answers each of these many heads so, and waits until the client leaves.
fn peer(answers: &'static [&'static str]) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serve = move || {
        let mut stream: TcpStream = listener.accept().unwrap().0;
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        for answer in answers {
            lines.find(String::is_empty).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        }
        lines.for_each(drop);
    };
    (address, thread::spawn(serve))
}

fn get(transport: &Libcurl, url: &str) -> Result<Response, TransportError> {
    transport.send(Request::get(url).body(Body::default()).unwrap())
}

fn delivery(transport: &Libcurl, url: &str) -> SendStatus {
    get(transport, url).unwrap_err().send_status()
}

#[test]
fn what_was_sent_before_does_not_count() {
    let (address, peer) = peer(&["HTTP/1.1 204 No Content\r\n\r\n"]);
    let (url, transport) = (format!("http://{address}/"), Libcurl::new());
    assert_eq!(get(&transport, &url).unwrap().status(), 204);
    peer.join().unwrap();
    // Nobody listens there any more.
    assert_eq!(delivery(&transport, &url), SendStatus::NotSent);
}

#[test]
fn a_server_that_is_silent_before_the_request_and_one_that_is_after_it() {
    for (scheme, expected) in [("https", SendStatus::NotSent), ("http", SendStatus::MaybeSent)] {
        let (address, peer) = peer(&[]);
        let transport = Libcurl::with_options(|handle| handle.timeout(SOON));
        assert_eq!(delivery(&transport, &format!("{scheme}://{address}/")), expected, "{scheme}");
        drop(TcpStream::connect(address)); // for one without TLS, which does not try
        peer.join().unwrap();
    }
}

#[test]
fn a_tunnel_that_takes_the_request_and_says_nothing() {
    let (address, peer) = peer(&["HTTP/1.1 200 Connection established\r\n\r\n"]);
    let transport = Libcurl::with_options(move |handle| {
        handle.proxy(&format!("http://{address}"))?;
        handle.http_proxy_tunnel(true)?;
        handle.timeout(SOON)
    });
    assert_eq!(delivery(&transport, "http://api.example.com/"), SendStatus::MaybeSent);
    peer.join().unwrap();
}
