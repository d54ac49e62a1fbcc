//! The rules of Craftgate's documentation that can be checked without asking Craftgate.

use std::fmt;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

/// An operation that can be checked before it is sent.
///
/// Nothing is ever checked silently: an operation that breaks a rule is signed and sent all the same,
/// since the rules are Craftgate's, and may change. Ask where you want to know.
///
/// ```
/// use craftgate_core::payment::{Amounts, CreatePayment, PaymentItem};
/// use craftgate_core::rust_decimal::Decimal;
/// use craftgate_core::{Currency, ValidationError, Validate};
///
/// let (price, sum) = (Decimal::new(100_00, 2), Decimal::new(99_90, 2));
/// let basket = [PaymentItem::new(sum).name("Şeftali reçeli")];
/// let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 0, basket);
///
/// let findings = payment.validate().unwrap_err();
/// assert_eq!(findings.as_slice(), [
///     ValidationError::ItemTotalMismatch { sum, price },
///     ValidationError::NotPositive { field: "installment" },
///     ValidationError::Missing { field: "card" },
/// ]);
/// ```
pub trait Validate {
    /// Checks every rule that is known for this operation.
    ///
    /// # Errors
    ///
    /// Every broken rule, not only the first.
    fn validate(&self) -> Result<(), ValidationErrors>;
}

/// A rule that an operation breaks. Fields have their wire names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidationError {
    /// There is nothing in the basket.
    NoItems,
    /// The items' prices don't add up to the price of the basket.
    ItemTotalMismatch {
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
    /// A field that is needed here is not there.
    Missing {
        /// The field.
        field: &'static str,
    },
    /// A field has a value that is not allowed here.
    InvalidValue {
        /// The field.
        field: &'static str,
    },
    /// A time span ends before it begins.
    InvalidRange {
        /// The field of its beginning.
        field: &'static str,
    },
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoItems => f.write_str("the basket is empty"),
            Self::ItemTotalMismatch { sum, price } => write!(f, "the basket adds up to {sum}, not to {price}"),
            Self::NotPositive { field } => write!(f, "{field} is not above zero"),
            Self::Missing { field } => write!(f, "{field} is missing"),
            Self::InvalidValue { field } => write!(f, "{field} has a value that is not allowed"),
            Self::InvalidRange { field } => write!(f, "the span from {field} on ends before it begins"),
        }
    }
}

/// The validation errors of an operation. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationErrors(Vec<ValidationError>);

impl ValidationErrors {
    /// The errors, in the order of the checks.
    #[must_use]
    pub fn as_slice(&self) -> &[ValidationError] {
        &self.0
    }
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = self.0.iter().map(ValidationError::to_string).collect();
        f.write_str(&texts.join("; "))
    }
}

impl std::error::Error for ValidationErrors {}

/// Collects the validation errors of an operation. The operation's own rules stand beside it.
#[derive(Default)]
pub(crate) struct Validator(Vec<ValidationError>);

impl Validator {
    /// Adds `error` unless `holds`.
    pub(crate) fn check(&mut self, holds: bool, error: ValidationError) -> &mut Self {
        if !holds {
            self.0.push(error);
        }
        self
    }

    pub(crate) fn require(&mut self, field: &'static str, is_present: bool) -> &mut Self {
        self.check(is_present, ValidationError::Missing { field })
    }

    pub(crate) fn allow(&mut self, field: &'static str, is_allowed: bool) -> &mut Self {
        self.check(is_allowed, ValidationError::InvalidValue { field })
    }

    pub(crate) fn positive(&mut self, field: &'static str, amount: Option<Decimal>) -> &mut Self {
        self.check(amount.is_none_or(|amount| amount > Decimal::ZERO), ValidationError::NotPositive { field })
    }

    pub(crate) fn range(
        &mut self,
        field: &'static str,
        from: impl Into<Option<NaiveDateTime>>,
        to: impl Into<Option<NaiveDateTime>>,
    ) -> &mut Self {
        let is_backwards = matches!((from.into(), to.into()), (Some(from), Some(to)) if to < from);
        self.check(!is_backwards, ValidationError::InvalidRange { field })
    }

    /// The customer's browser has to reach it, from a page that is not the merchant's. (Source: Craftgate's "3D Secure
    /// ile Ödeme Alma".)
    pub(crate) fn callback_url<'a>(&mut self, url: impl Into<Option<&'a String>>) -> &mut Self {
        self.allow("callbackUrl", url.into().is_none_or(|url| is_absolute(url)))
    }

    /// A year of four digits, and a month of two. (Source: the official clients' samples.)
    pub(crate) fn expiry<'a>(
        &mut self,
        [year_field, month_field]: [&'static str; 2],
        year: impl Into<Option<&'a String>>,
        month: impl Into<Option<&'a String>>,
    ) -> &mut Self {
        self.allow(year_field, year.into().is_none_or(|year| is_year(year)))
            .allow(month_field, month.into().is_none_or(|month| is_month(month)))
    }

    pub(crate) fn finish(&mut self) -> Result<(), ValidationErrors> {
        let errors = std::mem::take(&mut self.0);
        if errors.is_empty() { Ok(()) } else { Err(ValidationErrors(errors)) }
    }
}

/// Whether it has a scheme and a host; the host may have Turkish letters.
fn is_absolute(url: &str) -> bool {
    let is_scheme_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let is_scheme = |scheme: &str| !scheme.is_empty() && scheme.bytes().all(is_scheme_byte);
    url.split_once("://").is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.starts_with('/') && !rest.is_empty())
}

fn is_year(year: &str) -> bool {
    year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_month(month: &str) -> bool {
    month.len() == 2 && month.bytes().all(|byte| byte.is_ascii_digit()) && matches!(month.parse(), Ok(1..=12_u8))
}
