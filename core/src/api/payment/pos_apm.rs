//! Payments in a bank's own wallet, by way of the merchant's POS: GarantiPay, YKB World Pay, Google Pay.
//!
//! ```
//! use craftgate_core::payment::{Amounts, InitPosApmPayment, PaymentItem, PosApmPaymentProvider};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, JsonMap, Operation};
//!
//! let price = Decimal::new(100_00, 2);
//! let payment = InitPosApmPayment::new(
//!     Amounts::same(price),
//!     PosApmPaymentProvider::YkbWorldPay,
//!     Currency::Try,
//!     [PaymentItem::new(price).name("Kışlık bot")],
//!     "https://example.com/callback",
//! )
//! .additional_params(JsonMap::from([("sourceCode", "WEB2QR")]))
//! .conversation_id("sipariş-17");
//!
//! assert_eq!(payment.path().unwrap(), "/payment/v1/pos-apm-payments/init");
//! ```

use super::{
    AdditionalAction, Amounts, CustomInstallment, FraudCheckParameters, HtmlContent, Payment, PaymentError,
    PaymentGroup, PaymentItem, PaymentPhase, PaymentStatus,
};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, PaymentId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Starts a payment in a bank's own wallet.
    ///
    /// On the web the customer pays in the bank's application, the money is taken there, and their
    /// browser posts the result to `callback_url`: verify it as a [callback](crate::callback). From
    /// application to application the customer comes back to the address in `additional_params`, and
    /// the merchant sends [`CompletePosApmPayment`].
    POST "/payment/v1/pos-apm-payments/init" => InitPosApmPaymentResponse;

    pub struct InitPosApmPayment {
        flatten {
            /// What the basket costs and what is taken.
            amounts: Amounts
        }
        required {
            /// The wallet.
            payment_provider: PosApmPaymentProvider,
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The basket. The prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
            /// The merchant's address for the result, reachable from the customer's browser.
            callback_url: String,
        }
        optional {
            /// The POS to use, by its alias, instead of the routing rules.
            pos_alias: String,
            /// Comes back with the answer; usually the merchant's order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket; payments can be searched by it.
            external_id: String,
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// `Auth` to take the money (the default), `PreAuth` to hold it.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to show to the bank.
            bank_order_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// What this wallet needs: how the customer gets to it and, from an application, the address
            /// that they come back to.
            additional_params: JsonMap,
            /// What the fraud rules should look at.
            fraud_params: FraudCheckParameters,
            /// The checkout page that the payment belongs to.
            checkout_form_token: String,
        }
        repeated {
            /// The installments that the customer may choose from.
            installments: CustomInstallment,
        }
    }
}

impl Validate for InitPosApmPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().basket(&self.amounts, &self.items).callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Completes a payment in a bank's own wallet that waits for it.
    ///
    /// Needed when the customer comes back from the bank's application to the merchant's own; see
    /// [`InitPosApmPaymentResponse::is_waiting`]. On the web the payment completes by itself.
    POST "/payment/v1/pos-apm-payments/complete" => Payment;

    pub struct CompletePosApmPayment {
        required {
            /// Craftgate's id of the payment, from its start.
            payment_id: PaymentId,
        }
        optional {
            /// What this wallet needs besides.
            additional_params: JsonMap,
        }
    }
}

response_object! {
    /// A payment in a bank's own wallet that has begun.
    pub struct InitPosApmPaymentResponse {
        optional {
            /// The page to show to the customer.
            html_content: HtmlContent,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// How far it has come.
            payment_status: PaymentStatus,
            /// What to do next.
            additional_action: AdditionalAction,
            /// Why it failed.
            payment_error: PaymentError,
            /// What else the wallet said, such as where to send the customer.
            additional_data: JsonMap,
        }
    }
}

impl InitPosApmPaymentResponse {
    /// Whether it waits for the customer: do what `additional_action` says.
    /// (Source: Craftgate's "YKB WorldPay Ödeme Tamamlama".)
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.payment_status == Some(PaymentStatus::Waiting) && self.additional_action != Some(AdditionalAction::None)
    }
}

open_enum! {
    /// The banks' wallets.
    pub enum PosApmPaymentProvider {
        /// Yapı Kredi's World Pay.
        YkbWorldPay = "YKB_WORLD_PAY",
        /// Yapı Kredi's World Pay, on a shopping loan.
        YkbWorldPayShoppingLoan = "YKB_WORLD_PAY_SHOPPING_LOAN",
        Googlepay = "GOOGLEPAY",
        /// Garanti's wallet, version 2.
        GarantiPay = "GARANTI_PAY",
    }
}
