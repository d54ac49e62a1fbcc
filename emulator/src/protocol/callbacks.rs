//! What a customer's browser brings back to the merchant, and the hash that proves it.

use craftgate_core::Secret;
use craftgate_core::payment::{HtmlContent, Payment};
use sha2::{Digest as _, Sha256};

use crate::bank_page::ThreeDsPage;

/// The fields that are hashed, without their hash.
pub(crate) struct Callback(Vec<(&'static str, Option<String>)>);

impl Callback {
    /// That the customer has paid or agreed.
    ///
    /// A bank's own data comes with some banks, `callbackStatus` with repeats: neither comes here.
    pub(crate) fn success(payment_id: i64, conversation_id: Option<String>) -> Self {
        Self(vec![
            ("status", Some("SUCCESS".to_owned())),
            ("completeStatus", None),
            ("paymentId", Some(payment_id.to_string())),
            ("conversationData", None),
            ("conversationId", conversation_id),
            ("callbackStatus", None),
        ])
    }

    pub(crate) fn of(payment: &Payment) -> Self {
        Self::success(payment.id, payment.conversation_id.clone())
    }

    /// That the payment waits to be completed.
    pub(crate) fn waiting(mut self) -> Self {
        for (_, value) in self.0.iter_mut().filter(|(name, _)| *name == "completeStatus") {
            *value = Some("WAITING".to_owned());
        }
        self
    }

    /// Version 1 hashes six values with `###` in between, an absent one being the empty text.
    pub(crate) fn v1(self, key: &Secret) -> Vec<(String, String)> {
        let hash = self.hash(key, "###");
        self.with(None, hash)
    }

    /// Version 2 has one value more, names what it hashes, and puts nothing in between.
    pub(crate) fn v2(mut self, key: &Secret) -> Vec<(String, String)> {
        self.0.push(("mdStatus", Some("1".to_owned())));
        self.0.retain(|(_, value)| value.is_some());
        let hash = self.hash(key, "");
        let names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        let names = names.join(":");
        self.with(Some(names), hash)
    }

    /// The hexadecimal digits of the SHA-256 of the key and the values, each behind a separator.
    fn hash(&self, key: &Secret, separator: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(key.expose());
        for (_, value) in &self.0 {
            hash.update(separator);
            hash.update(value.as_deref().unwrap_or_default());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn with(mut self, hash_params: Option<String>, hash: String) -> Vec<(String, String)> {
        self.0.push(("hashParams", hash_params));
        self.0.push(("hash", Some(hash)));
        self.0.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

/// The page whose form brings these fields to the merchant.
pub(crate) fn page(callback_url: String, fields: Vec<(String, String)>) -> HtmlContent {
    HtmlContent::encode(&ThreeDsPage::new(callback_url, fields).html())
}
