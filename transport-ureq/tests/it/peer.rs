//! A loopback server that reads real requests and plays a test's script.

use std::error::Error as _;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use craftgate_core::payment::{Amounts, Card, CardExpiry, CardNumber, CreatePayment, Payment, PaymentItem};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{BaseUrl, Credentials, Currency, Environment, Error, Protocol};
use craftgate_ureq::{Client, UreqTransport, client_with_transport};
use socket2::SockRef;

/// A request as it arrived.
#[derive(Debug)]
pub(crate) struct ReceivedRequest {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl ReceivedRequest {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// What the server does with one connection.
pub(crate) type Script<T> = Box<dyn FnOnce(&mut TcpStream) -> T + Send>;

/// A server that plays one script per connection, one after another, and returns their results.
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

    /// Responds to one request with these bytes, then closes the connection.
    pub(crate) fn responding(response: impl Into<Vec<u8>>) -> Peer<ReceivedRequest> {
        let response = response.into();
        Peer::start(vec![Box::new(move |stream| {
            let request = receive(stream).unwrap();
            stream.write_all(&response).unwrap();
            request
        })])
    }

    pub(crate) fn finish(self) -> Vec<T> {
        self.thread.join().unwrap()
    }
}

/// Reads one request; `None` if the connection was closed instead.
pub(crate) fn receive(stream: &mut TcpStream) -> Option<ReceivedRequest> {
    let mut request = read_head(stream)?;
    let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body).unwrap();
    Some(request)
}

/// Reads to the empty line; `None` if the connection was closed instead.
pub(crate) fn read_head(stream: &mut impl Read) -> Option<ReceivedRequest> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap() == 0 {
            assert!(head.is_empty(), "truncated request");
            return None;
        }
        head.push(byte[0]);
    }
    Some(ReceivedRequest { head: String::from_utf8(head).unwrap(), body: Vec::new() })
}

/// How the server interrupts an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interruption {
    /// Closes the connection.
    Close,
    /// Shuts down its side of the connection and keeps reading.
    HalfClose,
    /// Resets the connection.
    Reset,
    /// Sends nothing more.
    Stall,
}

impl Interruption {
    /// Receives a request, sends these bytes and interrupts the response.
    pub(crate) fn after(self, bytes: impl Into<Vec<u8>>) -> Script<()> {
        let bytes = bytes.into();
        Box::new(move |stream| {
            receive(stream).unwrap();
            stream.write_all(&bytes).unwrap();
            self.end(stream);
        })
    }

    /// Interrupts the connection; returning from the script closes it.
    pub(crate) fn end(self, stream: &mut TcpStream) {
        match self {
            Self::Close => {}
            Self::Reset => SockRef::from(&*stream).set_linger(Some(Duration::ZERO)).unwrap(),
            Self::HalfClose => {
                stream.shutdown(Shutdown::Write).unwrap();
                await_end(stream);
            }
            Self::Stall => await_end(stream),
        }
    }
}

/// Waits until the client closes the connection.
fn await_end(stream: &mut TcpStream) {
    stream.read_to_end(&mut Vec::new()).unwrap_or_default();
}

pub(crate) fn response(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

pub(crate) fn protocol(url: &str) -> Protocol {
    let credentials = Credentials::new("api-key", "secret-key").unwrap();
    Protocol::new(credentials, Environment::Custom(BaseUrl::new(url).unwrap()))
}

pub(crate) fn client(url: &str) -> Client {
    client_with_transport(protocol(url), UreqTransport::new())
}

/// Creates a payment. An error must not show any secret.
pub(crate) fn pay(client: &Client) -> Result<Payment, Error> {
    let price = Decimal::new(10_000, 2);
    let payment =
        CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price).name("Çaydanlık")]).card(
            Card::new(
                "Gülşah Işık",
                CardNumber::new("5258640000000001"),
                CardExpiry::new(2044, 7).unwrap(),
                "gizli-kod",
            ),
        );
    client.call(&payment).send().inspect_err(assert_no_secrets)
}

fn assert_no_secrets(error: &Error) {
    let mut message = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        message += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    for secret in ["secret-key", "api-key", "Gülşah", "5258640000000001", "gizli-kod", "proxy-password"] {
        assert!(!message.contains(secret), "{secret} shows in {message}");
    }
}
