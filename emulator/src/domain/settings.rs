//! The options of an account.

use super::amount_rules::AmountRules;

/// The options of an account: its base URL, and its behaviour where merchants' settings differ.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The address of the account's pages, without a final slash.
    pub(crate) base_url: String,
    /// Whether a partial authentication (`mdStatus` 2 to 4) is accepted.
    pub(crate) accepts_partial_authentication: bool,
    /// Whether the callback of a failed payment contains the payment's id, which Craftgate documents for successful
    /// payments only.
    pub(crate) names_failed_payments: bool,
    /// Whether requests are accepted that Craftgate's documentation forbids and its official clients' samples send.
    pub(crate) is_lenient: bool,
}

impl Default for Settings {
    /// Returns the defaults: full authentication, documented requests only, and no base URL.
    fn default() -> Self {
        Self {
            base_url: "https://craftgate-emulator.invalid".to_owned(),
            accepts_partial_authentication: false,
            names_failed_payments: false,
            is_lenient: false,
        }
    }
}

impl Settings {
    /// Returns the number of digits of a BIN: eight, or six as the official clients' samples expect.
    pub(crate) fn bin_digits(&self) -> u8 {
        if self.is_lenient { 6 } else { 8 }
    }

    /// Returns which amounts of a payment are valid.
    pub(crate) fn amount_rules(&self) -> AmountRules {
        if self.is_lenient { AmountRules::Lenient } else { AmountRules::Strict }
    }

    /// Returns the URL of a page for the customer, such as `checkout/{token}`.
    pub(crate) fn page_url(&self, path: &str) -> String {
        format!("{}/{path}", self.base_url)
    }
}
