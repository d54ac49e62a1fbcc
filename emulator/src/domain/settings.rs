//! The options of an account.

use rust_decimal::Decimal;

use super::money::{not_negative, positive};
use crate::error::ApiError;

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

    /// Returns a valid amount of a payment: above zero, or zero if the emulator is lenient.
    pub(crate) fn amount(&self, field: &'static str, amount: Decimal) -> Result<Decimal, ApiError> {
        if self.is_lenient { not_negative(field, amount) } else { positive(field, amount) }
    }

    /// Returns the URL of a page for the customer, such as `checkout/{token}`.
    pub(crate) fn page_url(&self, path: &str) -> String {
        format!("{}/{path}", self.base_url)
    }
}
