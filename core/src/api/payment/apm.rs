//! Payments by alternative payment methods: wallets, meal cards, bank transfers, cash on delivery.
//!
//! ```
//! use craftgate_core::payment::{Amounts, ApmType, InitApmPayment, PaymentItem};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
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
//! assert_eq!(payment.path().unwrap(), "/payment/v1/apm-payments/init");
//! ```

use super::{Amounts, HtmlContent, Payment, PaymentError, PaymentGroup, PaymentItem, PaymentStatus};
use crate::api::currency::Currency;
use crate::api::id::{MemberId, MerchantApmId, PaymentId};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::secret::Secret;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Starts a payment by an alternative payment method.
    ///
    /// What comes_after depends on the method: see [`InitApmPaymentResponse::is_done`] and `additional_action`. When
    /// the customer comes back from the method's own pages, their browser posts the result to
    /// `callback_url`: verify it as a [callback](crate::callback). What a method needs beyond these
    /// fields goes into `additional_params`: see [`apm_params`](super::apm_params).
    POST "/payment/v1/apm-payments/init" => InitApmPaymentResponse;

    pub struct InitApmPayment {
        flatten {
            /// What the basket costs and what is taken.
            amounts: Amounts
        }
        required {
            /// The method.
            apm_type: ApmType,
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The basket. The prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// Which of the merchant's accounts at the method, by the id in Craftgate's panel or
            /// [`MerchantApm`](crate::merchant_apm::MerchantApm). Needed where there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Comes back with the answer; usually the merchant's order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket; payments can be searched by it.
            external_id: String,
            /// The merchant's address for the result, reachable from the customer's browser. Needed by every
            /// method that sends the customer elsewhere.
            callback_url: String,
            /// The order number to show to the method.
            apm_order_id: String,
            /// Who the customer is to the method: for Edenred the card's 16 digits, for Pluxee their telephone
            /// number, ten digits from the 5 on, for Chippin their number there, for Payoneer the merchant's
            /// own id of them.
            apm_user_identity: Secret,
            /// What this method needs besides; every value is a text.
            additional_params: JsonMap,
            /// The buyer's IP address.
            client_ip: String,
        }
    }
}

impl Validate for InitApmPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().basket(&self.amounts, &self.items).callback_url(&self.callback_url).finish()
    }
}

operation! {
    /// Completes a payment by an alternative payment method that waits for it.
    ///
    /// Where the start or the callback left the payment waiting with an action for the customer, and
    /// that action is done. What it needs, such as the code that the customer was sent, goes into
    /// `additional_params`.
    POST "/payment/v1/apm-payments/complete" => CompleteApmPaymentResponse;

    pub struct CompleteApmPayment {
        required {
            /// Craftgate's id of the payment, from its start.
            payment_id: PaymentId,
        }
        optional {
            /// What this method needs; every value is a text.
            additional_params: JsonMap,
        }
    }
}

operation! {
    /// Records a payment that reaches the merchant outside Craftgate: by bank transfer or in cash.
    ///
    /// For [`ApmType::FundTransfer`] and [`ApmType::CashOnDelivery`] alone. Craftgate moves no money here;
    /// it keeps the payment among the others, to be searched, reported and refunded.
    POST "/payment/v1/apm-payments" => Payment;

    pub struct CreateApmPayment {
        flatten {
            /// What the basket costs and what was taken.
            amounts: Amounts
        }
        required {
            /// The method.
            apm_type: ApmType,
            /// The currency of every amount in the payment.
            currency: Currency,
            /// The basket. The prices add up to `amounts.price`.
            items: Vec<PaymentItem>,
        }
        optional {
            /// What is being paid for.
            payment_group: PaymentGroup,
            /// The merchant's sales channel.
            payment_channel: String,
            /// Comes back with the answer; usually the merchant's order number.
            conversation_id: String,
            /// The merchant's own id of the order or basket; payments can be searched by it.
            external_id: String,
            /// Craftgate's id of the buyer.
            buyer_member_id: MemberId,
            /// The order number to keep with the payment.
            apm_order_id: String,
            /// The buyer's IP address.
            client_ip: String,
        }
    }
}

impl Validate for CreateApmPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().basket(&self.amounts, &self.items).finish()
    }
}

response_object! {
    /// A payment by an alternative payment method that has begun.
    pub struct InitApmPaymentResponse {
        optional {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Where to send the customer.
            redirect_url: String,
            /// The page to show to the customer.
            html_content: HtmlContent,
            /// The QR code to show to the customer.
            qr_code: String,
            /// How far it has come.
            payment_status: PaymentStatus,
            /// What to do next.
            additional_action: ApmAdditionalAction,
            /// Why it failed.
            payment_error: PaymentError,
            /// What else the method said.
            additional_data: JsonMap,
        }
    }
}

impl InitApmPaymentResponse {
    /// Whether it succeeded at once: nothing is left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.payment_status == Some(PaymentStatus::Success) && self.additional_action == Some(ApmAdditionalAction::None)
    }

    /// Whether it waits for the customer or the merchant: do what `additional_action` says.
    /// (Source: Craftgate's "APM Ödeme Tamamlama".)
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.payment_status == Some(PaymentStatus::Waiting) && self.additional_action != Some(ApmAdditionalAction::None)
    }
}

response_object! {
    /// How a payment by an alternative payment method ended.
    pub struct CompleteApmPaymentResponse {
        required {
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// Whether the money was taken.
            payment_status: PaymentStatus,
        }
        optional {
            /// Why it failed.
            payment_error: PaymentError,
        }
    }
}

open_enum! {
    /// The alternative payment methods. (Source: Craftgate's "Alternatif Ödeme Yöntemleri".)
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
        /// Cash when the goods arrive: [`CreateApmPayment`].
        CashOnDelivery = "CASH_ON_DELIVERY",
        /// A bank transfer that the merchant has seen arrive: [`CreateApmPayment`].
        FundTransfer = "FUND_TRANSFER",
        /// A bank transfer that the customer makes at once in their bank's own pages.
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
        /// Pluxee, formerly Sodexo.
        Sodexo = "SODEXO",
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
    /// What to do next with a customer who pays by an alternative payment method.
    pub enum ApmAdditionalAction {
        /// Send them to the URL.
        RedirectToUrl = "REDIRECT_TO_URL",
        /// Ask them for the code that they were sent, and complete the payment with it.
        OtpRequired = "OTP_REQUIRED",
        /// Show them the page.
        ShowHtmlContent = "SHOW_HTML_CONTENT",
        /// Wait for Craftgate's webhook.
        WaitForWebhook = "WAIT_FOR_WEBHOOK",
        /// The loan is granted: check the order, then send
        /// [`ApproveBnplPayment`](super::ApproveBnplPayment).
        ApprovalRequired = "APPROVAL_REQUIRED",
        /// The result is not known yet: ask again with [`VerifyBnplPayment`](super::VerifyBnplPayment).
        VerifyRequired = "VERIFY_REQUIRED",
        /// Show them the QR code.
        ShowQrCode = "SHOW_QR_CODE",
        /// Nothing.
        None = "NONE",
    }
}
