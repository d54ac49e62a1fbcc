//! libcurl's counters show whether a request can have been sent, where its error code does not.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use craftgate_core::http::Request;
use craftgate_core::transport::SendStatus;
use craftgate_core::{Body, Response, Transport as _, TransportError};
use craftgate_custom_transports::libcurl::Libcurl;

/// Long enough to send a request on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Accepts one connection, responds to each request with the next response, and waits until the client closes.
fn peer(responses: &'static [&'static str]) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serve = move || {
        let mut stream: TcpStream = listener.accept().unwrap().0;
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
        for response in responses {
            lines.find(String::is_empty).unwrap();
            stream.write_all(response.as_bytes()).unwrap();
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
fn earlier_requests_do_not_count() {
    let (address, peer) = peer(&["HTTP/1.1 204 No Content\r\n\r\n"]);
    let (url, transport) = (format!("http://{address}/"), Libcurl::new());
    assert_eq!(get(&transport, &url).unwrap().status(), 204);
    peer.join().unwrap();
    // The server has stopped.
    assert_eq!(delivery(&transport, &url), SendStatus::NotSent);
}

#[test]
fn a_timeout_is_not_sent_before_and_maybe_sent_after_the_request() {
    for (scheme, expected) in [("https", SendStatus::NotSent), ("http", SendStatus::MaybeSent)] {
        let (address, peer) = peer(&[]);
        let transport = Libcurl::with_options(|handle| handle.timeout(TIMEOUT));
        assert_eq!(delivery(&transport, &format!("{scheme}://{address}/")), expected, "{scheme}");
        drop(TcpStream::connect(address)); // libcurl without TLS does not connect
        peer.join().unwrap();
    }
}

#[test]
fn a_timeout_in_a_tunnel_is_maybe_sent() {
    let (address, peer) = peer(&["HTTP/1.1 200 Connection established\r\n\r\n"]);
    let transport = Libcurl::with_options(move |handle| {
        handle.proxy(&format!("http://{address}"))?;
        handle.http_proxy_tunnel(true)?;
        handle.timeout(TIMEOUT)
    });
    assert_eq!(delivery(&transport, "http://api.example.com/"), SendStatus::MaybeSent);
    peer.join().unwrap();
}
