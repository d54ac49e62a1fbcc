//! Juzdan, Akbank's wallet.
//!
//! Start a payment and show its QR code. The customer scans it with Juzdan and pays with a card stored there; the
//! customer's browser then posts the payment's `referenceId` to the merchant's callback URL. It is not signed: retrieve
//! the payment by it.
//!
//! ```
//! use craftgate_core::juzdan::{InitJuzdanPayment, JuzdanClientType};
//! use craftgate_core::payment::{Amounts, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(100_00, 2);
//! let payment = InitJuzdanPayment::new(
//!     Amounts::same(price),
//!     Currency::Try,
//!     [PaymentItem::new(price).name("Yağmurluk")],
//!     "https://example.com/callback",
//! )
//! .client_type(JuzdanClientType::Web)
//! .conversation_id("sipariş-17");
//!
//! assert_eq!(payment.validate(), Ok(vec![]));
//! assert_eq!(payment.path().unwrap(), "/payment/v1/juzdan-payments/init");
//! ```

use crate::api::currency::Currency;
use crate::api::id::{JuzdanReferenceId, MemberId};
use crate::api::payment::{Amounts, Payment, PaymentGroup, PaymentItem, PaymentPhase};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Starts a payment with Juzdan.
    ///
    /// Show the response's QR code to the customer. When they have paid, retrieve the payment with
    /// [`RetrieveJuzdanPayment`].
    POST "/payment/v1/juzdan-payments/init" => InitJuzdanPaymentResponse;

    pub struct InitJuzdanPayment {
        flatten {
            /// The basket's price and the amount to charge.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The basket's items. Their prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
            /// The merchant's URL that receives the payment's reference, reachable from the customer's browser.
            callback_url: String,
        }
        optional {
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The merchant's value, usually the order number, which comes back with the response. It must not begin
            /// with `+` or `-`.
            conversation_id: String,
            /// The merchant's id of the order or basket, which payments can be searched by. It must not begin with `+`
            /// or `-`.
            external_id: String,
            /// `Auth` to capture the money (the default), `PreAuth` to authorize it only.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel, which payments can be searched by.
            payment_channel: String,
            /// The buyer's id as a member.
            buyer_member_id: MemberId,
            /// The order number to send to the bank. Craftgate recommends leaving it out, and then generates one.
            bank_order_id: String,
            /// The kind of device that the customer pays with.
            client_type: JuzdanClientType,
            /// The id of a loan campaign.
            loan_campaign_id: String,
        }
    }
}

impl Validate for InitJuzdanPayment {
    fn check(&self, validator: &mut Validator) {
        let (Amounts { price, paid_price }, decimals) = (&self.amounts, self.currency.decimals());
        validator
            .item_total("items", self.items.iter().map(|item| Some(item.price)), *price)
            .decimals("price", [*price], decimals)
            .amount("paidPrice", *paid_price, decimals)
            .paid_price(*price, *paid_price)
            // Some of the official clients' samples have a price of zero, or a share above the price of the line.
            .disputed(|validator| {
                validator
                    .positive("price", *price)
                    .line_prices(&self.items, decimals)
                    .sellers(&self.items, &self.currency)
                    .callback_url(&self.callback_url);
            })
            .lookup_ids(self.conversation_id.as_ref(), self.external_id.as_ref());
    }
}

operation! {
    /// Retrieves a payment by its reference, whether it succeeded or failed.
    GET "/payment/v1/juzdan-payments/{reference_id}" => Payment;

    pub struct RetrieveJuzdanPayment {
        path {
            /// The payment's reference, from [`InitJuzdanPaymentResponse`] or the callback.
            reference_id: JuzdanReferenceId
        }
    }
}

response_object! {
    /// A payment that was started with Juzdan.
    pub struct InitJuzdanPaymentResponse {
        required {
            /// The payment's reference. Store it with the order.
            reference_id: JuzdanReferenceId,
        }
        optional {
            /// The URL of the QR code to show to the customer.
            juzdan_qr_url: String,
        }
    }
}

open_enum! {
    /// The kind of device that a customer pays with.
    pub enum JuzdanClientType {
        /// A mobile application.
        Mobile = "M",
        /// A web page.
        Web = "W",
    }
}
