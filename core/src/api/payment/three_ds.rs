//! Payments with 3D Secure: the customer confirms them at their bank.
//!
//! Three steps: start the payment and show the customer the page in the response; verify the
//! [callback](crate::callback) that the customer's browser posts to the merchant; complete the payment.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{CreatePayment, HtmlContent, Payment, PaymentStatus};
use crate::api::id::PaymentId;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, Validator};
use crate::wire::json::JsonMap;
use crate::wire::{Wire, impl_wire_via_serde};

operation! {
    /// Starts a payment with 3D Secure.
    ///
    /// Show the customer the page in the response. After the verification, the customer's browser posts the result to
    /// `callback_url`. With the model 3D Model no money is taken until [`CompleteThreeDsPayment`] is sent; with 3D Pay
    /// the bank takes it at the verification. [`next_step`](crate::callback::ThreeDsCallback::next_step) says which.
    ///
    /// ```
    /// use craftgate_core::callback::{self, CallbackKey, NextStep, StartedPayment};
    /// use craftgate_core::payment::{CreatePayment, InitThreeDsPayment, InitThreeDsPaymentResponse};
    /// # use craftgate_core::callback::CallbackError;
    ///
    /// fn start(payment: CreatePayment) -> InitThreeDsPayment {
    ///     InitThreeDsPayment::new(payment, "https://magaza.example.com/3ds").callback_v2()
    /// }
    ///
    /// // Of the response, keep what was started with the customer's order, and show the page:
    /// fn page(init: &InitThreeDsPayment, response: &InitThreeDsPaymentResponse) -> Option<(StartedPayment, String)> {
    ///     Some((init.started(response)?, response.html_content.as_ref()?.decode().ok()?))
    /// }
    ///
    /// // When the customer's browser posts to `/3ds`. Against partial verification, look at `md_status`:
    /// fn back(key: &CallbackKey, form: &[u8], started: &StartedPayment) -> Result<NextStep, CallbackError> {
    ///     Ok(callback::verify(key, form)?.next_step(started))
    /// }
    /// ```
    POST "/payment/v1/card-payments/3ds-init" => InitThreeDsPaymentResponse;

    pub struct InitThreeDsPayment {
        flatten {
            /// The payment, as it would be made without 3D Secure.
            payment: CreatePayment
        }
        required {
            /// The merchant's URL that the result is posted to, reachable from the customer's browser.
            callback_url: String,
        }
    }
}

impl Validate for InitThreeDsPayment {
    fn check(&self, validator: &mut Validator) {
        validator.payment(&self.payment).callback_url(&self.callback_url);
    }
}

impl InitThreeDsPayment {
    /// Requests version 2 of the callback, which has the [`MdStatus`] too.
    ///
    /// Craftgate recommends it. (Source: Craftgate's "3D Secure Doğrulama v2".)
    #[must_use]
    pub fn callback_v2(mut self) -> Self {
        let params = self.payment.additional_params.get_or_insert_with(JsonMap::new);
        params.insert("threeDSCallbackVersion", 2);
        self
    }
}

operation! {
    /// Completes a payment after its callback was verified: this takes the money.
    ///
    /// Check first that the basket is still the one that was paid for.
    POST "/payment/v1/card-payments/3ds-complete" => Payment;

    pub struct CompleteThreeDsPayment {
        required {
            /// Craftgate's id of the payment, from the verified callback.
            payment_id: PaymentId,
        }
        matches { payment_id == id }
    }
}

response_object! {
    /// The start of a 3D Secure payment.
    pub struct InitThreeDsPaymentResponse {
        optional {
            /// The page to show to the customer.
            html_content: HtmlContent,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// The URL to send the customer to instead of showing a page.
            redirect_url: String,
            /// The payment's status.
            payment_status: PaymentStatus,
            /// The next step.
            additional_action: AdditionalAction,
        }
    }
}

open_enum! {
    /// The next step with a customer who pays with 3D Secure or in a bank's wallet. (Source: Craftgate's "3D Secure ile
    /// Ödeme Alma".)
    pub enum AdditionalAction {
        /// Send them to the URL.
        RedirectToUrl = "REDIRECT_TO_URL",
        /// Continue in the merchant's own application.
        ContinueInClient = "CONTINUE_IN_CLIENT",
        /// Show them the page.
        ShowHtmlContent = "SHOW_HTML_CONTENT",
        /// None.
        None = "NONE",
    }
}

/// The bank's result of a 3D Secure verification, as a number. (Source: Craftgate's "MD Status".)
///
/// Some banks use numbers of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a number with a name")]
pub struct MdStatus(pub i32);

impl MdStatus {
    /// Returns true if the customer was fully verified (1).
    #[must_use]
    pub fn is_authenticated(self) -> bool {
        self.0 == 1
    }

    /// Returns true if the payment can be completed, but the customer was not fully verified (2, 3, 4): they or
    /// their bank take no part in 3D Secure, so the risk may stay with the merchant.
    ///
    /// Whether Craftgate completes such a payment is a setting in the merchant panel.
    #[must_use]
    pub fn is_partially_authenticated(self) -> bool {
        matches!(self.0, 2..=4)
    }

    /// Returns true if the verification failed or could not be done (0, 5, 6, 7).
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(self.0, 0 | 5..=7)
    }
}

impl fmt::Display for MdStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for MdStatus {
    type Err = ParseIntError;

    fn from_str(number: &str) -> Result<Self, ParseIntError> {
        number.parse().map(Self)
    }
}

impl Serialize for MdStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.0)
    }
}

impl<'de> Deserialize<'de> for MdStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(Self)
    }
}

impl_wire_via_serde!(MdStatus);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_md_status_is_its_number_in_json_and_as_text() {
        assert_eq!(serde_json::to_string(&MdStatus(4)).unwrap(), "4");
        for json in ["4", "\"4\""] {
            assert_eq!(serde_json::from_str::<MdStatus>(json).unwrap(), MdStatus(4), "{json}");
        }
        assert_eq!(MdStatus(4).to_string(), "4");
        assert_eq!("4".parse(), Ok(MdStatus(4)));
        assert!("dört".parse::<MdStatus>().is_err());
    }
}
