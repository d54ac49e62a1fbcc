//! The return of a customer to the merchant.

use craftgate_core::id::PaymentId;

use crate::domain::settings::Settings;
use crate::protocol::callbacks::Callback;

/// A customer who returns after a payment or the verification of a card.
pub(super) struct Returning {
    pub(super) id: PaymentId,
    pub(super) conversation_id: Option<String>,
    /// Whether the customer has returned before.
    pub(super) is_duplicate: bool,
    pub(super) has_failed: bool,
}

impl Returning {
    /// Returns what the customer's browser posts.
    pub(super) fn callback(self, settings: &Settings) -> Callback {
        let Self { id, conversation_id, is_duplicate, has_failed } = self;
        match has_failed {
            _ if is_duplicate => Callback::duplicate(conversation_id),
            true => Callback::failure(conversation_id).naming(settings.names_failed_payments.then_some(id)),
            false => Callback::success(id, conversation_id),
        }
    }
}
