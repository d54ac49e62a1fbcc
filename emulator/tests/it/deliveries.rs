//! Webhooks that the server sends by itself.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use craftgate_core::webhook::{self, SIGNATURE_HEADER};
use craftgate_emulator::{Server, WebhookSchedule};
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use crate::common::http::{call, read_message};
use crate::common::{Shop, noon, payment, restored};
use craftgate_emulator::Emulator;

/// What no test waits for unless it would wait forever.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A merchant's server. It passes each webhook on, and waits for the status to respond with.
struct Merchant {
    url: String,
    webhooks: Receiver<Webhook>,
}

struct Webhook {
    message: String,
    respond: Sender<u16>,
}

impl Merchant {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/webhook", listener.local_addr().unwrap());
        let (sender, webhooks) = mpsc::channel();
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let sender = sender.clone();
                thread::spawn(move || serve(stream, &sender));
            }
        });
        Self { url, webhooks }
    }

    /// Returns the next webhook, which waits for its response.
    fn receive(&self) -> Webhook {
        self.webhooks.recv_timeout(TIMEOUT).unwrap()
    }

    /// Responds to the next webhook.
    fn respond(&self, status: u16) -> String {
        let webhook = self.receive();
        webhook.respond.send(status).unwrap();
        webhook.message
    }
}

fn serve(mut stream: TcpStream, sender: &Sender<Webhook>) {
    loop {
        let message = read_message(&mut stream);
        if message.is_empty() {
            return;
        }
        let (respond, response) = mpsc::channel();
        let _ = sender.send(Webhook { message, respond });
        let Ok(status) = response.recv() else { return };
        let _ = stream.write_all(format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n").as_bytes());
    }
}

/// A shop whose emulator sends its webhooks to a merchant's server.
struct Notified {
    merchant: Merchant,
    shop: Shop,
    server: Server,
}

impl Notified {
    fn start(emulator: Emulator, schedule: WebhookSchedule) -> Self {
        let merchant = Merchant::start();
        let server = Server::builder(emulator.clone()).webhook_url(&merchant.url).webhook_schedule(schedule);
        Self { merchant, shop: Shop::on(emulator), server: server.bind("127.0.0.1:0").unwrap() }
    }

    fn pay(&self) {
        self.shop.send(&payment(&[dec!(100)]));
    }

    fn control(&self, method: &str, path: &str, body: &str) -> Value {
        let (status, response) = call(self.server.address(), method, &format!("/emulator{path}"), body);
        assert!((200..300).contains(&status), "{status} {response}");
        if response.is_empty() { Value::Null } else { serde_json::from_str(&response).unwrap() }
    }

    /// Returns the deliveries once they are as wanted.
    fn deliveries(&self, are_wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let deliveries = self.control("GET", "/webhooks", "");
            if are_wanted(&deliveries) {
                return deliveries;
            }
            assert!(start.elapsed() < TIMEOUT, "{deliveries}");
        }
    }
}

#[test]
fn an_event_is_sent_with_its_signature() {
    let notified = Notified::start(Emulator::builder().clock(noon).build(), WebhookSchedule::Real);
    notified.pay();
    let message = notified.merchant.respond(204);
    let (head, body) = message.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /webhook HTTP/1.1\r\n"));
    let signature = head.lines().find_map(|line| line.strip_prefix(SIGNATURE_HEADER)).unwrap();
    let signature = signature.trim_start_matches(": ");
    let key = notified.shop.emulator.webhook_key().unwrap();
    let webhook = webhook::verify_ignoring_age(&key, signature, body.as_bytes()).unwrap();
    assert_eq!((webhook.event_type().as_str(), webhook.payload_id()), ("API_AUTH", "1"));

    let delivered = notified.deliveries(|deliveries| deliveries[0]["state"] == "DELIVERED");
    assert_eq!(delivered[0]["tries"], json!([{"time": "2026-03-25T12:00:00", "status": 204}]));
    assert_eq!((&delivered[0]["payloadId"], &delivered[0]["merchant"]), (&json!("1"), &json!(1)));
}

#[test]
fn a_webhook_is_repeated_when_its_time_has_come() {
    let notified = Notified::start(Emulator::builder().clock(noon).build(), WebhookSchedule::Real);
    notified.pay();
    for (tries, seconds) in [(1, 10), (2, 30), (3, 180), (4, 600), (5, 1800)] {
        notified.merchant.respond(500);
        let waiting = notified.deliveries(|deliveries| deliveries[0]["tries"].as_array().unwrap().len() == tries);
        assert_eq!(waiting[0]["state"], "WAITING");
        let now = notified.control("POST", "/clock/advance", &format!(r#"{{"seconds":{}}}"#, seconds - 1));
        assert!(now["now"].as_str() < waiting[0]["nextTry"].as_str(), "{now} {waiting}");
        let now = notified.control("POST", "/clock/advance", r#"{"seconds":1}"#);
        assert_eq!(now["now"], waiting[0]["nextTry"]);
    }
    notified.merchant.respond(503);
    let given_up = notified.deliveries(|deliveries| deliveries[0]["state"] == "GIVEN_UP");
    assert_eq!(given_up[0]["tries"].as_array().unwrap().len(), 6);

    notified.control("POST", "/webhooks/1/resend", "");
    notified.merchant.respond(200);
    notified.deliveries(|deliveries| deliveries[0]["state"] == "DELIVERED");
}

#[test]
fn the_fast_schedule_needs_no_clock_to_be_moved() {
    let notified = Notified::start(Emulator::new(), WebhookSchedule::Fast);
    notified.pay();
    notified.merchant.respond(500);
    notified.merchant.respond(302);
    notified.merchant.respond(201);
    notified.deliveries(|deliveries| deliveries[0]["state"] == "DELIVERED");
}

#[test]
fn a_slow_server_holds_nothing_up() {
    let notified = Notified::start(Emulator::builder().clock(noon).build(), WebhookSchedule::Real);
    notified.pay();
    let slow = notified.merchant.receive();
    notified.pay();
    let second = notified.merchant.respond(200);
    assert!(second.contains(r#""payloadId":"2""#), "{second}");
    notified.deliveries(|deliveries| deliveries[1]["state"] == "DELIVERED");
    assert_eq!(notified.control("GET", "/webhooks", "")[0]["state"], "SENDING");
    slow.respond.send(200).unwrap();
    notified.deliveries(|deliveries| deliveries[0]["state"] == "DELIVERED");
}

#[test]
fn a_server_that_is_not_there_is_tried_again() {
    let emulator = Emulator::builder().clock(noon).build();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    let server = Server::builder(emulator.clone()).webhook_url(url).bind("127.0.0.1:0").unwrap();
    let notified = Notified { merchant: Merchant::start(), shop: Shop::on(emulator), server };
    notified.pay();
    let waiting =
        notified.deliveries(|deliveries| deliveries[0]["state"] == "WAITING" && deliveries[0]["tries"] != json!([]));
    assert!(waiting[0]["tries"][0]["error"].is_string());
    assert_eq!(waiting[0]["nextTry"], "2026-03-25T12:00:10");
}

#[test]
fn what_waits_is_sent_after_a_restart() {
    let emulator = || Emulator::builder().clock(noon).build();
    let first = Notified::start(emulator(), WebhookSchedule::Real);
    first.pay();
    first.merchant.respond(200);
    first.pay();
    first.merchant.respond(503);
    let is_waiting = |deliveries: &Value| deliveries[1]["state"] == "WAITING" && deliveries[1]["tries"] != json!([]);
    let waiting = first.deliveries(is_waiting);
    first.deliveries(|deliveries| deliveries[0]["state"] == "DELIVERED");
    let (_, state) = call(first.server.address(), "GET", "/emulator/state", "");
    let Notified { server, .. } = first;
    drop(server);

    let restored = restored(&state);
    let second = Notified::start(restored, WebhookSchedule::Real);
    let restored = second.control("GET", "/webhooks", "");
    assert_eq!(restored.as_array().unwrap().len(), 1, "what was delivered is not sent again");
    for field in ["payloadId", "tries", "nextTry", "state"] {
        assert_eq!(restored[0][field], waiting[1][field], "{field}");
    }
    second.control("POST", "/clock/advance", r#"{"seconds":10}"#);
    assert!(second.merchant.respond(500).contains(r#""payloadId":"2""#));
    // Its tries are counted on.
    let again = second.deliveries(|deliveries| deliveries[0]["tries"].as_array().unwrap().len() == 2);
    assert_eq!(again[0]["nextTry"], "2026-03-25T12:00:40");
    second.pay();
    assert!(second.merchant.respond(200).contains(r#""payloadId":"3""#));
}

#[test]
fn an_imported_state_brings_its_webhooks() {
    let notified = Notified::start(Emulator::builder().clock(noon).build(), WebhookSchedule::Real);
    notified.pay();
    notified.merchant.respond(500);
    notified.deliveries(|deliveries| deliveries[0]["state"] == "WAITING" && deliveries[0]["tries"] != json!([]));
    let (_, state) = call(notified.server.address(), "GET", "/emulator/state", "");
    notified.control("POST", "/reset", "");
    assert_eq!(notified.control("GET", "/webhooks", ""), json!([]));
    assert_eq!(call(notified.server.address(), "PUT", "/emulator/state", &state).0, 204);
    assert_eq!(notified.control("GET", "/webhooks", "")[0]["nextTry"], "2026-03-25T12:00:10");
    notified.control("POST", "/clock/advance", r#"{"seconds":10}"#);
    assert!(notified.merchant.respond(200).contains(r#""payloadId":"1""#));
}

#[test]
fn a_reset_deletes_deliveries() {
    let notified = Notified::start(Emulator::builder().clock(noon).build(), WebhookSchedule::Real);
    notified.pay();
    notified.merchant.respond(500);
    notified.deliveries(|deliveries| deliveries[0]["state"] == "WAITING" && deliveries[0]["tries"] != json!([]));
    notified.control("POST", "/reset", "");
    assert_eq!(notified.control("GET", "/webhooks", ""), json!([]));
    notified.pay();
    assert!(notified.merchant.respond(200).contains(r#""payloadId":"1""#));
}
