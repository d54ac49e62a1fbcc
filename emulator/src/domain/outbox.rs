//! Which events the merchant's server was notified of, and which webhooks wait for their next try.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// The webhooks of an account whose events are sent.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Outbox {
    /// The number of events, from the first one on, that have had a webhook or have one that waits.
    pub(crate) notified: usize,
    #[serde(default)]
    pub(crate) waiting: Vec<WaitingWebhook>,
}

/// A webhook that the merchant's server has not accepted yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WaitingWebhook {
    /// The place of its event, counted from 0.
    pub(crate) event: usize,
    #[serde(default)]
    pub(crate) tries: Vec<WebhookTry>,
    /// When it is tried again; at once if it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) next_try: Option<NaiveDateTime>,
}

/// A try to deliver a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WebhookTry {
    pub(crate) time: NaiveDateTime,
    /// The status of the response, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// Why there was no response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}

impl WebhookTry {
    /// Returns true if the merchant's server accepted the webhook.
    pub(crate) fn is_accepted(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}
