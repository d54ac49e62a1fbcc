//! The control API.

mod access;
mod actions;
mod any_call;
mod coverage;
mod faults;
mod readme;
mod state;

use std::io::{Read as _, Write as _};

use craftgate_core::{Environment, Protocol, RandomKey};
use craftgate_emulator::Server;
use rust_decimal_macros::dec;
use serde_json::{Value, json};

use crate::common::http::{call, connect, to_bytes};
use crate::common::{Shop, payment};

/// A shop whose emulator is served, for its control API.
struct Controlled {
    shop: Shop,
    server: Server,
}

impl Controlled {
    fn open() -> Self {
        let shop = Shop::open();
        let server = Server::start(shop.emulator.clone()).unwrap();
        Self { shop, server }
    }

    /// Returns the status and the body of the response to a control request.
    fn call(&self, method: &str, path: &str, body: &Value) -> (u16, String) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        call(self.server.address(), method, &format!("/emulator{path}"), &body)
    }

    /// Returns the result of a control request that must succeed.
    fn must(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, response) = self.call(method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {response}");
        if response.is_empty() { Value::Null } else { serde_json::from_str(&response).unwrap() }
    }

    /// Returns the bytes of a signed request that pays 100 lira.
    fn payment(&self) -> Vec<u8> {
        let environment = Environment::custom(&self.server.url()).unwrap();
        let protocol = Protocol::new(self.shop.emulator.credentials().unwrap(), environment);
        let operation = payment(&[dec!(100)]);
        let request = protocol.exchange(&operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
        to_bytes(&request)
    }

    /// Pays over a connection of its own, and returns all that arrives.
    fn pay(&self) -> String {
        let mut connection = connect(self.server.address());
        let payment = String::from_utf8(self.payment()).unwrap();
        let payment = payment.replacen("\r\ncontent-length", "\r\nconnection: close\r\ncontent-length", 1);
        connection.write_all(payment.as_bytes()).unwrap();
        let mut response = Vec::new();
        let _ = connection.read_to_end(&mut response);
        String::from_utf8(response).unwrap()
    }

    fn payments(&self) -> usize {
        self.shop.emulator.events().len()
    }
}

fn card() -> Value {
    json!({"cardHolderName": "Gülşah Işık", "cardNumber": "5258640000000001", "expireYear": "2044",
           "expireMonth": "07", "cvc": "000"})
}
