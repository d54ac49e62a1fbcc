//! What a handler works with.

use chrono::NaiveDateTime;
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use crate::auth::Keys;
use crate::refusal::Language;
use crate::state::State;
use crate::webhooks::Event;

/// Everything that a handler may look at or change, beside the request.
pub(crate) struct Context<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) keys: &'a Keys,
    /// The time, local to Turkey. It stands still for the length of a request.
    pub(crate) now: NaiveDateTime,
    pub(crate) language: Language,
}

impl Context<'_> {
    /// Notes that something happened that Craftgate tells the merchant of.
    pub(crate) fn record(&mut self, event_type: WebhookEventType, status: WebhookStatus, payload_id: impl ToString) {
        self.state.events.push(Event::new(event_type, self.now, status, payload_id.to_string()));
    }
}
