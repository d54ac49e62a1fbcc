//! Payments on Craftgate's own checkout page.

use std::fmt;

use rust_decimal::Decimal;

use super::{Payment, PaymentStatus};
use crate::currency::Currency;
use crate::operation::operation;

operation! {
    /// Looks up the payment that a checkout page's token stands for.
    ///
    /// The callback of a checkout page proves nothing but that somebody knows a token. Retrieve the
    /// payment, then hold it against the order with [`ExpectedPayment::check`].
    GET "/payment/v1/checkout-payments/{token}" => Payment;

    pub struct RetrieveCheckoutPayment {
        path {
            /// The checkout page's token.
            token: String
        }
    }
}

/// What a paid order must look like: the merchant's own figures to hold a payment against.
///
/// ```
/// use craftgate_core::Currency;
/// use craftgate_core::payment::{ExpectedPayment, Payment, PaymentMismatch, PaymentStatus};
/// use rust_decimal::Decimal;
///
/// let expected = ExpectedPayment::new(Decimal::new(100_00, 2), Currency::Try).conversation_id("sipariş-17");
///
/// let mut payment = Payment::new(1, PaymentStatus::Success);
/// payment.paid_price = Some(Decimal::new(1_00, 2));
/// payment.currency = Some(Currency::Try);
/// payment.conversation_id = Some("sipariş-17".into());
/// assert_eq!(expected.check(&payment), Err(PaymentMismatch::PaidPrice));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedPayment {
    paid_price: Decimal,
    currency: Currency,
    conversation_id: Option<String>,
    external_id: Option<String>,
}

impl ExpectedPayment {
    /// The amount that was due, in its currency.
    #[must_use]
    pub fn new(paid_price: Decimal, currency: Currency) -> Self {
        Self { paid_price, currency, conversation_id: None, external_id: None }
    }

    /// The order's `conversation_id`, if one was sent.
    #[must_use]
    pub fn conversation_id(mut self, conversation_id: impl Into<String>) -> Self {
        self.conversation_id = Some(conversation_id.into());
        self
    }

    /// The order's `external_id`, if one was sent.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Some(external_id.into());
        self
    }

    /// Whether `payment` succeeded and is the one for this order.
    ///
    /// # Errors
    ///
    /// The first thing in which it differs.
    pub fn check(&self, payment: &Payment) -> Result<(), PaymentMismatch> {
        let unlike = |expected: &Option<String>, found: &Option<String>| expected.is_some() && expected != found;
        if payment.payment_status != PaymentStatus::Success {
            Err(PaymentMismatch::Status)
        } else if unlike(&self.conversation_id, &payment.conversation_id) {
            Err(PaymentMismatch::ConversationId)
        } else if unlike(&self.external_id, &payment.external_id) {
            Err(PaymentMismatch::ExternalId)
        } else if payment.paid_price != Some(self.paid_price) {
            Err(PaymentMismatch::PaidPrice)
        } else if payment.currency.as_ref() != Some(&self.currency) {
            Err(PaymentMismatch::Currency)
        } else {
            Ok(())
        }
    }
}

/// In what a payment differs from the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PaymentMismatch {
    /// It did not succeed.
    Status,
    /// It is for another order.
    ConversationId,
    /// It is for another order.
    ExternalId,
    /// Another amount was taken.
    PaidPrice,
    /// It was taken in another currency.
    Currency,
}

impl fmt::Display for PaymentMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status => "the payment did not succeed",
            Self::ConversationId => "the payment has another conversation id",
            Self::ExternalId => "the payment has another external id",
            Self::PaidPrice => "another amount was paid",
            Self::Currency => "the payment is in another currency",
        })
    }
}

impl std::error::Error for PaymentMismatch {}
