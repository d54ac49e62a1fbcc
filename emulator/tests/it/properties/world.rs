//! A server with merchants, and what each of them and their customers do.

use std::net::SocketAddr;

use craftgate_core::{
    Client, Environment, Error, Operation, Protocol, RandomKey, Request, Secret, Transport, TransportError,
};
use craftgate_emulator::{Emulator, Seed, Server, ServerBuilder};
use proptest::prelude::*;
use serde_json::Value;

use super::clicks::{Click, Returned, exchange, post, visit};
use crate::common::{Shop, noon};

/// The statuses of the responses that faults bring, which are no JSON of the API's.
const FAULTS: [u16; 4] = [429, 500, 502, 503];

/// The transport of a merchant's client: a connection for each request.
#[derive(Clone, Copy)]
pub(super) struct Network(SocketAddr);

impl Transport for Network {
    fn send(&self, request: Request) -> Result<craftgate_core::Response, TransportError> {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let headers = request.headers().iter();
        let headers: String = headers.map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap())).collect();
        let body = std::str::from_utf8(request.body().as_bytes()).unwrap();
        let response = exchange(self.0, request.method().as_str(), &target, &headers, body);
        let response = response.ok_or_else(|| TransportError::maybe_sent("no whole response"))?;
        let mut message = craftgate_core::Response::new(response.body.into());
        *message.status_mut() = response.status.try_into().unwrap();
        Ok(message)
    }
}

/// A merchant with customers.
pub(super) struct Merchant {
    /// The merchant's number, counted from 1.
    pub(super) number: usize,
    /// The name, which distinguishes its records from those of other merchants.
    pub(super) name: String,
    /// Reads the account without the network.
    pub(super) shop: Shop,
    client: Client<Network>,
    address: SocketAddr,
    /// The paths of the pages that its customers were sent to.
    pub(super) pages: Vec<String>,
}

impl Merchant {
    /// Sends an operation. `None` if it fails, as the client may see it: the emulator may have done it.
    pub(super) fn send<O: Operation>(&self, operation: &O) -> Result<Option<O::Output>, TestCaseError> {
        match self.client.call(operation).send() {
            Ok(output) => Ok(Some(output)),
            Err(Error::Api(error)) => {
                prop_assert!(error.status().is_client_error(), "{error:?}");
                Ok(None)
            }
            // Faults that were ordered.
            Err(Error::Transport(_)) => Ok(None),
            Err(error) if FAULTS.map(Some).contains(&error.status().map(|status| status.as_u16())) => Ok(None),
            Err(error) => Err(TestCaseError::fail(format!("{error:?}"))),
        }
    }

    /// Remembers the page that a URL leads to.
    pub(super) fn add_page(&mut self, url: Option<&str>) {
        let own = format!("http://{}", self.address);
        self.pages.extend(url.and_then(|url| url.strip_prefix(&own)).map(str::to_owned));
    }

    /// Returns the tokens of its pages of a kind.
    pub(super) fn tokens(&self, kind: &str) -> Vec<Secret> {
        let prefix = format!("/pages/{}/{kind}/", self.number);
        self.pages.iter().filter_map(|path| path.strip_prefix(&prefix)).map(Secret::from).collect()
    }

    /// Clicks on one of the pages that customers were sent to, and returns what the browser posted to the merchant.
    pub(super) fn click(&mut self, nth: usize, clicks: &[Click]) -> Result<Option<Returned>, TestCaseError> {
        let Some(place) = nth.checked_rem(self.pages.len()) else { return Ok(None) };
        let visit = visit(self.address, &self.pages[place], clicks)?;
        self.remember(visit.led_to);
        Ok(visit.returned)
    }

    /// Posts a form to one of the pages that customers were sent to.
    pub(super) fn post(&mut self, nth: usize, form: &str) -> Result<(), TestCaseError> {
        let Some(place) = nth.checked_rem(self.pages.len()) else { return Ok(()) };
        let visit = post(self.address, &self.pages[place], form)?;
        self.remember(visit.led_to);
        Ok(())
    }

    /// Remembers the pages that a customer was led to, and may come back to.
    fn remember(&mut self, led_to: Vec<String>) {
        for path in led_to {
            let path = path.split('?').next().unwrap_or_default().to_owned();
            if !self.pages.contains(&path) {
                self.pages.push(path);
            }
        }
    }

    /// Clicks in the merchant's panel.
    pub(super) fn click_in_panel(&self, section: &str, clicks: &[Click]) -> Result<(), TestCaseError> {
        visit(self.address, &format!("/panel/{}/{section}", self.number), clicks).map(drop)
    }

    /// Makes a control call for this merchant, and returns its result.
    pub(super) fn control(&self, method: &str, path: &str, body: &str) -> Result<Value, TestCaseError> {
        let path = format!("/emulator{path}?merchant={}", self.number);
        let response = exchange(self.address, method, &path, "", body);
        let response = response.ok_or_else(|| TestCaseError::fail(format!("{method} {path}: no response")))?;
        prop_assert!([200, 204, 404, 422].contains(&response.status), "{method} {path} {body}: {response:?}");
        Ok(serde_json::from_str(&response.body).unwrap_or_default())
    }
}

/// A server, and its merchants.
pub(super) struct World {
    pub(super) server: Server,
    pub(super) merchants: Vec<Merchant>,
}

impl World {
    /// Starts a server of merchants with these names, from a seed.
    pub(super) fn of(names: &[&str]) -> Self {
        let merchants: Vec<Value> = (1..=names.len())
            .map(|number| {
                let (api_key, secret_key) = (format!("key-{number}"), format!("secret-{number}"));
                // Every account numbers its cards: from elsewhere each, so that no two have a token of the same name.
                let cards = serde_json::json!({"users": number * 1_000, "tokens": number * 1_000});
                serde_json::json!({"apiKey": api_key, "secretKey": secret_key, "records": {"cards": cards}})
            })
            .collect();
        let seed = serde_json::json!({ "merchants": merchants }).to_string();
        let emulators = Seed::parse(&seed).unwrap().into_emulators(|| Emulator::builder().clock(noon));
        let (first, others) = emulators.split_first().unwrap();
        let builder = others.iter().cloned().fold(Server::builder(first.clone()), ServerBuilder::merchant);
        let server = builder.bind("127.0.0.1:0").unwrap();
        let merchants = emulators.iter().zip(names).zip(1..).map(|((emulator, name), number)| {
            let protocol = Protocol::new(emulator.credentials().unwrap(), Environment::custom(&server.url()).unwrap());
            Merchant {
                number,
                name: (*name).to_owned(),
                shop: Shop::on(emulator.clone()),
                client: Client::new(protocol, Network(server.address()), || RandomKey::new("Xa15Fp11T")),
                address: server.address(),
                pages: Vec::new(),
            }
        });
        let merchants = merchants.collect();
        Self { server, merchants }
    }
}
