//! Warnings: values that are allowed, but unusual.

use std::fmt;

use rust_decimal::Decimal;

use super::ValidationError;

/// A warning: a value that is allowed, but unusual, and most likely a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationWarning {
    /// A call that moves money has no conversation id, by which it could be looked up after a lost response.
    MissingConversationId {
        /// The field.
        field: &'static str,
    },
    /// The price to pay is at least twice the price of the basket, or at most half of it.
    UnusualPaidPrice {
        /// The field of the price to pay.
        field: &'static str,
        /// The price of the basket.
        price: Decimal,
        /// The price to pay.
        paid_price: Decimal,
    },
    /// There are more than 12 installments, which consumers' cards don't have.
    UnusualInstallments {
        /// The field.
        field: &'static str,
        /// The number of installments.
        installments: i32,
    },
    /// A rule is violated that Craftgate's documentation leaves unclear, or that the official clients' samples violate
    /// too.
    Disputed(ValidationError),
}

impl ValidationWarning {
    /// Returns the field's wire name.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::MissingConversationId { field }
            | Self::UnusualPaidPrice { field, .. }
            | Self::UnusualInstallments { field, .. } => field,
            Self::Disputed(error) => error.field(),
        }
    }
}

impl fmt::Display for ValidationWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingConversationId { field } => {
                write!(f, "{field} is missing: the call can't be looked up by it after a lost response")
            }
            Self::UnusualPaidPrice { field, price, paid_price } => {
                write!(f, "{field} of {paid_price} is unusual for the price of {price}")
            }
            Self::UnusualInstallments { field, installments } => {
                write!(f, "{field} of {installments} is more than consumers' cards have")
            }
            Self::Disputed(error) => error.fmt(f),
        }
    }
}
