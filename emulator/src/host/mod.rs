//! The host of one address: the merchants' accounts, and what they share.
//!
//! The first segment of a path decides who responds:
//!
//! | path | responds | who may ask |
//! |---|---|---|
//! | `/` and `/panel/…` | [`pages`](crate::pages): the panel | this machine, under one of its names |
//! | `/pages/{merchant}/…` | [`pages`](crate::pages): what customers see | anybody, under one of this machine's names |
//! | `/emulator/…` | [`control`](crate::control): the control API | this machine, under one of its names |
//! | any other | the API, of the merchant whose API key the request has | anybody: requests are signed |
//!
//! `{merchant}` is a merchant's number: its place among the accounts, counted from 1. An account knows the address of
//! its own pages, `http://127.0.0.1:4010/pages/1` for instance, as [`Settings::base_url`], and
//! [`Settings::page_url`] is how a response links to one of them. In process there is no address, and links lead nowhere.
//!
//! [`Settings::base_url`]: crate::domain::settings::Settings::base_url
//! [`Settings::page_url`]: crate::domain::settings::Settings::page_url

#[cfg(any(feature = "control", feature = "pages"))]
pub(crate) mod access;
#[cfg(feature = "control")]
pub(crate) mod deliveries;
#[cfg(feature = "control")]
pub(crate) mod delivery_queue;
#[cfg(feature = "control")]
pub(crate) mod faults;
#[cfg(feature = "pages")]
pub(crate) mod journal;
pub(crate) mod log;

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use craftgate_core::{Body, Request, Response};
use http::StatusCode;

use crate::emulator::Emulator;
use crate::simulate::webhook_agent;
#[cfg(feature = "control")]
use deliveries::Deliveries;
#[cfg(feature = "control")]
use faults::Faults;
#[cfg(feature = "pages")]
use journal::Journal;
use log::{Log, LogEntry};

/// The accounts behind one address.
pub(crate) struct Host {
    merchants: Vec<Emulator>,
    /// The faults that are injected into the next requests.
    #[cfg(feature = "control")]
    pub(crate) faults: Faults,
    /// The webhooks that are sent, if there is a URL to send them to.
    #[cfg(feature = "control")]
    pub(crate) deliveries: Option<Deliveries>,
    /// The last requests.
    #[cfg(feature = "pages")]
    pub(crate) journal: Journal,
}

impl Host {
    /// Returns the host of these accounts, whose pages are at `url`.
    pub(crate) fn new(
        merchants: Vec<Emulator>,
        url: &str,
        #[cfg(feature = "control")] deliveries: Option<Deliveries>,
    ) -> Self {
        for (merchant, number) in merchants.iter().zip(1..) {
            merchant.set_base_url(format!("{url}/pages/{number}"));
        }
        Self {
            merchants,
            #[cfg(feature = "control")]
            faults: Faults::default(),
            #[cfg(feature = "control")]
            deliveries,
            #[cfg(feature = "pages")]
            journal: Journal::default(),
        }
    }

    /// Returns the accounts in the order of their numbers.
    #[cfg(any(feature = "control", feature = "pages"))]
    pub(crate) fn merchants(&self) -> &[Emulator] {
        &self.merchants
    }

    /// Returns the account with this number, counted from 1.
    #[cfg(any(feature = "control", feature = "pages"))]
    pub(crate) fn merchant(&self, number: usize) -> Option<&Emulator> {
        self.merchants.get(number.checked_sub(1)?)
    }

    /// Sends what is to be posted to the `merchantWebhookUrl` of checkout pages, over plain HTTP, and logs it. Nobody waits
    /// for it.
    pub(crate) fn send_checkout_notifications(&self, log: Option<&Arc<Log>>) {
        let requests: Vec<Request> =
            self.merchants.iter().flat_map(|merchant| merchant.take_checkout_notifications()).collect();
        if !requests.is_empty() {
            let log = log.cloned();
            thread::spawn(move || {
                let agent = webhook_agent();
                for request in requests {
                    let (entry, start) = (LogEntry::begin_delivery(&request), Instant::now());
                    // Whether the merchant takes it is the merchant's business: it can look the payment up as well.
                    let result = send(&agent, request);
                    if let Some(log) = &log {
                        log(&entry.end_delivery(result, start.elapsed()));
                    }
                }
            });
        }
    }

    /// Returns the response of the API.
    ///
    /// A request with an unknown API key goes to the first account, which rejects it.
    pub(crate) fn handle(&self, request: Request) -> Response {
        let place = self.merchants.iter().position(|merchant| merchant.has_api_key(&request)).unwrap_or_default();
        let Some(merchant) = self.merchants.get(place) else { return Response::default() };
        #[cfg(feature = "pages")]
        let (copy, time) = (Journal::copy(&request), merchant.now());
        let response = merchant.handle(request);
        #[cfg(feature = "pages")]
        self.journal.add(place, time, copy, &response);
        response
    }
}

/// Sends a request, and returns the status of its response or why there is none.
fn send(agent: &ureq::Agent, request: Request) -> Result<StatusCode, String> {
    if request.uri().scheme_str() == Some("https") {
        return Err("the emulator sends over plain HTTP only".to_owned());
    }
    let response = agent.run(request.map(Body::into_bytes));
    response.map(|response| response.status()).map_err(|error| error.to_string())
}
