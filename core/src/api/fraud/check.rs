//! Payments that a fraud rule matched.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::api::card::CardType;
use crate::api::currency::Currency;
use crate::api::id::{FraudCheckId, FraudRuleId, MemberId, PaymentId};
use crate::api::onboarding::Status;
use crate::api::payment::{FraudAction, PaymentStatus};
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Searches for payments that a fraud rule matched.
    GET "/fraud/v1/fraud-checks" => Page<FraudCheck>;

    pub struct SearchFraudChecks {
        optional {
            /// The page number, from 0.
            page: u32,
            /// The page size.
            size: u32,
            /// The rule's action.
            action: FraudAction,
            /// The merchant's decision.
            check_status: FraudCheckStatus,
            /// Earliest time of creation, inclusive, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Latest time of creation, inclusive, local to Turkey.
            max_created_date: NaiveDateTime,
            /// The id of the rule that matched.
            rule_id: FraudRuleId,
            /// The payment's id.
            payment_id: PaymentId,
            /// The payment's status.
            payment_status: PaymentStatus,
        }
    }
}

impl Validate for SearchFraudChecks {
    fn check(&self, validator: &mut Validator) {
        validator.range("minCreatedDate", self.min_created_date, self.max_created_date);
    }
}

paged! { SearchFraudChecks => FraudCheck }

operation! {
    /// Updates the merchant's decision on a payment under review.
    ///
    /// Nothing but the record changes: refunds and additions to value lists are operations of their own.
    PUT "/fraud/v1/fraud-checks/{id}/check-status" => ();

    pub struct UpdateFraudCheckStatus {
        path {
            /// The fraud check's id.
            id: FraudCheckId
        }
        required {
            /// The merchant's decision.
            check_status: FraudCheckStatus,
        }
    }
}

response_object! {
    /// A payment that a fraud rule matched, with the merchant's decision.
    pub struct FraudCheck {
        required {
            /// The fraud check's id.
            id: FraudCheckId,
            /// The merchant's decision.
            check_status: FraudCheckStatus,
        }
        optional {
            /// Whether the record is active.
            status: Status,
            /// The rule's action.
            action: FraudAction,
            /// The payment as the rule saw it.
            payment_data: FraudPaymentData,
            /// The id of the rule that matched.
            rule_id: FraudRuleId,
            /// The rule's name.
            rule_name: String,
            /// The rule's conditions, in Craftgate's Fraud DSL.
            rule_conditions: String,
            /// The payment's id.
            payment_id: PaymentId,
            /// The payment's status.
            payment_status: PaymentStatus,
            /// The kind of the card.
            card_type: CardType,
        }
    }
}

response_object! {
    /// A payment as a fraud rule saw it.
    pub struct FraudPaymentData {
        optional {
            /// The time of creation, local to Turkey.
            payment_date: NaiveDateTime,
            /// The `conversation_id` of the request.
            conversation_id: String,
            /// The amount to charge, in `currency`.
            paid_price: Decimal,
            /// The payment's currency.
            currency: Currency,
            /// The buyer's id as a member.
            buyer_id: MemberId,
            /// The buyer's IPv4 address.
            client_ip: String,
        }
    }
}

open_enum! {
    /// The merchant's decision on a payment under review. (Source: Craftgate's "Şüpheli İşlem Durumları".)
    pub enum FraudCheckStatus {
        /// Waiting for review.
        Waiting = "WAITING",
        /// No fraud.
        NotFraud = "NOT_FRAUD",
        /// Fraud.
        Fraud = "FRAUD",
    }
}

impl FraudCheckStatus {
    /// Returns true if the merchant has decided.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        matches!(self, Self::NotFraud | Self::Fraud)
    }
}
