//! GarantiPay, version 1: the customer pays in Garanti BBVA's own application.
//!
//! ```
//! use craftgate_core::payment::{Amounts, CustomInstallment, InitGarantiPayPayment, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(100_00, 2);
//! let payment = InitGarantiPayPayment::new(
//!     Amounts::same(price),
//!     Currency::Try,
//!     "https://example.com/callback",
//!     [PaymentItem::new(price).name("Bakır cezve")],
//! )
//! .installments([CustomInstallment::new(3, Decimal::new(106_50, 2))])
//! .enabled_installments([3])
//! .conversation_id("sipariş-17");
//!
//! assert_eq!(payment.validate(), Ok(vec![]));
//! assert_eq!(payment.path().unwrap(), "/payment/v1/garanti-pay-payments");
//! ```

use super::{Amounts, CustomInstallment, HtmlContent, PaymentGroup, PaymentItem};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, PaymentId};
use crate::macros::object::response_object;
use crate::macros::operation::operation;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Starts a payment by GarantiPay, version 1.
    ///
    /// Show the customer the page in the response. They pay in BonusFlaş, and the bank takes the money as soon as they
    /// confirm; then their browser posts the result to `callback_url`: verify it as a [callback](crate::callback). If
    /// it never arrives, the money may be taken nevertheless: retrieve the payment with
    /// [`RetrievePayment`](super::RetrievePayment). For version 2 there is
    /// [`InitPosApmPayment`](super::InitPosApmPayment).
    POST "/payment/v1/garanti-pay-payments" => InitGarantiPayPaymentResponse;

    pub struct InitGarantiPayPayment {
        flatten {
            /// The price of the basket and the price to pay.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The merchant's URL that the result is posted to, reachable from the customer's browser.
            callback_url: String,
            /// The items in the basket, whose prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// The POS to use, by its alias.
            pos_alias: String,
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The merchant's own value, returned with the payment; usually the order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket, by which payments can be searched.
            external_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to show to the bank.
            bank_order_id: String,
        }
        repeated {
            /// The total price for each number of installments.
            installments: CustomInstallment,
            /// The numbers of installments to offer.
            enabled_installments: i32,
        }
    }
}

impl Validate for InitGarantiPayPayment {
    fn check(&self, validator: &mut Validator) {
        let fields = ["installments.number", "installments.totalPrice"];
        validator
            .basket(&self.amounts, &self.items, &self.currency)
            .callback_url(&self.callback_url)
            .lookup_ids(self.conversation_id.as_ref(), self.external_id.as_ref())
            .client_ip(self.client_ip.as_ref())
            .installments("enabledInstallments", self.enabled_installments.iter().copied())
            .custom_installments(fields, &self.installments, self.currency.decimals());
    }
}

response_object! {
    /// The start of a GarantiPay payment.
    pub struct InitGarantiPayPaymentResponse {
        optional {
            /// The page to show to the customer.
            html_content: HtmlContent,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
        }
    }
}
