//! The errors of validating an operation.

use std::fmt;

use rust_decimal::Decimal;

use super::ValidationWarning;
use crate::protocol::error::CustomerMessage;

/// A rule that an operation violates. Fields have their wire names, with those of the objects that contain them:
/// `card.cardNumber`. Contains no sent value except amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationError {
    /// The basket has no items.
    NoItems {
        /// The basket's field.
        field: &'static str,
    },
    /// The items' prices don't add up to the price of the basket.
    ItemTotalMismatch {
        /// The basket's field.
        field: &'static str,
        /// The sum of the items' prices.
        sum: Decimal,
        /// The price of the basket.
        price: Decimal,
    },
    /// An amount or a number is not above zero.
    NotPositive {
        /// The field.
        field: &'static str,
    },
    /// An amount has more decimals than its currency.
    TooManyDecimals {
        /// The field.
        field: &'static str,
        /// The number of decimals of the currency.
        decimals: u32,
    },
    /// An amount is greater than the one it is a part of.
    ExceedsAmount {
        /// The field.
        field: &'static str,
        /// The field of the amount it is a part of.
        limit: &'static str,
    },
    /// The price to pay is at least ten times the price of the basket, or at most a tenth of it: most likely the
    /// decimal point of one of them is missing or misplaced.
    ImplausiblePaidPrice {
        /// The field of the price to pay.
        field: &'static str,
        /// The price of the basket.
        price: Decimal,
        /// The price to pay.
        paid_price: Decimal,
    },
    /// A required field is missing or blank.
    Missing {
        /// The field.
        field: &'static str,
    },
    /// A field is present that is not allowed together with another one.
    NotAllowed {
        /// The field.
        field: &'static str,
        /// The field, or the value, that it is not allowed together with.
        with: &'static str,
    },
    /// A field has an invalid value.
    InvalidValue {
        /// The field.
        field: &'static str,
        /// The expected value, as it follows "must be".
        expected: &'static str,
    },
    /// A range ends before it begins.
    InvalidRange {
        /// The field of the range's start.
        field: &'static str,
    },
    /// The card number is not 12 to 19 digits.
    CardNumberFormat {
        /// The field.
        field: &'static str,
    },
    /// The card number's last digit doesn't fit the others (the Luhn check): a digit is mistyped.
    CardNumberChecksum {
        /// The field.
        field: &'static str,
    },
    /// The security code has the wrong number of digits for the card.
    SecurityCodeLength {
        /// The field.
        field: &'static str,
        /// The expected number of digits: 4 for American Express, 3 for the others.
        digits: u8,
    },
    /// The card has expired.
    CardExpired {
        /// The field of the year.
        field: &'static str,
    },
}

impl ValidationError {
    /// Returns the field's wire name.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::NoItems { field }
            | Self::ItemTotalMismatch { field, .. }
            | Self::NotPositive { field }
            | Self::TooManyDecimals { field, .. }
            | Self::ExceedsAmount { field, .. }
            | Self::ImplausiblePaidPrice { field, .. }
            | Self::Missing { field }
            | Self::NotAllowed { field, .. }
            | Self::InvalidValue { field, .. }
            | Self::InvalidRange { field }
            | Self::CardNumberFormat { field }
            | Self::CardNumberChecksum { field }
            | Self::SecurityCodeLength { field, .. }
            | Self::CardExpired { field } => field,
        }
    }

    /// Returns the message for the customer: to correct their card data, or that the merchant has to act.
    #[must_use]
    pub fn customer_message(&self) -> CustomerMessage {
        let name = self.field().rsplit('.').next().unwrap_or_default();
        match (self, name) {
            (Self::NotAllowed { .. }, _) => CustomerMessage::ContactMerchant,
            (_, "cardNumber") => CustomerMessage::CheckCardNumber,
            (_, "cvc") => CustomerMessage::CheckSecurityCode,
            (_, "expireYear" | "expireMonth") => CustomerMessage::CheckExpiryDate,
            (_, "cardHolderName") => CustomerMessage::CheckCardholderName,
            _ => CustomerMessage::ContactMerchant,
        }
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoItems { field } => write!(f, "{field}: the basket is empty"),
            Self::ItemTotalMismatch { field, sum, price } => {
                write!(f, "{field}: the basket adds up to {sum}, not to {price}")
            }
            Self::NotPositive { field } => write!(f, "{field} is not above zero"),
            Self::TooManyDecimals { field, decimals } => {
                write!(f, "{field} has more than the {decimals} decimals of its currency")
            }
            Self::ExceedsAmount { field, limit } => write!(f, "{field} is more than {limit}"),
            Self::ImplausiblePaidPrice { field, price, paid_price } => {
                write!(f, "{field} of {paid_price} is implausible for the price of {price}")
            }
            Self::Missing { field } => write!(f, "{field} is missing"),
            Self::NotAllowed { field, with } => write!(f, "{field} is not allowed together with {with}"),
            Self::InvalidValue { field, expected } => write!(f, "{field} must be {expected}"),
            Self::InvalidRange { field } => write!(f, "the range from {field} on ends before it begins"),
            Self::CardNumberFormat { field } => write!(f, "{field} must be 12 to 19 digits"),
            Self::CardNumberChecksum { field } => write!(f, "{field} has a mistyped digit"),
            Self::SecurityCodeLength { field, digits } => write!(f, "{field} must be {digits} digits"),
            Self::CardExpired { field } => write!(f, "{field}: the card has expired"),
        }
    }
}

impl std::error::Error for ValidationError {}

/// The validation errors of an operation. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationErrors {
    errors: Vec<ValidationError>,
    warnings: Vec<ValidationWarning>,
}

impl ValidationErrors {
    pub(super) fn new(errors: Vec<ValidationError>, warnings: Vec<ValidationWarning>) -> Self {
        Self { errors, warnings }
    }

    /// Returns the errors, in the order of the checks.
    #[must_use]
    pub fn as_slice(&self) -> &[ValidationError] {
        &self.errors
    }

    /// Returns the warnings, in the order of the checks.
    #[must_use]
    pub fn warnings(&self) -> &[ValidationWarning] {
        &self.warnings
    }

    /// Returns the message for the customer: the first correction, if the customer can correct all errors; otherwise
    /// that the merchant has to act. A page that marks each invalid field uses each of the [errors](Self::as_slice)
    /// instead.
    #[must_use]
    pub fn customer_message(&self) -> CustomerMessage {
        let mut messages = self.errors.iter().map(ValidationError::customer_message);
        let first = messages.next().unwrap_or(CustomerMessage::ContactMerchant);
        if messages.all(CustomerMessage::is_correctable) { first } else { CustomerMessage::ContactMerchant }
    }
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.errors.iter().map(ValidationError::to_string).collect();
        f.write_str(&texts.join("; "))
    }
}

impl std::error::Error for ValidationErrors {}
