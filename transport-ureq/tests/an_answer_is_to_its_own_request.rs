//! What a server has sent unasked is never taken for the answer to the next request.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;
mod tls;

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;

use common::{Cut, Peer, Script, answer, receive};
use craftgate_core::http::Request;
use craftgate_core::{Body, Transport as _};
use craftgate_ureq::UreqTransport;
use rustls::ServerConfig;
use tls::{Authority, HOST, handshake, read_until, records};

fn get(transport: &UreqTransport, url: &str) -> String {
    let answer = transport.send(Request::get(url).body(Body::default()).unwrap()).unwrap();
    String::from_utf8(answer.body().as_bytes().to_vec()).unwrap()
}

/// An answer that is so long with its head.
fn answer_of(length: usize) -> String {
    let head = answer("200 OK", &"x".repeat(length)).len() - length;
    let answer = answer("200 OK", &"x".repeat(length - head));
    assert_eq!(answer.len(), length);
    answer
}

/// Receives a request and sends an answer and another one in a single write, each in a record of its own.
fn answers_twice(config: &Arc<ServerConfig>, first: String, unasked: String) -> Script<()> {
    let mut config = ServerConfig::clone(config);
    config.max_fragment_size = None;
    config.send_tls13_tickets = 0;
    Box::new(move |stream| {
        let mut connection = handshake(stream, &Arc::new(config)).unwrap();
        read_until(stream, &mut connection, |read| read.ends_with(b"\r\n\r\n"));
        let mut bytes = records(&mut connection, first.as_bytes(), false);
        bytes.extend(records(&mut connection, unasked.as_bytes(), false));
        stream.write_all(&bytes).unwrap();
        Cut::Silent.end(stream);
    })
}

/// Asks twice, with this input buffer, where one more answer comes with a first one of this length.
fn assert_unheard(length: usize, buffer: usize) {
    let authority = Authority::new();
    let config = authority.server(HOST, |_| ());
    let scripts = vec![
        answers_twice(&config, answer_of(length), answer("200 OK", "unasked")),
        answers_twice(&config, answer("200 OK", "second"), String::new()),
    ];
    let peer = Peer::start(scripts);
    let transport = UreqTransport::from_config(authority.config().input_buffer_size(buffer).build());
    let url = peer.url.replace("http", "https");
    get(&transport, &url);
    assert_eq!(get(&transport, &url), "second");
    drop(transport);
    peer.finish();
}

/// rustls reads 4096 bytes at a time, a record's 22 of its own among them.
#[test]
fn what_came_with_the_last_record() {
    assert_unheard(4096 - 22, 128 << 10);
}

#[test]
fn what_came_within_the_last_record() {
    assert_unheard(1200, 1200);
}

/// By HTTP's rules these have no body, whatever they say (RFC 9112, section 6.3).
#[test]
fn the_late_body_of_an_answer_that_can_not_have_one() {
    let late = answer("200 OK", "late");
    for status in ["204 No Content", "304 Not Modified"] {
        let says_more = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", late.len());
        let early_hints = "HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n";
        for head in [says_more.clone(), format!("{early_hints}{says_more}")] {
            let late = late.clone();
            let peer = Peer::start(vec![
                Box::new(move |stream: &mut TcpStream| {
                    receive(stream).unwrap();
                    stream.write_all(head.as_bytes()).unwrap();
                    if receive(stream).is_some() {
                        stream.write_all(late.as_bytes()).unwrap();
                    }
                }) as Script<()>,
                Cut::Closed.after(answer("200 OK", "second")),
            ]);
            let transport = UreqTransport::new();
            assert_eq!(get(&transport, &peer.url), "");
            assert_eq!(get(&transport, &peer.url), "second", "{status}");
            peer.finish();
        }
    }
}
