//! A peer on the loopback interface that reads real requests and answers with whatever bytes a test wants.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::error::Error as _;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use craftgate_core::payment::{Amounts, Card, CreatePayment, Payment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{BaseUrl, Credentials, Currency, Environment, Error, Protocol};
use craftgate_ureq::{Client, UreqTransport, client_over};
use socket2::SockRef;

/// A request as it arrived.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// What the peer does with one connection.
pub(crate) type Script<T> = Box<dyn FnOnce(&mut TcpStream) -> T + Send>;

/// Serves one connection after another, each with its own script, and gives what the scripts made.
pub(crate) struct Peer<T> {
    pub(crate) url: String,
    thread: JoinHandle<Vec<T>>,
}

impl<T: Send + 'static> Peer<T> {
    pub(crate) fn start(scripts: Vec<Script<T>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serve = move || {
            let serve_one = |script: Script<T>| {
                let (mut stream, _) = listener.accept().unwrap();
                script(&mut stream)
            };
            scripts.into_iter().map(serve_one).collect()
        };
        Self { url, thread: std::thread::spawn(serve) }
    }

    /// One connection that answers one request with these bytes, and is then closed.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Peer<Received> {
        let answer = answer.into();
        Peer::start(vec![Box::new(move |stream| {
            let request = receive(stream).unwrap();
            stream.write_all(&answer).unwrap();
            request
        })])
    }

    pub(crate) fn finish(self) -> Vec<T> {
        self.thread.join().unwrap()
    }
}

/// Reads one request; `None` if the connection was closed instead.
pub(crate) fn receive(stream: &mut TcpStream) -> Option<Received> {
    let mut request = read_head(stream)?;
    let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body).unwrap();
    Some(request)
}

/// Reads to the empty line; `None` if the connection was closed instead.
pub(crate) fn read_head(stream: &mut impl Read) -> Option<Received> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap() == 0 {
            assert!(head.is_empty(), "a request was cut");
            return None;
        }
        head.push(byte[0]);
    }
    Some(Received { head: String::from_utf8(head).unwrap(), body: Vec::new() })
}

/// How an answer ends before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The connection is closed in good order.
    Closed,
    /// The server says that it is through, and still listens.
    HalfClosed,
    /// The connection is reset.
    Reset,
    /// Nothing more comes.
    Silent,
}

impl Cut {
    /// Receives a payment and sends these bytes of an answer.
    pub(crate) fn after(self, bytes: impl Into<Vec<u8>>) -> Script<()> {
        let bytes = bytes.into();
        Box::new(move |stream| {
            receive(stream).unwrap();
            stream.write_all(&bytes).unwrap();
            self.end(stream);
        })
    }

    /// Ends the connection, together with what the script's end does: it closes it.
    pub(crate) fn end(self, stream: &mut TcpStream) {
        match self {
            Self::Closed => {}
            Self::Reset => SockRef::from(&*stream).set_linger(Some(Duration::ZERO)).unwrap(),
            Self::HalfClosed => {
                stream.shutdown(Shutdown::Write).unwrap();
                await_end(stream);
            }
            Self::Silent => await_end(stream),
        }
    }
}

/// Waits until the other side gives up.
fn await_end(stream: &mut TcpStream) {
    stream.read_to_end(&mut Vec::new()).unwrap_or_default();
}

pub(crate) fn answer(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

pub(crate) fn protocol(url: &str) -> Protocol {
    let credentials = Credentials::new("api-key", "secret-key").unwrap();
    Protocol::new(credentials, Environment::Custom(BaseUrl::new(url).unwrap()))
}

pub(crate) fn client(url: &str) -> Client {
    client_over(protocol(url), UreqTransport::new())
}

/// Takes a payment. If that fails, nothing secret shows.
pub(crate) fn pay(client: &Client) -> Result<Payment, Error> {
    let price = Decimal::new(10_000, 2);
    let payment =
        CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Çaydanlık")])
            .card(Card::new("Gülşah Işık", "5258640000000001", "2044", "07", "gizli-kod"));
    client.call(&payment).send().inspect_err(shows_no_secret)
}

fn shows_no_secret(error: &Error) {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    for secret in ["secret-key", "api-key", "Gülşah", "5258640000000001", "gizli-kod", "proxy-password"] {
        assert!(!text.contains(secret), "{secret} shows in {text}");
    }
}
