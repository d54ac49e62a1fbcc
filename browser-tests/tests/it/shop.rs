//! A merchant: it serves the page that starts a payment, and receives what the browser posts.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use craftgate_core::payment::{Amounts, CreatePayment, PaymentItem};
use craftgate_core::{Client, Currency, Environment, Operation, Protocol, RandomKey};
use craftgate_emulator::{Emulator, Server};
use craftgate_test_support::{APPROVED_CARD, card};
use rust_decimal_macros::dec;

/// A merchant's server, and the emulator that it uses.
pub(crate) struct Shop {
    pub(crate) server: Server,
    pub(crate) emulator: Emulator,
    client: Client<Emulator>,
    address: SocketAddr,
    posts: Receiver<String>,
    page: Arc<Mutex<String>>,
}

impl Shop {
    pub(crate) fn open() -> Self {
        let emulator = Emulator::new();
        let protocol = Protocol::new(emulator.credentials().unwrap(), Environment::Sandbox);
        let client = Client::new(protocol, emulator.clone(), || RandomKey::new("Xa15Fp11T"));
        let server = Server::start(emulator.clone()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let ((post, posts), page) = (mpsc::channel(), Arc::new(Mutex::new(String::new())));
        let served = Arc::clone(&page);
        // A thread a connection: a browser opens more than it has requests.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (post, served) = (post.clone(), Arc::clone(&served));
                thread::spawn(move || respond(stream.unwrap(), &served).map(|body| post.send(body)));
            }
        });
        Self { server, emulator, client, address, posts, page }
    }

    /// Returns the URL of a path at the shop.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn send<O: Operation>(&self, operation: &O) -> O::Output {
        self.client.call(operation).send().unwrap()
    }

    /// Sets the page that the shop serves.
    pub(crate) fn serve(&self, html: String) {
        *self.page.lock().unwrap() = html;
    }

    /// Returns the body of the next post from the browser.
    pub(crate) fn next_post(&self) -> String {
        self.posts.recv_timeout(Duration::from_secs(60)).expect("a post from the browser")
    }

    /// Returns true if the browser has posted nothing more.
    pub(crate) fn is_quiet(&self) -> bool {
        self.posts.try_recv().is_err()
    }
}

/// Responds to a request, and returns its body if it is a post.
fn respond(mut stream: TcpStream, page: &Mutex<String>) -> Option<String> {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    let (head, body) = loop {
        let length = stream.read(&mut chunk).ok()?;
        request.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let header =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
            if body.len() >= header.map_or(0, |length| length.parse().unwrap()) {
                break (head.to_owned(), body.to_owned());
            }
        }
        if length == 0 {
            return None;
        }
    };
    let is_post = head.starts_with("POST ");
    let page = match is_post {
        true => "<!DOCTYPE html><meta charset=utf-8><h1>Mağaza: teşekkürler</h1>".to_owned(),
        false => page.lock().unwrap().clone(),
    };
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
        page.len()
    );
    stream.write_all(response.as_bytes()).ok()?;
    is_post.then_some(body)
}

pub(crate) fn items() -> [PaymentItem; 2] {
    [PaymentItem::new(dec!(900)).name("Gümüş küpe"), PaymentItem::new(dec!(350.50)).name("İpek şal")]
}

/// The amounts of [`items`].
pub(crate) fn amounts() -> Amounts {
    Amounts::same(dec!(1250.50))
}

pub(crate) fn payment() -> CreatePayment {
    CreatePayment::new(amounts(), Currency::Try, 1, items()).card(card(APPROVED_CARD)).conversation_id("sipariş-17")
}
