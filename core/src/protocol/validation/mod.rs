//! The rules of Craftgate's documentation that can be checked before a request is sent.

mod card;
mod error;
pub(crate) mod form;
mod money;
mod validator;
mod warning;

pub use error::{ValidationError, ValidationErrors};
pub use validator::Validator;
pub use warning::ValidationWarning;

pub(crate) use card::{CardFields, TypedCard};
pub(crate) use form::Form;
pub(crate) use validator::param;

use chrono::NaiveDate;

/// An operation that can be checked before it is sent.
///
/// Nothing is ever checked silently: an operation that breaks a rule is signed and sent all the same,
/// since the rules are Craftgate's, and may change. Ask where you want to know.
///
/// ```
/// use craftgate_core::payment::{Amounts, Card, CardExpiry, CardNumber, CreatePayment, PaymentItem};
/// use craftgate_core::rust_decimal::Decimal;
/// use craftgate_core::{Currency, ValidationError, Validate};
///
/// let (price, sum) = (Decimal::new(100_00, 2), Decimal::new(99_90, 2));
/// let basket = [PaymentItem::new(sum).name("Şeftali reçeli")];
/// let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000010"), CardExpiry::new(2044, 7).unwrap(), "000");
/// let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 0, basket).card(card);
///
/// let errors = payment.validate().unwrap_err();
/// assert_eq!(errors.as_slice(), [
///     ValidationError::ItemTotalMismatch { field: "items", sum, price },
///     ValidationError::NotPositive { field: "installment" },
///     ValidationError::CardNumberChecksum { field: "card.cardNumber" },
/// ]);
/// ```
///
/// A program that takes payments returns the errors as an [`Error`](crate::Error), whose
/// [`customer_message`](crate::Error::customer_message) tells a customer who mistyped their card so, and checks the
/// card's expiry too, by the day of its own clock in Turkey:
///
/// ```
/// use craftgate_core::chrono::NaiveDate;
/// use craftgate_core::error::CustomerMessage;
/// # use craftgate_core::payment::{Amounts, Card, CardExpiry, CardNumber, PaymentItem};
/// use craftgate_core::payment::{CreatePayment, Payment};
/// use craftgate_core::{Client, Error, Transport, Validate};
///
/// fn pay(client: &Client<impl Transport>, order: &CreatePayment, today: NaiveDate) -> Result<Payment, Error> {
///     order.validate_on(today)?;
///     client.call(order).send()
/// }
/// # use craftgate_core::rust_decimal::Decimal;
/// # use craftgate_core::{Credentials, Currency, Environment, Outcome, Protocol, RandomKey, TransportError};
/// # let price = Decimal::new(100_00, 2);
/// # let card = Card::new("Gülşah Işık", CardNumber::new("5258640000000001"), CardExpiry::new(2026, 2).unwrap(), "000");
/// # let order = CreatePayment::new(Amounts::same(price), Currency::Try, 1, [PaymentItem::new(price)]).card(card);
/// # let transport = craftgate_core::transport::from_fn(|_| Err(TransportError::not_sent("never asked")));
/// # let credentials = Credentials::new("api-key", "secret-key").unwrap();
/// # let client = Client::new(Protocol::new(credentials, Environment::Sandbox), transport, || RandomKey::new("Xa15Fp11T"));
/// # let today = NaiveDate::from_ymd_opt(2026, 3, 25).unwrap();
///
/// let error = pay(&client, &order, today).unwrap_err(); // the card expired in February
/// assert_eq!(error.customer_message(), CustomerMessage::CheckExpiryDate);
/// # assert_eq!(error.outcome(), Outcome::NotSent);
/// ```
///
/// For an operation of your own, implement [`check`](Self::check).
pub trait Validate {
    /// Adds the errors and warnings to `validator`: for every violated rule, not only the first.
    fn check(&self, validator: &mut Validator);

    /// Checks every known rule for this operation, and returns the warnings.
    ///
    /// # Errors
    ///
    /// Every broken rule.
    fn validate(&self) -> Result<Vec<ValidationWarning>, ValidationErrors> {
        Validator::new(None).run(self)
    }

    /// Checks every known rule for this operation, and whether its card has expired on this day in Turkey. Returns the
    /// warnings.
    ///
    /// # Errors
    ///
    /// Every broken rule.
    fn validate_on(&self, today: NaiveDate) -> Result<Vec<ValidationWarning>, ValidationErrors> {
        Validator::new(Some(today)).run(self)
    }
}
