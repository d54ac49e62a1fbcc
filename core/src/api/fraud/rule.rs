//! The merchant's fraud rules.

use chrono::NaiveDateTime;

use crate::api::id::{FraudRuleId, MerchantId};
use crate::api::onboarding::Status;
use crate::api::page::Page;
use crate::api::payment::FraudAction;
use crate::macros::object::response_object;
use crate::macros::open_enum::open_enum;
use crate::macros::operation::operation;
use crate::protocol::paging::paged;
use crate::protocol::validation::{Validate, ValidationErrors, Validator};

operation! {
    /// Finds the merchant's fraud rules.
    GET "/fraud/v1/rules" => Page<FraudRule>;

    pub struct SearchFraudRules {
        optional {
            /// Which page, from 0 on.
            page: u32,
            /// How many a page.
            size: u32,
            /// The rule's name.
            name: String,
            /// What the rule does.
            action: FraudAction,
            /// What the rule looks at.
            operation: FraudOperation,
            /// Made at this time or later, local to Turkey.
            min_created_date: NaiveDateTime,
            /// Made at this time or earlier, local to Turkey.
            max_created_date: NaiveDateTime,
            /// Craftgate's id of the merchant.
            merchant_id: MerchantId,
        }
    }
}

impl Validate for SearchFraudRules {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Validator::default().range("minCreatedDate", self.min_created_date, self.max_created_date).finish()
    }
}

paged! { SearchFraudRules => FraudRule }

response_object! {
    /// A fraud rule.
    pub struct FraudRule {
        required {
            /// Craftgate's id of the rule.
            id: FraudRuleId,
            /// Whether it is in use.
            status: Status,
        }
        optional {
            /// Its name.
            name: String,
            /// What it does where its conditions hold.
            action: FraudAction,
            /// Its conditions, in Craftgate's fraud language.
            conditions: String,
        }
        repeated {
            /// What it looks at.
            operations: FraudOperation,
        }
    }
}

open_enum! {
    /// What fraud rules look at.
    pub enum FraudOperation {
        /// Payments.
        Payment = "PAYMENT",
        /// Inquiries of a card's points.
        Loyalty = "LOYALTY",
    }
}
