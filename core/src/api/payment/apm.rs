//! Payments by alternative payment methods (APM): wallets, meal cards, bank transfers, cash on delivery.
//!
//! ```
//! use craftgate_core::payment::{Amounts, ApmType, InitApmPayment, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let price = Decimal::new(100_00, 2);
//! let payment = InitApmPayment::new(
//!     Amounts::same(price),
//!     ApmType::Paypal,
//!     Currency::Usd,
//!     [PaymentItem::new(price).name("İpek şal")],
//! )
//! .callback_url("https://example.com/callback")
//! .conversation_id("sipariş-17");
//!
//! assert_eq!(payment.validate(), Ok(vec![]));
//! assert_eq!(payment.path().unwrap(), "/payment/v1/apm-payments/init");
//! ```

use super::{Amounts, HtmlContent, Payment, PaymentError, PaymentGroup, PaymentItem, PaymentStatus};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, MerchantApmId, PaymentId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Starts a payment by an alternative payment method.
    ///
    /// The next step depends on the method: see [`InitApmPaymentResponse::is_done`] and `additional_action`. When the
    /// customer returns from the method's own pages, their browser posts the result to `callback_url`: verify it as a
    /// [callback](crate::callback). A method's own parameters go into `additional_params`: see
    /// [`apm_params`](super::apm_params).
    POST "/payment/v1/apm-payments/init" => InitApmPaymentResponse;

    pub struct InitApmPayment {
        flatten {
            /// The price of the basket and the price to pay.
            amounts: Amounts
        }
        required {
            /// The method.
            apm_type: ApmType,
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The items in the basket, whose prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// Craftgate's id of the merchant's account at the method, from the panel or
            /// [`MerchantApm`](crate::merchant_apm::MerchantApm). Needed if there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The merchant's sales channel.
            payment_channel: String,
            /// The merchant's own value, returned with the payment; usually the order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket, by which payments can be searched.
            external_id: String,
            /// The merchant's URL that the result is posted to, reachable from the customer's browser. Needed by every
            /// method that redirects the customer.
            callback_url: String,
            /// The order number to show to the method.
            apm_order_id: String,
            /// The customer's identity at the method: for Edenred the card's 16 digits, for Pluxee the telephone number
            /// (ten digits, beginning with 5), for Chippin the customer's number there, for Payoneer the merchant's own
            /// id of the customer.
            apm_user_identity: Secret,
            /// The method's own parameters; every value is a string, except for shopping loans.
            additional_params: JsonMap,
            /// The buyer's IP address.
            client_ip: String,
        }
    }
}

impl Validate for InitApmPayment {
    fn check(&self, validator: &mut Validator) {
        validator
            .basket(&self.amounts, &self.items, &self.currency)
            .disputed_callback_url(self.callback_url.as_ref())
            .lookup_ids(self.conversation_id.as_ref(), self.external_id.as_ref())
            .client_ip(self.client_ip.as_ref())
            .apm_start(
                &self.apm_type,
                self.apm_user_identity.as_ref(),
                self.additional_params.as_ref(),
                &self.currency,
            );
    }
}

operation! {
    /// Completes a payment by an alternative payment method.
    ///
    /// For a payment that is waiting with an `additional_action` of the customer's, once that action is done. The
    /// customer's one-time password and the like go into `additional_params`.
    POST "/payment/v1/apm-payments/complete" => CompleteApmPaymentResponse;

    pub struct CompleteApmPayment {
        required {
            /// Craftgate's id of the payment, from the response to its start.
            payment_id: PaymentId,
        }
        optional {
            /// The method's own parameters; every value is a string.
            additional_params: JsonMap,
        }
        matches { payment_id == payment_id }
    }
}

impl Validate for CompleteApmPayment {
    fn check(&self, validator: &mut Validator) {
        validator.apm_completion(self.additional_params.as_ref());
    }
}

operation! {
    /// Records a payment that the merchant receives outside of Craftgate: by bank transfer or in cash.
    ///
    /// For [`ApmType::FundTransfer`] and [`ApmType::CashOnDelivery`] only. Craftgate moves no money; it records the
    /// payment, to be searched, reported and refunded.
    POST "/payment/v1/apm-payments" => Payment;

    pub struct CreateApmPayment {
        flatten {
            /// The price of the basket and the price to pay.
            amounts: Amounts
        }
        required {
            /// The method.
            apm_type: ApmType,
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The items in the basket, whose prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// The kind of goods or service that is paid for.
            payment_group: PaymentGroup,
            /// The merchant's sales channel.
            payment_channel: String,
            /// The merchant's own value, returned with the payment; usually the order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket, by which payments can be searched.
            external_id: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to record with the payment.
            apm_order_id: String,
            /// The merchant's callback URL. Nothing is posted to it. (Source: the samples of the official Node client;
            /// no client's type has it.)
            callback_url: String,
            /// The buyer's IP address.
            client_ip: String,
        }
    }
}

impl Validate for CreateApmPayment {
    fn check(&self, validator: &mut Validator) {
        let is_direct = [ApmType::FundTransfer, ApmType::CashOnDelivery].contains(&self.apm_type);
        validator
            .basket(&self.amounts, &self.items, &self.currency)
            .allow("apmType", is_direct, "FUND_TRANSFER or CASH_ON_DELIVERY")
            .lookup_ids(self.conversation_id.as_ref(), self.external_id.as_ref())
            .client_ip(self.client_ip.as_ref());
    }
}

response_object! {
    /// The start of a payment by an alternative payment method.
    pub struct InitApmPaymentResponse {
        optional {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// The URL to send the customer to.
            redirect_url: String,
            /// The page to show to the customer.
            html_content: HtmlContent,
            /// The QR code to show to the customer.
            qr_code: String,
            /// The payment's status.
            payment_status: PaymentStatus,
            /// The next step.
            additional_action: ApmAdditionalAction,
            /// The reason of a failure.
            payment_error: PaymentError,
            /// Further data from the method, such as the customer's wallets at Metropol.
            additional_data: JsonMap,
        }
    }
}

impl InitApmPaymentResponse {
    /// Returns true if the payment has succeeded and no step remains.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.payment_status == Some(PaymentStatus::Success) && self.additional_action == Some(ApmAdditionalAction::None)
    }

    /// Returns true if the payment waits for the step in `additional_action`.
    /// (Source: Craftgate's "APM Ödeme Tamamlama".)
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.payment_status == Some(PaymentStatus::Waiting) && self.additional_action != Some(ApmAdditionalAction::None)
    }
}

response_object! {
    /// The result of completing a payment by an alternative payment method.
    pub struct CompleteApmPaymentResponse {
        required {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// The payment's status: `Success` if the money was taken.
            payment_status: PaymentStatus,
        }
        optional {
            /// The reason of a failure.
            payment_error: PaymentError,
            /// The merchant's id of the conversation.
            conversation_id: String,
        }
    }
}

open_enum! {
    /// An alternative payment method. (Source: Craftgate's "Alternatif Ödeme Yöntemleri" and the official clients.)
    pub enum ApmType {
        Alipay = "ALIPAY",
        Afterpay = "AFTERPAY",
        Chippin = "CHIPPIN",
        Kaspi = "KASPI",
        Klarna = "KLARNA",
        /// İşPay, İş Bankası's "İşPay ile Öde".
        Ispay = "ISPAY",
        Iwallet = "IWALLET",
        Papara = "PAPARA",
        Papel = "PAPEL",
        /// Paycell's shopping loan.
        Paycell = "PAYCELL",
        Paymob = "PAYMOB",
        Payoneer = "PAYONEER",
        Paypal = "PAYPAL",
        Stripe = "STRIPE",
        Tompay = "TOMPAY",
        Applepay = "APPLEPAY",
        Googlepay = "GOOGLEPAY",
        /// Cash on delivery: [`CreateApmPayment`].
        CashOnDelivery = "CASH_ON_DELIVERY",
        /// A bank transfer that the merchant has received: [`CreateApmPayment`].
        FundTransfer = "FUND_TRANSFER",
        /// A bank transfer that the customer makes on their bank's own pages.
        InstantTransfer = "INSTANT_TRANSFER",
        Bizum = "BIZUM",
        /// MB WAY, by way of Paylands.
        PaylandsMbWay = "PAYLANDS_MB_WAY",
        /// Edenred Ticket Restaurant.
        Edenred = "EDENRED",
        /// Edenred's gift card.
        EdenredGift = "EDENRED_GIFT",
        Metropol = "METROPOL",
        Multinet = "MULTINET",
        /// Multinet's gift card.
        MultinetGift = "MULTINET_GIFT",
        /// Multinet's "Neo" gift card.
        MultinetNeoGift = "MULTINET_NEO_GIFT",
        /// Pluxee, formerly Sodexo. The official clients and Craftgate's page on Pluxee send this value.
        Sodexo = "SODEXO",
        /// Pluxee. Craftgate's table of methods has it; its page on Pluxee sends `SODEXO`.
        Pluxee = "PLUXEE",
        /// Pluxee's gift card.
        SodexoGift = "SODEXO_GIFT",
        Setcard = "SETCARD",
        Tokenflex = "TOKENFLEX",
        /// Tokenflex's gift card.
        TokenflexGift = "TOKENFLEX_GIFT",
        /// Alfabank's shopping loan.
        Alfabank = "ALFABANK",
        Dkb = "DKB",
        /// FinGate's shopping loans.
        Maslak = "MASLAK",
        /// Haso's shopping loan.
        Haso = "HASO",
        /// Paycell, charged to the telephone bill.
        PaycellDcb = "PAYCELL_DCB",
        /// Tom Finans's shopping loan.
        TomFinance = "TOM_FINANCE",
        /// Vodafone, charged to the telephone bill.
        VodafoneDcb = "VODAFONE_DCB",
        Albaraka = "ALBARAKA",
        /// Zip's shopping loan.
        Zip = "ZIP",
        /// Hepsipay's wallet.
        HepsipayWallet = "HEPSIPAY_WALLET",
        HepsipayFinance = "HEPSIPAY_FINANCE",
        /// Hepsipay's shopping loan.
        HepsipayShoppingLoan = "HEPSIPAY_SHOPPING_LOAN",
        KaracaFinans = "KARACA_FINANS",
    }
}

open_enum! {
    /// The next step with a customer who pays by an alternative payment method. (Source: Craftgate's "APM Ek
    /// Aksiyonlar".)
    pub enum ApmAdditionalAction {
        /// Send them to the URL.
        RedirectToUrl = "REDIRECT_TO_URL",
        /// Ask them for the one-time password that they received, and complete the payment with it.
        OtpRequired = "OTP_REQUIRED",
        /// Show them the page.
        ShowHtmlContent = "SHOW_HTML_CONTENT",
        /// Wait for Craftgate's webhook.
        WaitForWebhook = "WAIT_FOR_WEBHOOK",
        /// The loan is granted: check the order, then send [`ApproveBnplPayment`](super::ApproveBnplPayment).
        ApprovalRequired = "APPROVAL_REQUIRED",
        /// The result is not known yet: ask for it with [`VerifyBnplPayment`](super::VerifyBnplPayment).
        VerifyRequired = "VERIFY_REQUIRED",
        /// Show them the QR code.
        ShowQrCode = "SHOW_QR_CODE",
        /// None.
        None = "NONE",
    }
}
