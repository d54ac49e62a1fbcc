//! What stands behind one address: the merchants' accounts, and what they share.
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
pub(crate) mod faults;
pub(crate) mod log;

use craftgate_core::{Request, Response};

use crate::emulator::Emulator;
#[cfg(feature = "control")]
use deliveries::Deliveries;
#[cfg(feature = "control")]
use faults::Faults;

/// The accounts behind one address.
pub(crate) struct Host {
    merchants: Vec<Emulator>,
    /// The faults that the next requests meet.
    #[cfg(feature = "control")]
    pub(crate) faults: Faults,
    /// The webhooks that are sent, if there is a URL to send them to.
    #[cfg(feature = "control")]
    pub(crate) deliveries: Option<Deliveries>,
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

    /// Returns the response of the API.
    ///
    /// A request with an unknown API key goes to the first account, which rejects it.
    pub(crate) fn handle(&self, request: Request) -> Response {
        let named = self.merchants.iter().find(|merchant| merchant.has_api_key(&request));
        named.or(self.merchants.first()).map_or_else(Response::default, |merchant| merchant.handle(request))
    }
}
