//! The merchant's fraud rules.

use chrono::NaiveDateTime;

use crate::api::id::{FraudRuleId, MerchantId};
use crate::api::onboarding::Status;
use crate::api::payment::FraudAction;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::page::Page;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, Validator};

operation! {
    /// Searches for the merchant's fraud rules.
    GET "/fraud/v1/rules" => Page<FraudRule>;

    pub struct SearchFraudRules {
        optional {
            /// The page number, from 0.
            page: u32,
            /// The page size.
            size: u32,
            /// The rule's name.
            name: String,
            /// The rule's action.
            action: FraudAction,
            /// The operation that the rule applies to.
            operation: FraudOperation,
            /// Earliest time of creation, inclusive, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Latest time of creation, inclusive, local to Turkey.
            max_created_date: NaiveDateTime,
            /// The merchant's id.
            merchant_id: MerchantId,
        }
    }
}

impl Validate for SearchFraudRules {
    fn check(&self, validator: &mut Validator) {
        validator.range("minCreatedDate", self.min_created_date, self.max_created_date);
    }
}

paged! { SearchFraudRules => FraudRule }

response_object! {
    /// A fraud rule.
    pub struct FraudRule {
        required {
            /// The rule's id.
            id: FraudRuleId,
            /// Whether the rule is active.
            status: Status,
        }
        optional {
            /// The rule's name.
            name: String,
            /// The action if the conditions hold.
            action: FraudAction,
            /// The conditions, in Craftgate's Fraud DSL.
            conditions: String,
        }
        repeated {
            /// The operations that the rule applies to.
            operations: FraudOperation,
        }
    }
}

open_enum! {
    /// An operation that fraud rules apply to.
    pub enum FraudOperation {
        /// Payments.
        Payment = "PAYMENT",
        /// Inquiries of a card's rewards.
        Loyalty = "LOYALTY",
    }
}
