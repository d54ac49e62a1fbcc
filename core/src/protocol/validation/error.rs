//! What is wrong with an operation.

use std::fmt;

use rust_decimal::Decimal;

use super::ValidationWarning;
use crate::protocol::error::CustomerMessage;

/// A rule that an operation breaks. Fields have their wire names, with those of the objects they are in:
/// `card.cardNumber`. No value that was to be sent is in it but amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationError {
    /// There is nothing in the basket.
    NoItems {
        /// The basket's field.
        field: &'static str,
    },
    /// The items' prices don't add up to the price of the basket.
    ItemTotalMismatch {
        /// The basket's field.
        field: &'static str,
        /// What they add up to.
        sum: Decimal,
        /// What the operation says.
        price: Decimal,
    },
    /// An amount or a number that has to be above zero is not.
    NotPositive {
        /// The field.
        field: &'static str,
    },
    /// An amount has more decimals than its currency.
    TooManyDecimals {
        /// The field.
        field: &'static str,
        /// The number of decimals that the currency has.
        decimals: u32,
    },
    /// An amount is greater than the one it is a part of.
    ExceedsAmount {
        /// The field.
        field: &'static str,
        /// The field of the amount it is a part of.
        limit: &'static str,
    },
    /// The price to pay is ten times the price of the basket or more, or a tenth of it or less: most likely one of them
    /// lacks its decimal point, or has it elsewhere.
    ImplausiblePaidPrice {
        /// The field of the price to pay.
        field: &'static str,
        /// The price of the basket.
        price: Decimal,
        /// The price to pay.
        paid_price: Decimal,
    },
    /// A field that is needed here is not there, or is blank.
    Missing {
        /// The field.
        field: &'static str,
    },
    /// A field that must not be there is.
    NotAllowed {
        /// The field.
        field: &'static str,
        /// What it can't be together with.
        with: &'static str,
    },
    /// A field has a value that is not allowed here.
    InvalidValue {
        /// The field.
        field: &'static str,
        /// What it has to be.
        expected: &'static str,
    },
    /// A range ends before it begins.
    InvalidRange {
        /// The field of its beginning.
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
    /// The security code is not as many digits as the card has.
    SecurityCodeLength {
        /// The field.
        field: &'static str,
        /// The number of digits: 4 for American Express, 3 for the others.
        digits: u8,
    },
    /// The card has expired.
    CardExpired {
        /// The field of the year.
        field: &'static str,
    },
}

impl ValidationError {
    /// The field's wire name.
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

    /// What to tell the customer: to correct what they have typed of their card, or that the merchant has to act.
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
                write!(f, "{field} of {paid_price} is far off the price of {price}")
            }
            Self::Missing { field } => write!(f, "{field} is missing"),
            Self::NotAllowed { field, with } => write!(f, "{field} is not allowed together with {with}"),
            Self::InvalidValue { field, expected } => write!(f, "{field} must be {expected}"),
            Self::InvalidRange { field } => write!(f, "the range from {field} on ends before it begins"),
            Self::CardNumberFormat { field } => write!(f, "{field} must be 12 to 19 digits"),
            Self::CardNumberChecksum { field } => write!(f, "{field} has a mistyped digit"),
            Self::SecurityCodeLength { field, digits } => write!(f, "{field} must be {digits} digits"),
            Self::CardExpired { field } => write!(f, "{field} is of a card that has expired"),
        }
    }
}

/// The validation errors of an operation. There is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationErrors {
    errors: Vec<ValidationError>,
    warnings: Vec<ValidationWarning>,
}

impl ValidationErrors {
    pub(super) fn new(errors: Vec<ValidationError>, warnings: Vec<ValidationWarning>) -> Self {
        Self { errors, warnings }
    }

    /// The errors, in the order of the checks.
    #[must_use]
    pub fn as_slice(&self) -> &[ValidationError] {
        &self.errors
    }

    /// What is allowed but unusual, in the order of the checks.
    #[must_use]
    pub fn warnings(&self) -> &[ValidationWarning] {
        &self.warnings
    }

    /// What to tell the customer: the first thing to correct, if the customer can correct everything; else that the
    /// merchant has to act. A page that marks each wrong field asks each of the [errors](Self::as_slice) instead.
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
