//! The callbacks that a customer's browser posts to the merchant, with the hash that authenticates them.

use craftgate_core::Secret;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{HtmlContent, Payment};
use sha2::{Digest as _, Sha256};

use super::three_ds_page::ThreeDsPage;

/// The fields of a callback that its hash covers.
pub(crate) struct Callback(Vec<(&'static str, Option<String>)>);

impl Callback {
    /// Returns the callback of a customer who paid or agreed.
    ///
    /// It lacks the data that some banks add, and the `callbackStatus` of repeats.
    pub(crate) fn success(payment_id: PaymentId, conversation_id: Option<String>) -> Self {
        Self(vec![
            ("status", Some("SUCCESS".to_owned())),
            ("completeStatus", None),
            ("paymentId", Some(payment_id.to_string())),
            ("conversationData", None),
            ("conversationId", conversation_id),
            ("callbackStatus", None),
        ])
    }

    /// Returns the callback of a customer who paid or agreed to this payment.
    pub(crate) fn of(payment: &Payment) -> Self {
        Self::success(payment.id, payment.conversation_id.clone())
    }

    /// Sets `completeStatus`: the payment is waiting to be completed.
    pub(crate) fn waiting(mut self) -> Self {
        for (_, value) in self.0.iter_mut().filter(|(name, _)| *name == "completeStatus") {
            *value = Some("WAITING".to_owned());
        }
        self
    }

    /// Returns the form fields in version 1, whose hash covers six values separated by `###`. Absent ones are empty.
    pub(crate) fn v1(self, key: &Secret) -> Vec<(String, String)> {
        let hash = self.hash(key, "###");
        self.into_form(None, hash)
    }

    /// Returns the form fields in version 2, which has one field more and names those that its hash covers.
    pub(crate) fn v2(mut self, key: &Secret) -> Vec<(String, String)> {
        self.0.push(("mdStatus", Some("1".to_owned())));
        self.0.retain(|(_, value)| value.is_some());
        let hash = self.hash(key, "");
        let names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        let names = names.join(":");
        self.into_form(Some(names), hash)
    }

    /// Returns the SHA-256 of the key and the values, each after a separator, as lower-case hexadecimal digits.
    fn hash(&self, key: &Secret, separator: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(key.expose());
        for (_, value) in &self.0 {
            hash.update(separator);
            hash.update(value.as_deref().unwrap_or_default());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn into_form(mut self, hash_params: Option<String>, hash: String) -> Vec<(String, String)> {
        self.0.push(("hashParams", hash_params));
        self.0.push(("hash", Some(hash)));
        self.0.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

/// Returns the page whose form posts these fields to the merchant.
pub(crate) fn page(callback_url: String, fields: Vec<(String, String)>) -> HtmlContent {
    HtmlContent::encode(&ThreeDsPage::new(callback_url, fields).html())
}
