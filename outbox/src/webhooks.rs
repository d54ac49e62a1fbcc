//! The table of webhooks, without duplicates.

use craftgate_core::webhook::{Webhook, WebhookEventType, WebhookStatus};

use std::fmt;
use std::time::Duration;

use crate::clock::millis;
use crate::error::Error;
use crate::outbox::Outbox;
use crate::store::{Row, Store, schema};

/// The row id and the four signed fields of a verified webhook in the database.
///
/// Its `Debug` shows no payload id: it may be a page's token.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredWebhook {
    /// The row's id.
    pub id: i64,
    /// The type of the event.
    pub event_type: WebhookEventType,
    /// The id of the event's payment, refund or other record.
    pub payload_id: String,
    /// The time of the event, in seconds since 1970 UTC.
    pub event_timestamp: i64,
    /// The status of the event: success or failure.
    pub status: WebhookStatus,
}

impl fmt::Debug for StoredWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredWebhook")
            .field("id", &self.id)
            .field("event_type", &self.event_type)
            .field("event_timestamp", &self.event_timestamp)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl StoredWebhook {
    fn read(row: Row) -> Result<Self, Error> {
        row.read(|id, columns| {
            Ok(Self {
                id,
                event_type: WebhookEventType::from(&*columns.text("event_type")?),
                payload_id: columns.text("payload_id")?,
                event_timestamp: columns.integer("event_timestamp")?,
                status: WebhookStatus::from(&*columns.text("status")?),
            })
        })
    }
}

/// Checks that both databases can store a webhook: PostgreSQL stores no NUL character.
fn check(webhook: &Webhook) -> Result<(), Error> {
    let fields = [("eventType", webhook.event_type().as_str()), ("payloadId", webhook.payload_id())];
    match fields.into_iter().find(|(_, value)| value.contains('\0')) {
        Some((field, _)) => Err(Error::Webhook { field }),
        None => Ok(()),
    }
}

impl<S: Store> Outbox<S> {
    /// Stores a verified webhook. Returns false if it is a duplicate: one with the same four signed fields came before, on
    /// whichever machine. Respond with 2xx afterwards in both cases, and with 503 after an error: Craftgate sends it again.
    ///
    /// # Errors
    ///
    /// [`Error::Webhook`] if it has a NUL character: respond with 400. [`Error::Database`].
    pub fn record_webhook(&mut self, webhook: &Webhook) -> Result<bool, Error> {
        check(webhook)?;
        let values = [
            self.clock.parameter(),
            webhook.event_type().as_str().into(),
            webhook.payload_id().into(),
            webhook.event_timestamp().into(),
            webhook.status().as_str().into(),
        ];
        Ok(!self.store.query(schema::RECORD_WEBHOOK, &values)?.is_empty())
    }

    /// Returns at most `limit` unprocessed webhooks, the oldest first. Processing must be safe to repeat: a crash
    /// before [`webhook_processed`](Self::webhook_processed) returns it again. One that can't be read is an error in its
    /// place, with its row's id.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn unprocessed_webhooks(&mut self, limit: u32) -> Result<Vec<Result<StoredWebhook, Error>>, Error> {
        let rows = self.store.query(schema::UNPROCESSED_WEBHOOKS, &[i64::from(limit).into()])?;
        Ok(rows.into_iter().map(StoredWebhook::read).collect())
    }

    /// Marks the webhook with this id as processed, also one that can't be read. It stays, to detect duplicates.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn webhook_processed(&mut self, id: i64) -> Result<(), Error> {
        self.store.query(schema::WEBHOOK_PROCESSED, &[self.clock.parameter(), id.into()])?;
        Ok(())
    }

    /// Deletes the webhooks that were processed longer ago than this, and returns their number. Keep them for as long as
    /// [`verify`](craftgate_core::webhook::verify) accepts one; a day is plenty.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn delete_webhooks(&mut self, older_than: Duration) -> Result<usize, Error> {
        let values = [self.clock.parameter(), millis(older_than).into()];
        Ok(self.store.query(schema::DELETE_WEBHOOKS, &values)?.len())
    }
}
