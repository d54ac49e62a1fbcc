//! The context of a handler.

use chrono::NaiveDateTime;
use craftgate_core::Json;
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};
use serde::Serialize;

use super::event::Event;
use super::keys::Keys;
use super::settings::Settings;
use super::state::State;
use crate::error::Language;

/// The context of a handler: what it may read or change besides its request.
pub(crate) struct Context<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) keys: &'a Keys,
    pub(crate) settings: &'a Settings,
    /// The time, local to Turkey. It does not change while a request is handled.
    pub(crate) now: NaiveDateTime,
    pub(crate) language: Language,
}

impl Context<'_> {
    /// Records an event that Craftgate would notify the merchant of.
    pub(crate) fn emit_event(
        &mut self,
        event_type: WebhookEventType,
        status: WebhookStatus,
        payload_id: impl ToString,
    ) {
        self.state.events.push(Event::new(event_type, self.now, status, payload_id.to_string()));
    }

    /// Records an event with a payload.
    pub(crate) fn emit_event_with(
        &mut self,
        event_type: WebhookEventType,
        status: WebhookStatus,
        payload_id: impl ToString,
        payload: &impl Serialize,
    ) {
        let mut event = Event::new(event_type, self.now, status, payload_id.to_string());
        // The client's types can always be written.
        event.payload = Json::new(payload).ok();
        self.state.events.push(event);
    }
}
