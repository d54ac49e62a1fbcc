//! Where a proxy does not let the request through, nothing was sent, and the error says so.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use common::{Cut, Peer, Script, answer, pay, protocol, read_head, receive};
use craftgate_core::{Error, Outcome};
use craftgate_ureq::ureq::Proxy;
use craftgate_ureq::{Client, UreqTransport, client_over};

const PAYMENT: &str = r#"{"data":{"id":17,"paymentStatus":"SUCCESS"}}"#;
const OPEN: &str = "HTTP/1.1 200 Connection established\r\nvia: kasa\r\n\r\n";
const LONG: Duration = Duration::from_secs(60);

fn client(target: &str, proxy: &str, connect_timeout: Duration) -> Client {
    let proxy = Proxy::new(&proxy.replace("http://", "http://kasa:proxy-password@")).unwrap();
    let transport = UreqTransport::builder().connect_timeout(connect_timeout).proxy(proxy).build();
    client_over(protocol(target), transport)
}

/// Pays through proxies that do this, one after another, and gives what is known of it.
fn outcomes(target: &str, connect_timeout: Duration, scripts: Vec<Script<()>>) -> Vec<Outcome> {
    let count = scripts.len();
    let proxy = Peer::start(scripts);
    let client = client(target, &proxy.url, connect_timeout);
    let pay = |_| match pay(&client) {
        Err(error @ Error::Transport(_)) => error.outcome(),
        other => panic!("{other:?}"),
    };
    let outcomes = (0..count).map(pay).collect();
    drop(client);
    proxy.finish();
    outcomes
}

/// Sends these bytes to who asks for a tunnel.
fn says(bytes: impl Into<Vec<u8>>, then: impl FnOnce(&mut TcpStream) + Send + 'static) -> Script<()> {
    let bytes = bytes.into();
    Box::new(move |stream| {
        let head = read_head(stream).unwrap().head;
        assert!(head.starts_with("CONNECT ") && !head.contains("api-key"), "{head}");
        stream.write_all(&bytes).unwrap();
        then(stream);
    })
}

fn silent(stream: &mut TcpStream) {
    Cut::Silent.end(stream);
}

const TARGETS: [&str; 2] = ["https://api.craftgate.io", "http://127.0.0.1:1"];

#[test]
fn a_proxy_that_lets_through() {
    let proxy = Peer::start(vec![says(OPEN, |stream| {
        receive(stream).unwrap();
        stream.write_all(answer("200 OK", PAYMENT).as_bytes()).unwrap();
    })]);
    let client = client("http://127.0.0.1:1", &proxy.url, LONG);
    assert_eq!(pay(&client).unwrap().id, 17);
    proxy.finish();
}

#[test]
fn a_proxy_that_is_not_there() {
    for proxy in ["http://127.0.0.1:1", "http://no-such-host.invalid:3128"] {
        for target in TARGETS {
            let error = pay(&client(target, proxy, LONG)).unwrap_err();
            assert_eq!(error.outcome(), Outcome::NotSent, "{error:?}");
        }
    }
}

#[test]
fn a_proxy_that_refuses() {
    for target in TARGETS {
        let refusals = [
            "407 Proxy Authentication Required\r\nproxy-authenticate: Basic",
            "403 Forbidden",
            "502 Bad Gateway",
            "302 Found\r\nlocation: http://127.0.0.1:1/giris",
            "204 No Content",
        ];
        let refuses = |refusal: &str| says(format!("HTTP/1.1 {refusal}\r\ncontent-length: 0\r\n\r\n"), silent);
        let outcomes = outcomes(target, LONG, refusals.map(refuses).into());
        assert_eq!(outcomes, [Outcome::NotSent; 5]);
    }
}

#[test]
fn a_proxy_that_speaks_no_http() {
    let scripts =
        ["\0\u{1}\r\n\r\n", "220 posta.example ESMTP\r\n", "HTTP/1.1 abc\r\n\r\n"].map(|bytes| says(bytes, silent));
    assert_eq!(outcomes(TARGETS[0], LONG, scripts.into()), [Outcome::NotSent; 3]);
}

#[test]
fn a_proxy_that_breaks_off_anywhere() {
    for cut in [Cut::Closed, Cut::Reset, Cut::HalfClosed] {
        let breaks = |length| says(&OPEN.as_bytes()[..length], move |stream| cut.end(stream));
        let outcomes = outcomes(TARGETS[0], LONG, (0..OPEN.len()).map(breaks).collect());
        assert!(outcomes.iter().all(|outcome| *outcome == Outcome::NotSent), "{cut:?}: {outcomes:?}");
    }
}

/// The tunnel stands, and breaks before TLS does.
#[test]
fn a_tunnel_that_leads_nowhere() {
    let scripts = [Cut::Closed, Cut::Reset, Cut::HalfClosed].map(|cut| says(OPEN, move |stream| cut.end(stream)));
    assert_eq!(outcomes(TARGETS[0], LONG, scripts.into()), [Outcome::NotSent; 3]);
}

#[test]
fn a_proxy_that_says_nothing() {
    let scripts = [0, 1, 20].map(|length| says(&OPEN.as_bytes()[..length], silent)).into();
    assert_eq!(outcomes(TARGETS[0], Duration::from_millis(100), scripts), [Outcome::NotSent; 3]);
}

/// Each byte comes in time, and the answer does not.
#[test]
fn a_proxy_that_answers_for_ever() {
    let scripts = vec![says("HTTP/1.1 200 OK\r\nvia: ", |stream| {
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    })];
    assert_eq!(outcomes(TARGETS[0], Duration::from_millis(200), scripts), [Outcome::NotSent]);
}

#[test]
fn a_proxy_whose_answer_has_no_end() {
    let scripts = vec![says("HTTP/1.1 200 OK\r\n", |stream| while stream.write_all(b"via: kasa\r\n").is_ok() {})];
    assert_eq!(outcomes(TARGETS[0], LONG, scripts), [Outcome::NotSent]);
}

/// Behind an open tunnel the request is on its way, whoever breaks.
#[test]
fn a_tunnel_that_breaks_under_the_request() {
    let breaks = |cut: Cut| {
        says(OPEN, move |stream| {
            receive(stream).unwrap();
            cut.end(stream);
        })
    };
    let scripts = [Cut::Closed, Cut::Reset, Cut::HalfClosed].map(breaks);
    assert_eq!(outcomes("http://127.0.0.1:1", LONG, scripts.into()), [Outcome::Unknown; 3]);
}
