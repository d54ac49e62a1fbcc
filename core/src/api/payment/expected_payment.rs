//! The check of a retrieved payment against the merchant's order.

use std::fmt;

use super::{Amounts, Payment, PaymentPhase, PaymentStatus};
use crate::api::currency::Currency;

/// The merchant's own figures of an order, which a payment is checked against.
///
/// ```
/// use craftgate_core::Currency;
/// use craftgate_core::id::PaymentId;
/// use craftgate_core::payment::{Amounts, ExpectedPayment, Payment, PaymentMismatch, PaymentStatus};
/// use craftgate_core::rust_decimal::Decimal;
///
/// let amounts = Amounts::same(Decimal::new(100_00, 2));
/// let expected = ExpectedPayment::by_conversation_id("sipariş-17", amounts, Currency::Try).unwrap();
///
/// let mut payment = Payment::new(PaymentId::new(1), PaymentStatus::Success);
/// payment.conversation_id = Some("sipariş-18".into());
/// assert_eq!(expected.check(&payment), Err(PaymentMismatch::Order));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExpectedPayment {
    order: Order,
    amounts: Amounts,
    currency: Currency,
    allows_pre_auth: bool,
    allows_commission: bool,
}

/// The merchant's own name for the order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Order {
    Conversation(String),
    External(String),
}

impl ExpectedPayment {
    /// Returns the expected payment of the order that was sent with this `conversation_id`, these amounts and this
    /// currency.
    ///
    /// # Errors
    ///
    /// [`ExpectedPaymentError`] if the id is empty: any payment without one would do.
    pub fn by_conversation_id(
        conversation_id: impl Into<String>,
        amounts: Amounts,
        currency: Currency,
    ) -> Result<Self, ExpectedPaymentError> {
        Self::new(Order::Conversation(conversation_id.into()), amounts, currency)
    }

    /// Returns the expected payment of the order that was sent with this `external_id`, these amounts and this
    /// currency.
    ///
    /// # Errors
    ///
    /// [`ExpectedPaymentError`] if the id is empty: any payment without one would do.
    pub fn by_external_id(
        external_id: impl Into<String>,
        amounts: Amounts,
        currency: Currency,
    ) -> Result<Self, ExpectedPaymentError> {
        Self::new(Order::External(external_id.into()), amounts, currency)
    }

    fn new(order: Order, amounts: Amounts, currency: Currency) -> Result<Self, ExpectedPaymentError> {
        let (field, id) = match &order {
            Order::Conversation(id) => ("conversation_id", id),
            Order::External(id) => ("external_id", id),
        };
        if id.trim().is_empty() {
            return Err(ExpectedPaymentError { field });
        }
        Ok(Self { order, amounts, currency, allows_pre_auth: false, allows_commission: false })
    }

    /// Accepts a pre-authorization too: the money is held, and still to be captured.
    #[must_use]
    pub fn allow_pre_auth(mut self) -> Self {
        self.allows_pre_auth = true;
        self
    }

    /// Accepts the commission of the installments that the customer chose on a checkout page, on top of the price due.
    ///
    /// The payment must be in installments, and all that was taken beyond the price of the basket must be its
    /// `merchant_commission_rate_amount`.
    #[must_use]
    pub fn allow_installment_commission(mut self) -> Self {
        self.allows_commission = true;
        self
    }

    /// Checks that `payment` succeeded, is for this order, and has the amount due as its paid price.
    ///
    /// A field that is absent, or that this version can't read, differs from the order.
    ///
    /// # Errors
    ///
    /// [`PaymentMismatch`]: the first difference.
    pub fn check(&self, payment: &Payment) -> Result<(), PaymentMismatch> {
        let is_order = match &self.order {
            Order::Conversation(id) => payment.conversation_id.as_ref() == Some(id),
            Order::External(id) => payment.external_id.as_ref() == Some(id),
        };
        if !is_order {
            return Err(PaymentMismatch::Order);
        }
        if payment.payment_status != PaymentStatus::Success {
            return Err(PaymentMismatch::Status);
        }
        self.check_phase(payment.payment_phase.as_ref())?;
        if payment.currency.as_ref() != Some(&self.currency) {
            return Err(PaymentMismatch::Currency);
        }
        if payment.price != Some(self.amounts.price) {
            return Err(PaymentMismatch::Price);
        }
        self.check_paid_price(payment)
    }

    /// Payments outside of POS have no phase.
    fn check_phase(&self, phase: Option<&PaymentPhase>) -> Result<(), PaymentMismatch> {
        match phase {
            None | Some(PaymentPhase::Auth | PaymentPhase::PostAuth) => Ok(()),
            Some(PaymentPhase::PreAuth) if self.allows_pre_auth => Ok(()),
            Some(PaymentPhase::PreAuth) => Err(PaymentMismatch::NotCaptured),
            Some(PaymentPhase::Unrecognized(_)) => Err(PaymentMismatch::UnknownPhase),
        }
    }

    fn check_paid_price(&self, payment: &Payment) -> Result<(), PaymentMismatch> {
        let due = self.amounts.paid_price;
        match payment.paid_price {
            Some(paid) if paid == due => Ok(()),
            Some(paid) if paid > due => {
                let commission = paid.checked_sub(self.amounts.price);
                let is_commission = payment.installment.is_some_and(|installment| installment > 1)
                    && commission.is_some()
                    && payment.merchant_commission_rate_amount == commission;
                if self.allows_commission && is_commission { Ok(()) } else { Err(PaymentMismatch::Overpaid) }
            }
            _ => Err(PaymentMismatch::PaidPrice),
        }
    }
}

/// The error of an [`ExpectedPayment`] whose order id is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ExpectedPaymentError {
    /// The id's name: `conversation_id` or `external_id`.
    pub field: &'static str,
}

impl fmt::Display for ExpectedPaymentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected payment: {} is empty", self.field)
    }
}

impl std::error::Error for ExpectedPaymentError {}

/// A difference between a payment and the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PaymentMismatch {
    /// The payment is for another order.
    Order,
    /// The payment did not succeed.
    Status,
    /// The payment is a pre-authorization that is not captured.
    NotCaptured,
    /// The payment's phase is unknown to this version.
    UnknownPhase,
    /// The payment is in another currency.
    Currency,
    /// The payment's basket has another price.
    Price,
    /// The paid price is less than the amount due, or unknown.
    PaidPrice,
    /// The paid price is more than the amount due.
    Overpaid,
}

impl fmt::Display for PaymentMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Order => "payment is for another order",
            Self::Status => "payment did not succeed",
            Self::NotCaptured => "payment is not captured",
            Self::UnknownPhase => "payment has an unknown phase",
            Self::Currency => "payment is in another currency",
            Self::Price => "payment's basket has another price",
            Self::PaidPrice => "payment took less than was due, or an unknown amount",
            Self::Overpaid => "payment took more than was due",
        })
    }
}

impl std::error::Error for PaymentMismatch {}
