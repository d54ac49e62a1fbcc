//! Events, and their webhooks to the merchant's server.
//!
//! Events are recorded. A server with a webhook URL sends them as Craftgate does; in process a test sends the one it
//! needs, as often as it needs.

#[cfg(feature = "server")]
use std::io;
#[cfg(feature = "server")]
use std::time::Duration;

use craftgate_core::Request;

use crate::domain::event::Event;
use crate::emulator::Emulator;
use crate::protocol::webhooks;

impl Emulator {
    /// Returns the events so far, in order.
    ///
    /// `API_AUTH` for a payment, `API_VERIFY_AND_AUTH` for one with 3D Secure, each also if it failed; `REFUND` for a
    /// payment's refund, `REFUND_TX` for a transaction's. `CHECKOUTFORM_AUTH` for a payment on a
    /// checkout page, `MULTI_PAYMENT_COMPLETED` for a completed multi payment, `BNPL_NOTIFICATION`
    /// for a loan that the bank decided on, `BKM_EXPRESS_PAYMENT_NOTIFICATION` for a payment that the customer confirmed, `WALLET_CREATED` and
    /// `WALLET_TX_CREATED`, both with the wallet's id, `BANK_ACCOUNT_TRACKING_RECORD`.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.events_after(0)
    }

    /// Returns the [`events`](Self::events) after the first `seen` ones.
    #[must_use]
    pub fn events_after(&self, seen: usize) -> Vec<Event> {
        self.read_state(|state| state.events.get(seen..).unwrap_or_default().to_vec())
    }

    /// Returns the signed request that notifies the server at `url` of an event. Nothing is sent.
    ///
    /// # Errors
    ///
    /// If `url` is not a valid URL.
    pub fn webhook(&self, event: &Event, url: &str) -> Result<Request, http::Error> {
        webhooks::request(event, url, &self.keys().webhook)
    }

    /// Sends the webhook of an event to the server at `url`, and returns the status of the response. Does not retry.
    ///
    /// Plain HTTP only, without a proxy: the emulator is for one machine.
    ///
    /// # Errors
    ///
    /// If `url` is not a valid URL, or no response arrives within ten seconds.
    #[cfg(feature = "server")]
    pub fn send_webhook(&self, event: &Event, url: &str) -> io::Result<http::StatusCode> {
        self.send_webhook_by(&webhook_agent(), event, url)
    }

    /// As [`send_webhook`](Self::send_webhook), over the connections of an agent.
    #[cfg(feature = "server")]
    pub(crate) fn send_webhook_by(
        &self,
        agent: &ureq::Agent,
        event: &Event,
        url: &str,
    ) -> io::Result<http::StatusCode> {
        let request = self.webhook(event, url).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let response = agent.run(request.map(craftgate_core::Body::into_bytes)).map_err(ureq::Error::into_io)?;
        Ok(response.status())
    }
}

/// Returns a client for plain HTTP on one machine, which waits ten seconds at most.
#[cfg(feature = "server")]
pub(crate) fn webhook_agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(10)))
        .build()
        .into()
}
