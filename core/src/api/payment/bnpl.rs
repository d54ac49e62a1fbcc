//! Shopping loans: the customer buys now and pays a bank back later.
//!
//! Ask the banks what they offer, start with the one that the customer chose, and send the customer to
//! it. The result comes to the callback URL and by webhook; where it asks for approval, approve.
//!
//! ```
//! use craftgate_core::payment::{
//!     Amounts, ApmType, BnplCartItem, BnplCartItemType, InitApmPayment, InitBnplPayment, PaymentItem,
//! };
//! use craftgate_core::rust_decimal::Decimal;
//! use craftgate_core::{Currency, Operation};
//!
//! let price = Decimal::new(10_000_00, 2);
//! let payment = InitApmPayment::new(
//!     Amounts::same(price),
//!     ApmType::Maslak,
//!     Currency::Try,
//!     [PaymentItem::new(price).name("Çamaşır makinesi")],
//! )
//! .callback_url("https://example.com/callback")
//! .apm_order_id("offer-17");
//! let machine = BnplCartItem::new(BnplCartItemType::WhiteGoods, price, 1).name("Çamaşır makinesi");
//!
//! let loan = InitBnplPayment::new(payment, [machine]).bank_code("103");
//! assert_eq!(loan.path().unwrap(), "/payment/v1/bnpl-payments/init");
//! ```

use rust_decimal::Decimal;

use super::{
    ApmAdditionalAction, ApmType, InitApmPayment, InitApmPaymentResponse, Payment, PaymentError, PaymentStatus,
};
use crate::api::currency::Currency;
use crate::api::id::{MerchantApmId, PaymentId};
use crate::macros::object::{request_object, response_object};
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::error::ErrorCode;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};
use crate::wire::json::JsonMap;

operation! {
    /// Asks which banks would lend for a basket, and on what terms.
    ///
    /// Some banks tell their terms only on their own pages, and some providers know no offers at all:
    /// for those, start with [`InitBnplPayment`].
    POST "/payment/v1/bnpl-payments/offers" => BnplOffers;

    pub struct RetrieveBnplPaymentOffers {
        required {
            /// The loan's provider.
            apm_type: ApmType,
            /// What is to be lent: the sum of the basket.
            price: Decimal,
            /// The loan's currency.
            currency: Currency,
            /// The basket; the law asks for the sort, price and quantity of each line.
            items: Vec<BnplCartItem>,
        }
        optional {
            /// Which of the merchant's accounts at the provider, where there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// The order number to show to the provider.
            apm_order_id: String,
            /// What this provider needs besides, such as the buyer's data for pre-approved loans.
            additional_params: JsonMap,
        }
    }
}

operation! {
    /// Starts an application for a shopping loan.
    ///
    /// Send the customer to the answer's `redirect_url`. The bank's decision comes to the payment's
    /// `callback_url`, or by webhook where the bank takes its time. The callback has fields of its own, which
    /// [`callback::verify`](crate::callback::verify) does not know: take it as a call to ask with
    /// [`VerifyBnplPayment`], and trust the answer.
    POST "/payment/v1/bnpl-payments/init" => InitApmPaymentResponse;

    pub struct InitBnplPayment {
        flatten {
            /// The payment. Give it the offers' `offer_id` as its `apm_order_id`.
            payment: InitApmPayment
        }
        required {
            /// The basket once more, as the bank sees it. It adds up to the payment's price.
            cart_items: Vec<BnplCartItem>,
        }
        optional {
            /// The bank that the customer chose among the offers.
            bank_code: String,
        }
    }
}

impl Validate for InitBnplPayment {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default()
            .basket(&self.payment.amounts, &self.payment.items)
            .callback_url(&self.payment.callback_url)
            .finish()
    }
}

operation! {
    /// Approves a granted loan: only now is the money lent and the payment made.
    ///
    /// For payments whose action is [`ApmAdditionalAction::ApprovalRequired`]. Check first that the order can
    /// still be fulfilled: with some providers a loan can be cancelled only before, and refunded only after.
    POST "/payment/v1/bnpl-payments/{payment_id}/approve" => Payment;

    pub struct ApproveBnplPayment {
        path {
            /// Craftgate's id of the payment.
            payment_id: PaymentId
        }
    }
}

operation! {
    /// Asks a bank how far a loan has come.
    ///
    /// For payments whose callback or webhook did not come, or left the result open.
    POST "/payment/v1/bnpl-payments/{payment_id}/verify" => VerifyBnplPaymentResponse;

    pub struct VerifyBnplPayment {
        path {
            /// Craftgate's id of the payment.
            payment_id: PaymentId
        }
    }
}

operation! {
    /// Starts asking a provider how much a customer may borrow.
    ///
    /// Where the answer's action is [`ApmAdditionalAction::OtpRequired`], the customer was sent a code: finish
    /// with [`CompleteBnplLimitInquiry`].
    POST "/payment/v1/bnpl-payments/limit-inquiry/init" => BnplLimit;

    pub struct InitBnplLimitInquiry {
        required {
            /// The loan's provider.
            apm_type: ApmType,
        }
        optional {
            /// Which of the merchant's accounts at the provider, where there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// Who the customer is, as this provider needs it.
            additional_params: JsonMap,
        }
    }
}

operation! {
    /// Finishes asking a provider how much a customer may borrow.
    POST "/payment/v1/bnpl-payments/limit-inquiry" => BnplLimit;

    pub struct CompleteBnplLimitInquiry {
        required {
            /// The loan's provider.
            apm_type: ApmType,
        }
        optional {
            /// Which of the merchant's accounts at the provider, where there are several of one type.
            merchant_apm_id: MerchantApmId,
            /// What this provider needs, such as the code that the customer was sent.
            additional_params: JsonMap,
        }
    }
}

request_object! {
    /// One line of the basket, as the bank sees it.
    pub struct BnplCartItem {
        required {
            /// What sort of goods it is.
            item_type as "type": BnplCartItemType,
            /// The price of one piece, in the payment's currency.
            unit_price: Decimal,
            /// The number of pieces.
            quantity: i32,
        }
        optional {
            /// The merchant's own id of the product.
            id: String,
            /// The product's name.
            name: String,
            /// The product's brand.
            brand_name: String,
        }
    }
}

response_object! {
    /// What the banks offer for a basket.
    pub struct BnplOffers {
        optional {
            /// The provider's id of these offers.
            offer_id: String,
            /// What is to be lent.
            price: Decimal,
        }
        repeated {
            /// One for each bank.
            bank_offers: BnplBankOffer,
        }
    }
}

response_object! {
    /// One bank's offer. Amounts are in the loan's currency.
    pub struct BnplBankOffer {
        optional {
            /// The bank's code, as starting the payment needs it.
            bank_code: String,
            /// The bank's name.
            bank_name: String,
            /// The address of the bank's icon.
            bank_icon_url: String,
            /// The bank's words to show over its terms.
            bank_table_banner_message: String,
            /// The bank's words to show beside its name.
            bank_small_banner_message: String,
            /// The bank's id of a loan that it has approved beforehand.
            pre_approved_application_id: String,
            /// Whether people without an account at the bank may apply.
            is_support_non_customer: bool,
            /// Whether the bank itself has worked the terms out.
            is_payment_plan_calculated_by_bank: bool,
        }
        repeated {
            /// The terms to choose from; none where the bank tells them on its own pages.
            bank_offer_terms: BnplBankOfferTerm,
        }
    }
}

response_object! {
    /// One way to pay a loan back.
    pub struct BnplBankOfferTerm {
        optional {
            /// In how many months.
            term: i32,
            /// What is paid each month.
            amount: Decimal,
            /// What is paid in all.
            total_amount: Decimal,
            /// The interest for a month, in percent.
            interest_rate: Decimal,
            /// The interest for a year, in percent.
            annual_interest_rate: Decimal,
        }
    }
}

response_object! {
    /// How far a loan has come.
    pub struct VerifyBnplPaymentResponse {
        required {
            /// How far the payment has come.
            payment_status: PaymentStatus,
        }
        optional {
            /// What to do next.
            additional_action: ApmAdditionalAction,
            /// Why it failed.
            payment_error: PaymentError,
        }
    }
}

impl VerifyBnplPaymentResponse {
    /// Whether the loan is granted and the payment made: nothing is left to do.
    /// (Source: Craftgate's "FinGate".)
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.payment_status == PaymentStatus::Success && self.additional_action == Some(ApmAdditionalAction::None)
    }

    /// Whether the loan is granted and waits for [`ApproveBnplPayment`].
    /// (Source: Craftgate's "Alışveriş Kredi Onaylama".)
    #[must_use]
    pub fn needs_approval(&self) -> bool {
        self.payment_status != PaymentStatus::Failure
            && self.additional_action == Some(ApmAdditionalAction::ApprovalRequired)
    }
}

response_object! {
    /// How much a customer may borrow, or how to go on asking.
    pub struct BnplLimit {
        optional {
            /// How far the question has come.
            payment_status: PaymentStatus,
            /// What to do next.
            additional_action: ApmAdditionalAction,
            /// What the provider said; the limit, once it is known.
            additional_data: JsonMap,
            /// Why it failed: a code.
            error_code: ErrorCode,
            /// Why it failed, in words.
            error_message: String,
        }
    }
}

open_enum! {
    /// The sorts of goods that the banks tell apart: the law sets other terms for some.
    pub enum BnplCartItemType {
        /// A mobile telephone that costs more than the regulator's limit.
        MobilePhonePriceAboveRegulationLimit = "MOBILE_PHONE_PRICE_ABOVE_REGULATION_LIMIT",
        /// A mobile telephone that costs less than the regulator's limit.
        MobilePhonePriceBelowRegulationLimit = "MOBILE_PHONE_PRICE_BELOW_REGULATION_LIMIT",
        Tablet = "TABLET",
        Computer = "COMPUTER",
        /// A tablet in a campaign.
        TabletWithCampaign = "TABLET_WITH_CAMPAIGN",
        /// From a hardware store.
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
        /// A mobile telephone that was made as good as new.
        MobilePhoneRefurbished = "MOBILE_PHONE_REFURBISHED",
        /// Anything else.
        Other = "OTHER",
    }
}
