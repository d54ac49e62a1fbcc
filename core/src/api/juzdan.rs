//! Juzdan, Akbank's wallet.
//!
//! Start a payment and show its QR code. The customer scans it with Juzdan and pays with one of the
//! cards kept there; their browser then brings the payment's `referenceId` to the merchant's callback
//! URL. It proves nothing by itself: retrieve the payment by it.
//!
//! ```
//! use craftgate_core::juzdan::{InitJuzdanPayment, JuzdanClientType};
//! use craftgate_core::payment::{Amounts, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
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
//! assert_eq!(payment.path().unwrap(), "/payment/v1/juzdan-payments/init");
//! ```

use crate::api::currency::Currency;
use crate::api::id::{JuzdanReferenceId, MemberId};
use crate::api::payment::{Amounts, Payment, PaymentGroup, PaymentItem, PaymentPhase};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Starts a payment with Juzdan.
    ///
    /// Open the answer's QR code for the customer. When they have paid, look the payment up with
    /// [`RetrieveJuzdanPayment`].
    POST "/payment/v1/juzdan-payments/init" => InitJuzdanPaymentResponse;

    pub struct InitJuzdanPayment {
        flatten {
            /// What the basket costs and what is taken.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The basket. The prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
            /// The merchant's address for the payment's reference, reachable from the customer's browser.
            callback_url: String,
        }
        optional {
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// Comes back with the answer; usually the merchant's order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket; payments can be searched by it.
            external_id: String,
            /// `Auth` to take the money (the default), `PreAuth` to hold it.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to show to the bank.
            bank_order_id: String,
            /// Where the customer is.
            client_type: JuzdanClientType,
            /// Juzdan's id of a loan campaign.
            loan_campaign_id: i64,
        }
    }
}

impl Validate for InitJuzdanPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().basket(&self.amounts, &self.items).callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Looks a payment up by its reference, whether it succeeded or failed.
    GET "/payment/v1/juzdan-payments/{reference_id}" => Payment;

    pub struct RetrieveJuzdanPayment {
        path {
            /// The payment's reference, from its start or its callback.
            reference_id: JuzdanReferenceId
        }
    }
}

response_object! {
    /// A payment with Juzdan that has begun.
    pub struct InitJuzdanPaymentResponse {
        required {
            /// The payment's reference. Keep it with the order.
            reference_id: JuzdanReferenceId,
        }
        optional {
            /// The address of the QR code to open for the customer.
            juzdan_qr_url: String,
        }
    }
}

open_enum! {
    /// Where a customer who pays with Juzdan is.
    pub enum JuzdanClientType {
        /// In an application on their telephone.
        Mobile = "M",
        /// On a web page.
        Web = "W",
    }
}
