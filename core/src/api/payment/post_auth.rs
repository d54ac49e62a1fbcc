//! Captures of money that is held.

use rust_decimal::Decimal;

use super::Payment;
use crate::api::id::PaymentId;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Captures the money that a pre-authorization holds.
    ///
    /// The amount may differ from the held one within the bank's margin; Craftgate itself allows up to one and a half
    /// times as much. A payment that is not captured can't be refunded line by line: use
    /// [`RefundPayment`](super::RefundPayment).
    POST "/payment/v1/card-payments/{payment_id}/post-auth" => Payment;

    pub struct PostAuthPayment {
        path {
            /// Craftgate's id of the payment whose money is held.
            payment_id: PaymentId
        }
        optional {
            /// The amount to capture, in the payment's currency.
            paid_price: Decimal,
        }
        matches { payment_id == id }
    }
}

impl Validate for PostAuthPayment {
    fn check(&self, validator: &mut Validator) {
        validator.require("paidPrice", self.paid_price.is_some()).amount_in_any_currency("paidPrice", self.paid_price);
    }
}
