//! Payments in a bank's own wallet, through the merchant's POS: GarantiPay, YKB World Pay, Google Pay.
//!
//! ```
//! use craftgate_core::payment::{
//!     Amounts, Basket, InitPosApmPayment, PaymentItem, PosApmPaymentProvider, pos_apm_params,
//! };
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(100_00, 2);
//! let basket = Basket::new(Amounts::same(price), Currency::Try, [PaymentItem::new(price).name("Kışlık bot")]);
//! let payment = InitPosApmPayment::new(basket, PosApmPaymentProvider::YkbWorldPay, "https://example.com/callback")
//!     .additional_params(pos_apm_params::world_pay_web_to_qr())
//!     .conversation_id("sipariş-17");
//!
//! assert_eq!(payment.validate(), Ok(vec![]));
//! assert_eq!(payment.path().unwrap(), "/payment/v1/pos-apm-payments/init");
//! ```

use super::{
    AdditionalAction, Amounts, CustomInstallment, FraudCheckParameters, HtmlContent, Payment, PaymentError,
    PaymentGroup, PaymentItem, PaymentPhase, PaymentStatus,
};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, PaymentId};
use crate::macros::object::{request_object, response_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, Validator, form, param};
use crate::wire::json::{Json, JsonMap};

operation! {
    /// Starts a payment in a bank's own wallet.
    ///
    /// From a web page, the customer pays in the bank's application, the money is taken there, and their browser posts
    /// the result to `callback_url`: verify it as a [callback](crate::callback). From application to application, the
    /// customer returns to the URL in `additional_params`: see [`pos_apm_params`](super::pos_apm_params). Where
    /// [`CompletePosApmPayment`] is needed depends on the wallet.
    POST "/payment/v1/pos-apm-payments/init" => InitPosApmPaymentResponse;

    pub struct InitPosApmPayment {
        flatten {
            /// The basket and its currency.
            basket: Basket
        }
        required {
            /// The wallet.
            payment_provider: PosApmPaymentProvider,
            /// The merchant's URL that the result is posted to, reachable from the customer's browser.
            callback_url: String,
        }
        optional {
            /// The POS to use, by its alias, instead of the routing rules.
            pos_alias: String,
            /// The merchant's own value, returned with the payment; usually the order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket, by which payments can be searched.
            external_id: String,
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The phase. Only `Auth` (the default) is supported by World Pay and GarantiPay.
            payment_phase: PaymentPhase,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to show to the bank.
            bank_order_id: String,
            /// The buyer's IP address.
            client_ip: String,
            /// The wallet's own parameters, from [`pos_apm_params`](super::pos_apm_params): how the customer gets to it
            /// and, from an application, the URL that they return to.
            additional_params: JsonMap,
            /// The values for the fraud rules.
            fraud_params: FraudCheckParameters,
            /// The token of the checkout page that the payment belongs to.
            checkout_form_token: Secret,
        }
        repeated {
            /// The total price for each number of installments to offer (Craftgate's default: by the POS's
            /// commissions).
            installments: CustomInstallment,
        }
    }
}

impl Validate for InitPosApmPayment {
    fn check(&self, validator: &mut Validator) {
        let fields = ["installments.number", "installments.totalPrice"];
        validator
            .basket(&self.basket.amounts, &self.basket.items, &self.basket.currency)
            .callback_url(&self.callback_url)
            .lookup_ids(self.conversation_id.as_ref(), self.external_id.as_ref())
            .client_ip(self.client_ip.as_ref())
            .custom_installments(fields, &self.installments, self.basket.currency.decimals())
            .pos_apm(self);
    }
}

impl Validator {
    /// Checks the fields that each wallet requires. (Source: Craftgate's "YKB WorldPay Ödeme Yöntemi ile Ödeme Alma"
    /// and "Garanti Pay V2 ile Ödeme Alma"; the keys are those of the official clients' samples.)
    fn pos_apm(&mut self, payment: &InitPosApmPayment) -> &mut Self {
        use PosApmPaymentProvider::{GarantiPay, YkbWorldPay, YkbWorldPayShoppingLoan};

        let params = payment.additional_params.as_ref();
        let (flow, return_url) = match payment.payment_provider {
            YkbWorldPay | YkbWorldPayShoppingLoan => ("additionalParams.sourceCode", "additionalParams.redirectUrl"),
            GarantiPay => ("additionalParams.integrationType", "additionalParams.mobileAppReturnUrl"),
            _ => return self.require("additionalParams", params.is_some_and(|params| !params.is_empty())),
        };
        let is_auth = payment.payment_phase.as_ref().is_none_or(|phase| *phase == PaymentPhase::Auth);
        self.allow("paymentPhase", is_auth, "AUTH").require_param(params, flow, &form::ANY);
        if param(params, flow).is_some_and(|flow| flow.expose() == "APP2APP") {
            self.require_param(params, return_url, &form::ANY);
        }
        if payment.payment_provider == YkbWorldPayShoppingLoan {
            self.require_param(params, "additionalParams.shoppingLoanProductCode", &form::ANY);
        }
        self
    }
}

operation! {
    /// Completes a payment in a bank's own wallet.
    ///
    /// World Pay: needed when the customer returns from the bank's application to the merchant's own; from a web page
    /// the payment completes by itself. GarantiPay: the bank takes the money when the customer confirms; send this in
    /// either flow, to have Craftgate confirm the result. (Source: Craftgate's "YKB WorldPay Ödeme Tamamlama" and
    /// "Garanti Pay V2 ile Ödeme Alma".)
    POST "/payment/v1/pos-apm-payments/complete" => Payment;

    pub struct CompletePosApmPayment {
        required {
            /// Craftgate's id of the payment, from the response to its start.
            payment_id: PaymentId,
        }
        optional {
            /// The wallet's own parameters.
            additional_params: JsonMap,
        }
        matches { payment_id == id }
    }
}

request_object! {
    /// A basket, its price and its currency.
    pub struct Basket {
        flatten {
            /// The price of the basket and the price to pay.
            amounts: Amounts
        }
        required {
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The items in the basket, whose prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
    }
}

response_object! {
    /// The start of a payment in a bank's own wallet.
    pub struct InitPosApmPaymentResponse {
        optional {
            /// The page to show to the customer.
            html_content: HtmlContent,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// The payment's status.
            payment_status: PaymentStatus,
            /// The next step.
            additional_action: AdditionalAction,
            /// The reason of a failure.
            payment_error: PaymentError,
            /// Further data from the wallet, such as [`redirect_url`](Self::redirect_url).
            additional_data: JsonMap,
        }
    }
}

impl InitPosApmPaymentResponse {
    /// Returns the URL to send the customer to, from `additional_data`: for GarantiPay from a web page. (Source:
    /// Craftgate's "Garanti Pay V2 ile Ödeme Alma".)
    #[must_use]
    pub fn redirect_url(&self) -> Option<String> {
        self.additional_data.as_ref()?.get("redirectUrl")?.deserialize().ok()
    }

    /// Returns the links from the merchant's application to the bank's, from `additional_data`: for GarantiPay.
    /// Craftgate doesn't document the format of a link. (Source: Craftgate's "GarantiPay V2 ile Ödeme Alma".)
    #[must_use]
    pub fn mobile_app_redirect_links(&self) -> Vec<Json> {
        let links = self.additional_data.as_ref().and_then(|data| data.get("mobileAppRedirectLinks"));
        links.and_then(|links| links.deserialize().ok()).unwrap_or_default()
    }

    /// Returns true if the payment waits for the step in `additional_action`.
    /// (Source: Craftgate's "YKB WorldPay Ödeme Tamamlama".)
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.payment_status == Some(PaymentStatus::Waiting) && self.additional_action != Some(AdditionalAction::None)
    }
}

open_enum! {
    /// A bank's wallet. (Source: the official clients.)
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
