//! Payments that the customer confirms at their bank: 3D Secure.
//!
//! Three steps: start it and show the customer the page that comes back; verify the
//! [callback](crate::callback) that the customer's browser posts to the merchant; complete it.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::{CreatePayment, Payment, PaymentStatus};
use crate::api::id::PaymentId;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};
use crate::wire::json::JsonMap;
use crate::wire::{Wire, impl_wire_via_serde};

operation! {
    /// Starts a payment with 3D Secure.
    ///
    /// Show the customer the page in the answer. When the bank has answered, the customer's browser
    /// posts the result to `callback_url`. No money moves until [`CompleteThreeDsPayment`] is sent, except where the
    /// bank does both at once: [`next_step`](crate::callback::ThreeDsCallback::next_step) tells.
    ///
    /// ```
    /// use craftgate_core::callback::{self, CallbackKey, NextStep};
    /// use craftgate_core::id::PaymentId;
    /// use craftgate_core::payment::{CreatePayment, InitThreeDsPayment, InitThreeDsPaymentResponse};
    /// # use craftgate_core::callback::CallbackError;
    ///
    /// fn start(payment: CreatePayment) -> InitThreeDsPayment {
    ///     InitThreeDsPayment::new(payment, "https://magaza.example.com/3ds").callback_v2()
    /// }
    ///
    /// // Of the answer, keep the payment's id with the customer's order, and show the page:
    /// fn page(start: &InitThreeDsPaymentResponse) -> Option<String> {
    ///     start.html_content.as_ref()?.decode().ok()
    /// }
    ///
    /// // When the customer's browser posts to `/3ds`. Against payments that are verified by half, look at `md_status`:
    /// fn back(key: &CallbackKey, form: &[u8], started: PaymentId) -> Result<NextStep, CallbackError> {
    ///     Ok(callback::verify(key, form)?.next_step(started))
    /// }
    /// ```
    POST "/payment/v1/card-payments/3ds-init" => InitThreeDsPaymentResponse;

    pub struct InitThreeDsPayment {
        flatten {
            /// The payment, as it would be taken without 3D Secure.
            payment: CreatePayment
        }
        required {
            /// The merchant's address for the result, reachable from the customer's browser.
            callback_url: String,
        }
    }
}

impl Validate for InitThreeDsPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().payment(&self.payment).callback_url(&self.callback_url).finish()
    }
}

impl InitThreeDsPayment {
    /// Asks for version 2 of the callback, which also tells the [`MdStatus`].
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
    /// Completes a payment after its callback was verified: now the money is taken.
    ///
    /// Before sending it, check that the basket is still what was paid for.
    POST "/payment/v1/card-payments/3ds-complete" => Payment;

    pub struct CompleteThreeDsPayment {
        required {
            /// Craftgate's id of the payment, from the verified callback.
            payment_id: PaymentId,
        }
    }
}

response_object! {
    /// A 3D Secure payment that has begun.
    pub struct InitThreeDsPaymentResponse {
        optional {
            /// The page to show to the customer.
            html_content: HtmlContent,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Where to send the customer instead of showing a page.
            redirect_url: String,
            /// How far it has come.
            payment_status: PaymentStatus,
            /// What to do next.
            additional_action: AdditionalAction,
        }
    }
}

open_enum! {
    /// What to do with the customer next.
    pub enum AdditionalAction {
        /// Send them to the URL.
        RedirectToUrl = "REDIRECT_TO_URL",
        /// Go on in the merchant's own application.
        ContinueInClient = "CONTINUE_IN_CLIENT",
        /// Show them the page.
        ShowHtmlContent = "SHOW_HTML_CONTENT",
        /// Nothing.
        None = "NONE",
    }
}

/// Base64 with or without its padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A page for the customer, in base64 as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct HtmlContent(String);

impl HtmlContent {
    /// The page's HTML.
    ///
    /// # Errors
    ///
    /// [`HtmlContentError`] if it is no base64 of UTF-8 text.
    pub fn decode(&self) -> Result<String, HtmlContentError> {
        let base64: Vec<u8> = self.0.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let bytes = LENIENT.decode(base64).map_err(|_| HtmlContentError::NotBase64)?;
        String::from_utf8(bytes).map_err(|_| HtmlContentError::NotText)
    }

    /// The page as Craftgate sent it, in base64.
    #[must_use]
    pub fn as_base64(&self) -> &str {
        &self.0
    }

    /// Encodes a page.
    #[must_use]
    pub fn encode(html: &str) -> Self {
        Self(STANDARD.encode(html))
    }
}

impl fmt::Debug for HtmlContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HtmlContent({} bytes)", self.0.len())
    }
}

impl Serialize for HtmlContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for HtmlContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(Self)
    }
}

impl_wire_via_serde!(HtmlContent);

/// Why a page can't be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HtmlContentError {
    /// It is not base64.
    NotBase64,
    /// It is base64 of something that is not UTF-8 text.
    NotText,
}

impl fmt::Display for HtmlContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotBase64 => "the page is not base64",
            Self::NotText => "the page is not UTF-8 text",
        })
    }
}

impl std::error::Error for HtmlContentError {}

/// What the bank said of a 3D Secure verification. (Source: Craftgate's "MD Status".)
///
/// Some banks use numbers of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "a number with a name")]
pub struct MdStatus(pub i32);

impl MdStatus {
    /// The customer proved who they are (1).
    #[must_use]
    pub fn is_authenticated(self) -> bool {
        self.0 == 1
    }

    /// The payment can be completed, but the customer was not fully verified (2, 3, 4): they or their
    /// bank take no part in 3D Secure, so the risk may stay with the merchant.
    #[must_use]
    pub fn is_partially_authenticated(self) -> bool {
        matches!(self.0, 2..=4)
    }

    /// The verification failed or could not be done (0, 5, 6, 7).
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(self.0, 0 | 5..=7)
    }
}

impl Wire for MdStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(self.0)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer).map(Self)
    }
}
