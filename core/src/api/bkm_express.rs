//! BKM Express, the Turkish banks' common wallet.
//!
//! Start a payment and pass its token to BKM's client SDK. When the customer has confirmed the payment, Craftgate sends
//! its details in a webhook, and the merchant completes or cancels it.
//!
//! ```
//! use craftgate_core::bkm_express::{CompleteBkmExpressPayment, InitBkmExpressPayment};
//! use craftgate_core::id::BkmExpressTicketId;
//! use craftgate_core::payment::{Amounts, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(100_00, 2);
//! let items = [PaymentItem::new(price).name("Gümüş küpe")];
//! let start = InitBkmExpressPayment::new(Amounts::same(price), Currency::Try, items)
//!     .enabled_installments([1, 3])
//!     .conversation_id("siparis-17");
//! assert_eq!(start.validate(), Ok(vec![]));
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
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Starts a payment with BKM Express.
    ///
    /// Pass the response's token to BKM's client SDK to open its application. The POS that may take such payments carry
    /// the tag `BKM_EXPRESS` in Craftgate's panel, where the webhook BKM_EXPRESS_PAYMENT_NOTIFICATION has to be enabled
    /// too. Turkish lira only.
    POST "/payment/v1/bkm-express/init" => InitBkmExpressPaymentResponse;

    pub struct InitBkmExpressPayment {
        flatten {
            /// The basket's price and the amount to charge.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment: Turkish lira.
            currency: Currency,
            /// The basket's items. Their prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The merchant's value, usually the order number, which comes back with the response. It must not begin
            /// with `+` or `-`.
            conversation_id: String,
            /// The payment's phase: BKM Express has `Auth` only, which is the default.
            payment_phase: PaymentPhase,
            /// The buyer's id as a member.
            buyer_member_id: MemberId,
            /// The order number to send to the bank. Craftgate recommends leaving it out, and then generates one.
            bank_order_id: String,
        }
        repeated {
            /// The numbers of installments to offer, as far as the POS has them. A single payment is always offered; if
            /// empty, it is the only one.
            enabled_installments: i32,
        }
    }
}

impl Validate for InitBkmExpressPayment {
    fn check(&self, validator: &mut Validator) {
        validator
            .basket(&self.amounts, &self.items, &self.currency)
            .allow("currency", self.currency == Currency::Try, "TRY")
            .allow("paymentPhase", self.payment_phase.as_ref().is_none_or(|phase| *phase == PaymentPhase::Auth), "AUTH")
            .installments("enabledInstallments", self.enabled_installments.iter().copied())
            .conversation_id(self.conversation_id.as_ref());
    }
}

operation! {
    /// Completes a payment that the customer has confirmed in BKM Express, or cancels it.
    ///
    /// First compare the payment in Craftgate's notification with the order.
    POST "/payment/v1/bkm-express/complete" => Payment;

    pub struct CompleteBkmExpressPayment {
        required {
            /// `true` to charge the customer, `false` to cancel the payment.
            status: bool,
            /// The payment's ticket, from [`InitBkmExpressPaymentResponse::id`].
            ticket_id: BkmExpressTicketId,
        }
        optional {
            /// The merchant's message to BKM Express.
            message: String,
            /// BKM's token of the payment, if it came with one.
            bkm_express_payment_token: Secret,
        }
    }
}

operation! {
    /// Retrieves a payment by its ticket.
    GET "/payment/v1/bkm-express/payments/{ticket_id}" => Payment;

    pub struct RetrieveBkmExpressPayment {
        path {
            /// The payment's ticket, from [`InitBkmExpressPaymentResponse::id`].
            ticket_id: BkmExpressTicketId
        }
    }
}

operation! {
    /// Retrieves a payment by BKM's token.
    GET "/payment/v1/bkm-express/{token}" => Payment;

    pub struct RetrieveBkmExpressPaymentByToken {
        path {
            /// BKM's token of the payment.
            token: Secret
        }
    }
}

response_object! {
    /// A payment that was started with BKM Express.
    pub struct InitBkmExpressPaymentResponse {
        required {
            /// The payment's ticket. Store it with the order.
            id: BkmExpressTicketId,
        }
        optional {
            /// The path to pass to BKM's client SDK.
            path: String,
            /// The token to pass to BKM's client SDK.
            token: Secret,
        }
    }
}
