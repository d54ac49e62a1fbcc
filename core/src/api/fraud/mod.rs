//! Fraud management: the merchant's fraud rules, the payments that they matched, and the value lists that they refer
//! to.
//!
//! Rules are written in Craftgate's panel, and hold for card and wallet payments. A rule that blocks declines the
//! payment with [`ErrorGroup::FraudCheckBlock`](crate::ErrorGroup::FraudCheckBlock) (`FRAUD_BLOCK` elsewhere in
//! Craftgate's documentation); a rule that reviews accepts it, and creates a [`FraudCheck`] for the merchant to decide.
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
