//! Fraud: payments that the merchant's rules stopped or marked, the rules, and the lists of values
//! that rules look at.
//!
//! Rules are written in Craftgate's panel. A rule that blocks ends the payment with
//! [`ErrorGroup::FraudCheckBlock`](crate::ErrorGroup::FraudCheckBlock); a rule that reviews lets it through and
//! leaves a [`FraudCheck`] for the merchant to decide on.
//!
//! ```
//! use craftgate_core::fraud::{AddValueToValueList, FraudValueType};
//!
//! let blocked = AddValueToValueList::new("blockedEmails", FraudValueType::Email)
//!     .value("dolandirici@example.com")
//!     .label("Sahte sipariş")
//!     .duration_in_seconds(86_400);
//!
//! assert_eq!(blocked.list_name, "blockedEmails");
//! ```

mod check;
mod rule;
mod value_list;

pub use check::{FraudCheck, FraudCheckStatus, FraudPaymentData, SearchFraudChecks, UpdateFraudCheckStatus};
pub use rule::{FraudOperation, FraudRule, SearchFraudRules};
pub use value_list::{
    AddCardFingerprintToValueList, AddValueToValueList, DeleteValueList, FraudValue, FraudValueList, FraudValueType,
    RemoveValueFromValueList, RetrieveAllValueLists, RetrieveValueList,
};
