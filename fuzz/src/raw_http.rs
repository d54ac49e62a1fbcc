//! Whatever bytes a peer answers with: a whole answer arrives whole, and everything else is an error that leaves
//! open whether the payment was made.

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
use crate::responses::assert_kept;
use crate::signed;

const MOST_BYTES: usize = 1 << 16;
/// The peer never waits, so nobody should. Long enough for a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// The input: the bytes that the peer sends back before it closes the connection.
pub fn raw_http(data: &[u8]) {
    static PEER: LazyLock<Mutex<Peer>> = LazyLock::new(|| Mutex::new(Peer::start()));
    let peer = PEER.lock().unwrap_or_else(PoisonError::into_inner);
    let (result, has_arrived) = peer.exchange(data);
    assert!(has_arrived, "the request was not sent, or not whole: {result:?}");
    let whole = Message::read(data).filter(|message| message.body.len() <= MOST_BYTES);
    match result {
        Ok(response) => assert_answer(response, whole, data),
        Err(error) => {
            assert_eq!(
                error.send_status(),
                SendStatus::MaybeSent,
                "what arrived was called not sent: {:?}",
                error.cause()
            );
            assert_eq!(whole, None, "a whole answer was lost: {:?}", error.cause());
        }
    }
}

/// The answer is the peer's, and core makes something of it.
fn assert_answer(response: Response, whole: Option<Message>, data: &[u8]) {
    let (status, body) = (response.status(), response.body().as_bytes().to_vec());
    assert!(body.len() <= MOST_BYTES);
    if let Some(whole) = whole {
        assert_eq!((status.as_u16(), &body), (whole.status, &whole.body));
        assert_eq!(headers(&response), whole.headers.into_iter().collect());
    }
    let is_chunked = data.to_ascii_lowercase().windows(7).any(|window| window == b"chunked");
    assert!(is_chunked || body.is_empty() || data.windows(body.len()).any(|window| window == body), "made up");
    let protocol = signed::protocol();
    if let Err(error) = protocol.exchange(&RefundPayment::new(1)).parse(response) {
        assert_kept(&error, status, &body);
    }
}

/// The headers of an answer, each value that came.
fn headers(response: &Response) -> BTreeSet<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

/// A server on loopback that answers each connection with the bytes it is given, and a client for it.
struct Peer {
    request: Request,
    answers: Sender<Vec<u8>>,
    arrivals: Receiver<bool>,
}

impl Peer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let (answers, to_send) = channel::<Vec<u8>>();
        let (seen, arrivals) = channel();
        std::thread::spawn(move || {
            for answer in to_send {
                let (stream, _) = listener.accept().expect("a connection");
                seen.send(serve(stream, &answer).unwrap_or(true)).expect("somebody who waits");
            }
        });
        Self { request: request(&url), answers, arrivals }
    }

    /// Sends a payment's request, and gives what came back and whether the request had arrived.
    fn exchange(&self, answer: &[u8]) -> (Result<Response, TransportError>, bool) {
        self.answers.send(answer.to_vec()).expect("the peer");
        let builder = UreqTransport::builder().connect_timeout(PATIENCE).read_timeout(PATIENCE);
        let transport = builder.max_response_bytes(MOST_BYTES as u64).build();
        let result = transport.send(self.request.clone());
        drop(transport);
        (result, self.arrivals.recv_timeout(2 * PATIENCE).expect("a connection"))
    }
}

fn request(url: &str) -> Request {
    let credentials = Credentials::new(signed::API_KEY, signed::SECRET_KEY).expect("two good keys");
    let protocol = Protocol::new(credentials, Environment::custom(url).expect("this machine"));
    let random_key = RandomKey::new(signed::RANDOM_KEY).expect("a good key");
    protocol.exchange(&RefundPayment::new(1)).request(&random_key).expect("a request")
}

/// Reads one request, answers, and waits for the client to hang up. Whether the request came whole; an error
/// when it had.
fn serve(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<bool> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut received = Vec::new();
    let mut chunk = [0; 4096];
    while !received.ends_with(b"\"paymentId\":1}") {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return Ok(false),
            Ok(length) => received.extend(&chunk[..length]),
        }
    }
    stream.write_all(answer)?;
    stream.shutdown(Shutdown::Write)?;
    stream.read_to_end(&mut received)?;
    Ok(true)
}
