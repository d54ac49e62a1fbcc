//! Any bytes from a peer: a complete response arrives complete, and everything else is an error whose outcome is unknown.

use craftgate_core::id::PaymentId;
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use craftgate_core::http::HeaderValue;
use craftgate_core::payment::RefundPayment;
use craftgate_core::transport::SendStatus;
use craftgate_core::{
    Credentials, Environment, Protocol, RandomKey, Request, Response, Transport as _, TransportError,
};
use craftgate_ureq::UreqTransport;

use crate::reference::http_message::Message;
use crate::responses::assert_keeps_response;
use crate::signature;

/// The largest response body that the transport accepts, in bytes.
const MAX_BODY: usize = 1 << 16;
/// The transport's timeouts. The peer never waits, so that none is reached, even on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(120);

/// The input: the bytes that the peer sends back before it closes the connection.
pub fn raw_http(data: &[u8]) {
    static PEER: LazyLock<Mutex<Peer>> = LazyLock::new(|| Mutex::new(Peer::start()));
    let peer = PEER.lock().unwrap_or_else(PoisonError::into_inner);
    let (result, is_request_complete) = peer.exchange(data);
    assert!(is_request_complete, "the request was not sent, or truncated: {result:?}");
    let expected = Message::parse(data).filter(|message| message.body.len() <= MAX_BODY);
    match result {
        Ok(response) => assert_response(response, expected, data),
        Err(error) => {
            assert_eq!(
                error.send_status(),
                SendStatus::MaybeSent,
                "a request that arrived was reported as not sent: {:?}",
                error.cause()
            );
            assert_eq!(expected, None, "a complete response was lost: {:?}", error.cause());
        }
    }
}

/// Panics unless the response is the peer's, and the client parses it or keeps it.
fn assert_response(response: Response, expected: Option<Message>, data: &[u8]) {
    let (status, body) = (response.status(), response.body().as_bytes().to_vec());
    assert!(body.len() <= MAX_BODY);
    if let Some(expected) = expected {
        assert_eq!((status.as_u16(), &body), (expected.status, &expected.body));
        assert_eq!(headers(&response), expected.headers.into_iter().collect());
    }
    let is_chunked = data.to_ascii_lowercase().windows(7).any(|window| window == b"chunked");
    assert!(
        is_chunked || body.is_empty() || data.windows(body.len()).any(|window| window == body),
        "the peer sent no such body"
    );
    let protocol = signature::protocol();
    if let Err(error) = protocol.exchange(&RefundPayment::new(PaymentId::new(1))).parse(response) {
        assert_keeps_response(&error, status, &body);
    }
}

/// Returns a response's headers, every value of each.
fn headers(response: &Response) -> BTreeSet<(String, String)> {
    let string = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), string(value))).collect()
}

/// A server on loopback that responds to each connection with the bytes it is given, and a request for it.
struct Peer {
    request: Request,
    responses: Sender<Vec<u8>>,
    arrivals: Receiver<bool>,
}

impl Peer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let (responses, to_send) = channel::<Vec<u8>>();
        let (seen, arrivals) = channel();
        std::thread::spawn(move || {
            for response in to_send {
                let (stream, _) = listener.accept().expect("a connection");
                seen.send(serve(stream, &response).unwrap_or(true)).expect("a receiver");
            }
        });
        Self { request: request(&url), responses, arrivals }
    }

    /// Sends the request, and returns the transport's result and whether the whole request arrived.
    fn exchange(&self, response: &[u8]) -> (Result<Response, TransportError>, bool) {
        self.responses.send(response.to_vec()).expect("the peer");
        let builder = UreqTransport::builder().connect_timeout(TIMEOUT).timeout(TIMEOUT);
        let transport = builder.max_response_bytes(MAX_BODY as u64).build();
        let result = transport.send(self.request.clone());
        drop(transport);
        (result, self.arrivals.recv_timeout(2 * TIMEOUT).expect("a connection"))
    }
}

fn request(url: &str) -> Request {
    let credentials = Credentials::new(signature::API_KEY, signature::SECRET_KEY).expect("valid keys");
    let protocol = Protocol::new(credentials, Environment::custom(url).expect("a loopback URL"));
    let random_key = RandomKey::new(signature::RANDOM_KEY).expect("a valid key");
    protocol.exchange(&RefundPayment::new(PaymentId::new(1))).request(&random_key).expect("a request")
}

/// Reads one request, responds, and waits until the client closes the connection. Returns true if the request was
/// complete, as it is after any error.
fn serve(mut stream: TcpStream, response: &[u8]) -> std::io::Result<bool> {
    stream.set_read_timeout(Some(TIMEOUT))?;
    let mut received = Vec::new();
    let mut chunk = [0; 4096];
    while !received.ends_with(b"\"paymentId\":1}") {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return Ok(false),
            Ok(length) => received.extend(&chunk[..length]),
        }
    }
    stream.write_all(response)?;
    stream.shutdown(Shutdown::Write)?;
    stream.read_to_end(&mut received)?;
    Ok(true)
}
