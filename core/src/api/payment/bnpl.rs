//! Shopping loans (buy now, pay later): the customer buys now and pays a bank back later.
//!
//! Retrieve the banks' offers, start with the one that the customer chose, and send the customer to the bank. The
//! result is posted to the callback URL and sent by webhook; a loan that needs approval is then approved by the
//! merchant. The providers' own parameters are in [`bnpl_params`](super::bnpl_params).
//!
//! ```
//! use craftgate_core::chrono::NaiveDate;
//! use craftgate_core::payment::{
//!     Amounts, ApmType, BnplCartItem, BnplCartItemType, InitApmPayment, InitBnplPayment, PaymentGroup, PaymentItem,
//! };
//! use craftgate_core::payment::bnpl_params::{FingateApplication, LoanBuyer, fingate_application};
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation, Validate};
//!
//! let buyer = LoanBuyer {
//!     birthdate: NaiveDate::from_ymd_opt(1990, 1, 1).unwrap(),
//!     phone_number: "5555555555".into(),
//!     identity_number: "11111111110".into(),
//! };
//! let application = FingateApplication { buyer, total_term: 12, pre_approved_application_id: None };
//! let price = Decimal::new(10_000_00, 2);
//! let payment = InitApmPayment::new(
//!     Amounts::same(price),
//!     ApmType::Maslak,
//!     Currency::Try,
//!     [PaymentItem::new(price).name("Çamaşır makinesi")],
//! )
//! .callback_url("https://example.com/callback")
//! .apm_order_id("offer-17")
//! .payment_group(PaymentGroup::Product)
//! .additional_params(fingate_application(&application))
//! .conversation_id("siparis-17");
//! let machine = BnplCartItem::new(BnplCartItemType::WhiteGoods, price, 1).name("Çamaşır makinesi");
//!
//! let loan = InitBnplPayment::new(payment, [machine]).bank_code("103");
//! assert_eq!(loan.validate(), Ok(vec![]));
//! assert_eq!(loan.path().unwrap(), "/payment/v1/bnpl-payments/init");
//! ```

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::{
    ApmAdditionalAction, ApmType, InitApmPayment, InitApmPaymentResponse, Payment, PaymentError, PaymentStatus,
};
use crate::api::currency::Currency;
use crate::api::id::{MerchantApmId, PaymentId};
use crate::macros::describe::describe;
use crate::macros::object::{request_object, response_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::macros::record::impl_record;
use crate::protocol::content::{OutputError, ResponseContent};
use crate::protocol::error::ErrorCode;
use crate::protocol::operation::Output;
use crate::wire::json::JsonMap;
use crate::wire::lenient::UnreadFields;
use crate::wire::{Wire, object};

operation! {
    /// Retrieves the banks that would lend for a basket, and their terms.
    ///
    /// Some banks have their terms on their own pages only, and some providers have no offers: for those, start with
    /// [`InitBnplPayment`].
    POST "/payment/v1/bnpl-payments/offers" => BnplOffers;

    pub struct RetrieveBnplPaymentOffers {
        required {
            /// The loan's provider.
            apm_type: ApmType,
            /// The amount to be lent: the sum of the basket.
            price: Decimal,
            /// The loan's currency.
            currency: Currency,
            /// The lines of the basket; the law requires the kind, price and quantity of each.
            items: Vec<BnplCartItem>,
        }
        optional {
            /// Craftgate's id of the merchant's account at the provider. Needed if there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// The order number to show to the provider.
            apm_order_id: String,
            /// The provider's own parameters, such as [`fingate_offers`](super::bnpl_params::fingate_offers).
            additional_params: JsonMap,
        }
    }
}

operation! {
    /// Starts an application for a shopping loan.
    ///
    /// Send the customer to the response's `redirect_url`. The bank's decision is posted to the payment's
    /// `callback_url`, to be verified by [`callback::verify_bnpl`](crate::callback::verify_bnpl), or sent by webhook if the
    /// bank takes its time. Either way retrieve it with [`VerifyBnplPayment`], and trust that response.
    POST "/payment/v1/bnpl-payments/init" => InitApmPaymentResponse;

    pub struct InitBnplPayment {
        flatten {
            /// The payment. Its `apm_order_id` is the offers' `offer_id`; its `additional_params` are those of
            /// [`bnpl_params`](super::bnpl_params).
            payment: InitApmPayment
        }
        required {
            /// The lines of the basket for the bank, which add up to the payment's price.
            cart_items: Vec<BnplCartItem>,
        }
        optional {
            /// The code of the bank that the customer chose among the offers.
            bank_code: String,
        }
    }
}

operation! {
    /// Approves a granted loan: this lends the money and makes the payment.
    ///
    /// For payments whose action is [`ApmAdditionalAction::ApprovalRequired`]. Check first that the order can still be
    /// fulfilled: with Alfabank and Tom Finans a loan can be cancelled only before the approval, and refunded only
    /// after it. (Source: Craftgate's "Alfabank" and "Tom Finans".)
    POST "/payment/v1/bnpl-payments/{payment_id}/approve" => Payment;

    pub struct ApproveBnplPayment {
        path {
            /// Craftgate's id of the payment.
            payment_id: PaymentId
        }
        matches { payment_id == id }
    }
}

operation! {
    /// Retrieves the current state of a loan from the bank.
    ///
    /// For payments whose callback or webhook did not arrive, or left the result open. Craftgate's site has the
    /// endpoint as `POST /payment/v1/bnpl-payments/verify` with the id in the body; this is the one that the official
    /// clients call.
    POST "/payment/v1/bnpl-payments/{payment_id}/verify" => VerifyBnplPaymentResponse;

    pub struct VerifyBnplPayment {
        path {
            /// Craftgate's id of the payment.
            payment_id: PaymentId
        }
    }
}

operation! {
    /// Starts an inquiry of how much a customer may borrow from a provider.
    ///
    /// If the response's action is [`ApmAdditionalAction::OtpRequired`], the customer received a one-time password:
    /// complete the inquiry with [`CompleteBnplLimitInquiry`].
    POST "/payment/v1/bnpl-payments/limit-inquiry/init" => BnplLimit;

    pub struct InitBnplLimitInquiry {
        required {
            /// The loan's provider.
            apm_type: ApmType,
        }
        optional {
            /// Craftgate's id of the merchant's account at the provider. Needed if there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// The customer's data, such as [`limit_inquiry`](super::bnpl_params::limit_inquiry).
            additional_params: JsonMap,
        }
    }
}

operation! {
    /// Completes an inquiry of how much a customer may borrow from a provider.
    POST "/payment/v1/bnpl-payments/limit-inquiry" => BnplLimit;

    pub struct CompleteBnplLimitInquiry {
        required {
            /// The loan's provider.
            apm_type: ApmType,
        }
        optional {
            /// Craftgate's id of the merchant's account at the provider. Needed if there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// The customer's one-time password and the like, such as
            /// [`limit_inquiry_complete`](super::bnpl_params::limit_inquiry_complete).
            additional_params: JsonMap,
        }
    }
}

request_object! {
    /// A line of the basket for the bank.
    pub struct BnplCartItem {
        required {
            /// The kind of goods.
            item_type as "type": BnplCartItemType,
            /// The price of one piece, in the payment's currency.
            unit_price: Decimal,
            /// The number of pieces.
            quantity: i32,
        }
        optional {
            /// The merchant's own id of the product. For Haso, Paycell and Tom Finans the product's code.
            id: String,
            /// The product's name.
            name: String,
            /// The product's brand. For Haso, Paycell and Tom Finans the category's code.
            brand_name: String,
        }
    }
}

response_object! {
    /// The banks' offers for a basket.
    pub struct BnplOffers {
        optional {
            /// The provider's id of these offers.
            offer_id: String,
            /// The amount to be lent.
            price: Decimal,
        }
        repeated {
            /// The offers, one for each bank.
            bank_offers: BnplBankOffer,
        }
    }
}

response_object! {
    /// A bank's offer. Amounts are in the loan's currency.
    pub struct BnplBankOffer {
        optional {
            /// The bank's code, for [`InitBnplPayment::bank_code`].
            bank_code: String,
            /// The bank's name.
            bank_name: String,
            /// The URL of the bank's icon.
            bank_icon_url: String,
            /// The bank's message to show over its terms.
            bank_table_banner_message: String,
            /// The bank's message to show beside its name.
            bank_small_banner_message: String,
            /// The bank's id of a pre-approved loan, for
            /// [`FingateApplication`](super::bnpl_params::FingateApplication). Absent if the bank has none.
            pre_approved_application_id: String,
            /// Whether people without an account at the bank may apply.
            is_support_non_customer: bool,
            /// Whether the bank itself has calculated the terms.
            is_payment_plan_calculated_by_bank: bool,
        }
        repeated {
            /// The terms to choose from; none if the bank has them on its own pages only.
            bank_offer_terms: BnplBankOfferTerm,
        }
    }
}

response_object! {
    /// The terms of a loan.
    pub struct BnplBankOfferTerm {
        optional {
            /// The number of months.
            term: i32,
            /// The amount of each month.
            amount: Decimal,
            /// The amount of all months.
            total_amount: Decimal,
            /// The monthly interest rate, in percent.
            interest_rate: Decimal,
            /// The annual interest rate, in percent.
            annual_interest_rate: Decimal,
        }
    }
}

/// The state of a shopping loan.
///
/// Craftgate's site documents `responseStatus`, `errorCode` and `errorMessage`; the official clients read
/// `paymentStatus` and `paymentError`. Either form is read, and one of the statuses must be there. The methods judge by
/// both.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct VerifyBnplPaymentResponse {
    /// The payment's status, in the official clients' form.
    pub payment_status: Option<PaymentStatus>,
    /// The bank's decision, in the form of Craftgate's site.
    pub response_status: Option<BnplResponseStatus>,
    /// The next step.
    pub additional_action: Option<ApmAdditionalAction>,
    /// The reason of a failure, in the official clients' form.
    pub payment_error: Option<PaymentError>,
    /// The code of a failure, in the form of Craftgate's site.
    pub error_code: Option<ErrorCode>,
    /// The message of a failure, in the form of Craftgate's site.
    pub error_message: Option<String>,
}

impl_record! {
    VerifyBnplPaymentResponse
    flatten {}
    path {}
    required {}
    optional {
        payment_status: PaymentStatus,
        response_status: BnplResponseStatus,
        additional_action: ApmAdditionalAction,
        payment_error: PaymentError,
        error_code: ErrorCode,
        error_message: String
    }
    repeated {}
}

impl Wire for VerifyBnplPaymentResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object::serialize(self, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        object::deserialize(deserializer).and_then(Self::with_status)
    }

    fn deserialize_lenient(json: &str, unread: &mut UnreadFields) -> Result<Self, serde_json::Error> {
        object::deserialize_lenient(json, unread).and_then(Self::with_status)
    }
}

describe! {
    VerifyBnplPaymentResponse docs { [doc = "The state of a shopping loan."] }
    flatten {}
    path {}
    required {}
    optional {
        [[doc = "The payment's status, in the official clients' form."]] payment_status: PaymentStatus,
        [[doc = "The bank's decision, in the form of Craftgate's site."]] response_status: BnplResponseStatus,
        [[doc = "The next step."]] additional_action: ApmAdditionalAction,
        [[doc = "The reason of a failure, in the official clients' form."]] payment_error: PaymentError,
        [[doc = "The code of a failure, in the form of Craftgate's site."]] error_code: ErrorCode,
        [[doc = "The message of a failure, in the form of Craftgate's site."]] error_message: String
    }
    repeated {}
}

impl Serialize for VerifyBnplPaymentResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for VerifyBnplPaymentResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Wire::deserialize(deserializer)
    }
}

impl Output for VerifyBnplPaymentResponse {
    #[inline]
    fn read(content: ResponseContent<'_>) -> Result<Self, OutputError> {
        content.lenient()
    }
}

impl VerifyBnplPaymentResponse {
    fn with_status<E: Error>(self) -> Result<Self, E> {
        if self.payment_status.is_none() && self.response_status.is_none() {
            return Err(E::missing_field("paymentStatus"));
        }
        Ok(self)
    }
}

impl VerifyBnplPaymentResponse {
    /// Returns the response of a loan whose payment has this status.
    #[must_use]
    pub fn new(payment_status: PaymentStatus) -> Self {
        Self {
            payment_status: Some(payment_status),
            response_status: None,
            additional_action: None,
            payment_error: None,
            error_code: None,
            error_message: None,
        }
    }

    /// Returns true if the loan is granted, the payment has succeeded and no step remains.
    /// (Source: Craftgate's "FinGate".)
    #[must_use]
    pub fn is_done(&self) -> bool {
        let is_paid = self.payment_status.as_ref().is_none_or(|status| *status == PaymentStatus::Success);
        let is_approved = self.response_status.as_ref().is_none_or(|status| *status == BnplResponseStatus::Approved);
        is_paid && is_approved && self.additional_action == Some(ApmAdditionalAction::None)
    }

    /// Returns true if the loan is granted and waits for [`ApproveBnplPayment`].
    /// (Source: Craftgate's "Alışveriş Kredi Onaylama".)
    #[must_use]
    pub fn needs_approval(&self) -> bool {
        !self.is_failure() && self.additional_action == Some(ApmAdditionalAction::ApprovalRequired)
    }

    /// Returns true if the loan was declined or the payment has failed.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.payment_status == Some(PaymentStatus::Failure)
            || self.response_status == Some(BnplResponseStatus::Declined)
    }
}

open_enum! {
    /// The bank's decision on a shopping loan. (Source: Craftgate's "Kredi İşlem Sonucu Doğrulama".)
    pub enum BnplResponseStatus {
        /// The loan is granted.
        Approved = "APPROVED",
        /// The loan is declined.
        Declined = "DECLINED",
        /// The decision is still open.
        Waiting = "WAITING",
    }
}

response_object! {
    /// The amount that a customer may borrow, or the next step of the inquiry.
    pub struct BnplLimit {
        optional {
            /// The inquiry's status.
            payment_status: PaymentStatus,
            /// The next step.
            additional_action: ApmAdditionalAction,
            /// Further data from the provider: the limit, once it is known.
            additional_data: JsonMap,
            /// The code of a failure.
            error_code: ErrorCode,
            /// The message of a failure.
            error_message: String,
        }
    }
}

open_enum! {
    /// The kind of goods, on which the law makes a loan's terms depend. (Source: Craftgate's "Kategori Kodları".)
    pub enum BnplCartItemType {
        /// A mobile telephone that costs more than the regulator's limit.
        MobilePhonePriceAboveRegulationLimit = "MOBILE_PHONE_PRICE_ABOVE_REGULATION_LIMIT",
        /// A mobile telephone that costs less than the regulator's limit.
        MobilePhonePriceBelowRegulationLimit = "MOBILE_PHONE_PRICE_BELOW_REGULATION_LIMIT",
        Tablet = "TABLET",
        Computer = "COMPUTER",
        /// A tablet in a campaign.
        TabletWithCampaign = "TABLET_WITH_CAMPAIGN",
        /// Goods from a hardware store.
        ConstructionMarket = "CONSTRUCTION_MARKET",
        Gold = "GOLD",
        DigitalProducts = "DIGITAL_PRODUCTS",
        Supermarket = "SUPERMARKET",
        /// Large household machines.
        WhiteGoods = "WHITE_GOODS",
        WearableTechnology = "WEARABLE_TECHNOLOGY",
        SmallHomeAppliances = "SMALL_HOME_APPLIANCES",
        Tv = "TV",
        GamesConsoles = "GAMES_CONSOLES",
        AirConditionerAndHeater = "AIR_CONDITIONER_AND_HEATER",
        Electronics = "ELECTRONICS",
        Accessories = "ACCESSORIES",
        MomAndBabyAndKids = "MOM_AND_BABY_AND_KIDS",
        Shoes = "SHOES",
        Clothing = "CLOTHING",
        CosmeticsAndPersonalCare = "COSMETICS_AND_PERSONAL_CARE",
        Furniture = "FURNITURE",
        HomeLiving = "HOME_LIVING",
        AutomobileMotorcycle = "AUTOMOBILE_MOTORCYCLE",
        /// A refurbished mobile telephone.
        MobilePhoneRefurbished = "MOBILE_PHONE_REFURBISHED",
        /// Anything else.
        Other = "OTHER",
    }
}
