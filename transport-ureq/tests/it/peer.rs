//! A loopback server that reads real requests and plays a test's script.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use craftgate_core::payment::{Card, CardNumber, Payment};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::{BaseUrl, Credentials, Environment, Error, Protocol};
pub(crate) use craftgate_test_support::http::{Message as ReceivedRequest, read_head, receive};
use craftgate_test_support::{APPROVED_CARD, expiry, payment, shown};
use craftgate_ureq::{Client, UreqTransport, client_with_transport};
use socket2::SockRef;

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
        payment(price, Card::new("Gülşah Işık", CardNumber::new(APPROVED_CARD), expiry(2044, 7), "gizli-kod"));
    client.call(&payment).send().inspect_err(assert_no_secrets)
}

fn assert_no_secrets(error: &Error) {
    let message = shown(error);
    for secret in ["secret-key", "api-key", "Gülşah", APPROVED_CARD, "gizli-kod", "proxy-password"] {
        assert!(!message.contains(secret), "{secret} shows in {message}");
    }
}
