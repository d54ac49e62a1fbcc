//! The customer of a pending payment.

use std::fmt;

use craftgate_core::id::PaymentId;
use craftgate_core::payment::{Payment, PaymentError};

use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::{customer_approval, pending_payment};
use crate::emulator::Emulator;
use crate::error::{ApiError, Language, PAYMENT_NOT_PENDING};

/// The error of a payment that was declined or rejected, as shown to its customer.
#[derive(Debug, Clone, PartialEq)]
pub struct PaymentDeclined {
    error: Box<PaymentError>,
    #[cfg(any(feature = "control", feature = "pages"))]
    cause: Box<ApiError>,
}

impl PaymentDeclined {
    fn new(error: ApiError) -> Self {
        Self {
            #[cfg(any(feature = "control", feature = "pages"))]
            cause: Box::new(error.clone()),
            error: Box::new(error.into_errors(Language::Turkish)),
        }
    }

    /// Returns the error with its code and its group.
    #[must_use]
    pub fn error(&self) -> &PaymentError {
        &self.error
    }

    /// Returns the error from which a page makes its customer's sentence.
    #[cfg(feature = "pages")]
    pub(crate) fn cause(&self) -> &ApiError {
        &self.cause
    }

    /// Returns the description in English, if it is known.
    #[cfg(feature = "control")]
    pub(crate) fn in_english(&self) -> Option<String> {
        let english = self.cause.as_ref().clone().into_errors(Language::English);
        // A bank's error is described in one language by the payment, and in English by the bank.
        let by_bank = english.provider_error.and_then(|provider| provider.error_message);
        by_bank.or(english.error_description)
    }
}

impl fmt::Display for PaymentDeclined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.error.error_description.as_deref().unwrap_or("payment declined"))
    }
}

impl std::error::Error for PaymentDeclined {}

impl Emulator {
    /// Confirms a pending payment, as its customer does in an application or on the page of an alternative
    /// payment method, of GarantiPay, of a bank's wallet or of Juzdan. The payment is charged, unless the merchant has to
    /// complete it: World Pay's from an application.
    ///
    /// ```
    /// use craftgate_core::Currency;
    /// use craftgate_core::payment::{Amounts, ApmType, InitApmPayment, PaymentItem, PaymentStatus};
    /// use craftgate_emulator::Emulator;
    /// use craftgate_core::rust_decimal::Decimal;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::new();
    /// let client = emulator.client()?;
    ///
    /// let price = Decimal::new(100_00, 2);
    /// let items = [PaymentItem::new(price)];
    /// let payment = InitApmPayment::new(Amounts::same(price), ApmType::Papara, Currency::Try, items);
    /// let start = client.call(&payment).send()?;
    /// assert!(start.is_waiting());
    ///
    /// let paid = emulator.confirm_payment(start.payment_id.ok_or("no payment")?)?;
    /// assert_eq!(paid.payment_status, PaymentStatus::Success);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such payment, or it is not waiting for its customer.
    pub fn confirm_payment(&self, payment_id: PaymentId) -> Result<Payment, PaymentDeclined> {
        self.act_as_customer(|context| match context.state.payments.find(payment_id)?.flow.is_completed_by_customer() {
            true => complete(context, payment_id),
            false => Err(PAYMENT_NOT_PENDING.into()),
        })
    }

    /// Performs an action of a customer, who reads Turkish.
    pub(super) fn act_as_customer<T>(
        &self,
        act: impl FnOnce(&mut Context<'_>) -> Result<T, ApiError>,
    ) -> Result<T, PaymentDeclined> {
        self.with_context(act).map_err(PaymentDeclined::new)
    }
}

/// Charges a pending payment whose customer has agreed, unless the merchant completes it.
pub(super) fn complete(context: &mut Context<'_>, id: PaymentId) -> Result<Payment, ApiError> {
    match context.state.payments.find(id)?.flow {
        Flow::PosApm => customer_approval::approve(context, id, Flow::PosApm),
        flow => pending_payment::complete(context, id, flow),
    }
}

/// Returns true for a payment, and false for one that was declined, which tells why by itself.
pub(super) fn ignore_decline(result: Result<Payment, ApiError>) -> Result<bool, ApiError> {
    match result {
        Ok(_) => Ok(true),
        Err(ApiError::Declined(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
