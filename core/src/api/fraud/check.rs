//! Payments that a fraud rule matched.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::card::CardType;
use crate::api::currency::Currency;
use crate::api::id::{FraudCheckId, FraudRuleId, MemberId, PaymentId};
use crate::api::onboarding::Status;
use crate::api::page::Page;
use crate::api::payment::{FraudAction, PaymentStatus};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Finds payments that a fraud rule matched.
    GET "/fraud/v1/fraud-checks" => Page<FraudCheck>;

    pub struct SearchFraudChecks {
        optional {
            /// Which page, from 0 on.
            page: u32,
            /// How many a page.
            size: u32,
            /// What the rule did.
            action: FraudAction,
            /// What the merchant decided.
            check_status: FraudCheckStatus,
            /// Made at this time or later, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            max_created_date: NaiveDateTime,
            /// Craftgate's id of the rule that matched.
            rule_id: FraudRuleId,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// How far the payment has come.
            payment_status: PaymentStatus,
        }
    }
}

impl Validate for SearchFraudChecks {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minCreatedDate", self.min_created_date, self.max_created_date).finish()
    }
}

paged! { SearchFraudChecks => FraudCheck }

operation! {
    /// Says whether a payment under review was fraud.
    ///
    /// It changes the record alone: refund the payment and add to the lists with calls of their own.
    PUT "/fraud/v1/fraud-checks/{id}/check-status" => ();

    pub struct UpdateFraudCheckStatus {
        path {
            /// Craftgate's id of the fraud check.
            id: FraudCheckId
        }
        required {
            /// What the merchant decided.
            check_status: FraudCheckStatus,
        }
    }
}

response_object! {
    /// A payment that a fraud rule matched, and what the merchant decided.
    pub struct FraudCheck {
        required {
            /// Craftgate's id of the fraud check.
            id: FraudCheckId,
            /// What the merchant decided.
            check_status: FraudCheckStatus,
        }
        optional {
            /// Whether the record can be used.
            status: Status,
            /// What the rule did.
            action: FraudAction,
            /// The payment, as the rule saw it.
            payment_data: FraudPaymentData,
            /// Craftgate's id of the rule that matched.
            rule_id: FraudRuleId,
            /// The rule's name.
            rule_name: String,
            /// The rule's conditions, in Craftgate's fraud language.
            rule_conditions: String,
            /// Craftgate's id of the payment.
            payment_id: PaymentId,
            /// How far the payment has come.
            payment_status: PaymentStatus,
            /// How the card is paid off.
            card_type: CardType,
        }
    }
}

response_object! {
    /// A payment, as a fraud rule saw it.
    pub struct FraudPaymentData {
        optional {
            /// When it was made, local to Turkey.
            payment_date: NaiveDateTime,
            /// The merchant's value, as it was sent.
            conversation_id: String,
            /// What was to be taken, in the payment's currency.
            paid_price: Decimal,
            /// The payment's currency.
            currency: Currency,
            /// Craftgate's id of the buyer.
            buyer_id: MemberId,
            /// The buyer's IP address.
            client_ip: String,
        }
    }
}

open_enum! {
    /// What the merchant decided. (Source: Craftgate's "Şüpheli İşlem Durumları".)
    pub enum FraudCheckStatus {
        /// Nothing yet: it waits for review.
        Waiting = "WAITING",
        /// It was no fraud.
        NotFraud = "NOT_FRAUD",
        /// It was fraud.
        Fraud = "FRAUD",
    }
}

impl FraudCheckStatus {
    /// Whether the review is over, one way or the other.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        matches!(self, Self::NotFraud | Self::Fraud)
    }
}
