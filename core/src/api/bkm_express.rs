//! BKM Express, the Turkish banks' common wallet.
//!
//! Start a payment, hand its token to BKM's client library, and wait: when the customer has confirmed
//! it, Craftgate tells the merchant, who completes or refuses it.
//!
//! ```
//! use craftgate_core::bkm_express::{CompleteBkmExpressPayment, InitBkmExpressPayment};
//! use craftgate_core::id::BkmExpressTicketId;
//! use craftgate_core::payment::{Amounts, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let price = Decimal::new(100_00, 2);
//! let items = [PaymentItem::new(price).name("Gümüş küpe")];
//! let start = InitBkmExpressPayment::new(Amounts::same(price), Currency::Try, items).enabled_installments([1, 3]);
//! assert_eq!(start.path().unwrap(), "/payment/v1/bkm-express/init");
//!
//! let ticket_id = BkmExpressTicketId::new("b9bd7b93-662f-4460");
//! let complete = CompleteBkmExpressPayment::new(true, ticket_id).message("İşlem başarılı");
//! let body = complete.body().unwrap().unwrap();
//! let expected = r#"{"status":true,"ticketId":"b9bd7b93-662f-4460","message":"İşlem başarılı"}"#;
//! assert_eq!(body.as_bytes(), expected.as_bytes());
//! ```

use crate::api::currency::Currency;
use crate::api::id::{BkmExpressTicketId, MemberId};
use crate::api::payment::{Amounts, Payment, PaymentGroup, PaymentItem, PaymentPhase};
use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Starts a payment with BKM Express.
    ///
    /// The answer's token and path open BKM's application on the customer's side. The POS that may take
    /// such payments carry BKM Express's tag in Craftgate's panel.
    POST "/payment/v1/bkm-express/init" => InitBkmExpressPaymentResponse;

    pub struct InitBkmExpressPayment {
        flatten {
            /// What the basket costs and what is taken.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The basket. The prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// Comes back with the answer; usually the merchant's order number.
            conversation_id: String,
            /// `Auth` to take the money (the default), `PreAuth` to hold it.
            payment_phase: PaymentPhase,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to show to the bank.
            bank_order_id: String,
        }
        repeated {
            /// The numbers of installments to offer, as far as the POS has them; all of them, if none is given.
            enabled_installments: i32,
        }
    }
}

impl Validate for InitBkmExpressPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().basket(&self.amounts, &self.items).finish()
    }
}

operation! {
    /// Completes a payment that the customer has confirmed in BKM Express, or refuses it.
    ///
    /// Before sending it, check what Craftgate told of the payment against the order.
    POST "/payment/v1/bkm-express/complete" => Payment;

    pub struct CompleteBkmExpressPayment {
        required {
            /// `true` to take the money, `false` to let the payment go.
            status: bool,
            /// The payment's ticket, from its start.
            ticket_id: BkmExpressTicketId,
        }
        optional {
            /// The merchant's words on it.
            message: String,
            /// BKM's token of the payment, where it came with one.
            bkm_express_payment_token: Secret,
        }
    }
}

operation! {
    /// Looks a payment up by its ticket.
    GET "/payment/v1/bkm-express/payments/{ticket_id}" => Payment;

    pub struct RetrieveBkmExpressPayment {
        path {
            /// The payment's ticket, from its start.
            ticket_id: BkmExpressTicketId
        }
    }
}

operation! {
    /// Looks a payment up by BKM's token.
    GET "/payment/v1/bkm-express/{token}" => Payment;

    pub struct RetrieveBkmExpressPaymentByToken {
        path {
            /// BKM's token of the payment.
            token: Secret
        }
    }
}

response_object! {
    /// A payment with BKM Express that has begun.
    pub struct InitBkmExpressPaymentResponse {
        required {
            /// The payment's ticket. Keep it with the order.
            id: BkmExpressTicketId,
        }
        optional {
            /// Where BKM's client library starts.
            path: String,
            /// The token to hand to BKM's client library.
            token: Secret,
        }
    }
}
