//! The customer's part: what no request of the merchant's asks for.

use std::fmt;

use craftgate_core::payment::{Payment, PaymentError};

use crate::context::Context;
use crate::emulator::Emulator;
use crate::refusal::{self, Language, Refusal};
use crate::waiting;

/// Why a customer could not pay: what the page tells them.
#[derive(Debug, Clone, PartialEq)]
pub struct NotPaid(PaymentError);

impl NotPaid {
    /// The error, with its code and its group.
    #[must_use]
    pub fn error(&self) -> &PaymentError {
        &self.0
    }
}

impl fmt::Display for NotPaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.error_description.as_deref().unwrap_or("not paid"))
    }
}

impl std::error::Error for NotPaid {}

impl Emulator {
    /// Confirms a waiting payment, as its customer does in an application or on the page of an alternative
    /// payment method, of GarantiPay, of a bank's wallet or of Juzdan. The money is taken.
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
    /// let payment = InitApmPayment::new(Amounts::same(price), ApmType::Papara, Currency::Try, [PaymentItem::new(price)]);
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
    /// [`NotPaid`] if there is no such payment, or it does not wait for its customer.
    pub fn confirm_payment(&self, payment_id: i64) -> Result<Payment, NotPaid> {
        self.act(|context| {
            let flow = context.state.payment(payment_id)?.flow;
            match flow.is_completed_by_customer() {
                true => waiting::complete(context, payment_id, flow),
                false => Err(refusal::NOT_AWAITED.plain()),
            }
        })
    }

    /// Does what a customer does.
    pub(crate) fn act<T>(&self, act: impl FnOnce(&mut Context<'_>) -> Result<T, Refusal>) -> Result<T, NotPaid> {
        let (now, language) = (self.now(), Language::Turkish);
        let mut state = self.state();
        let mut context = Context { state: &mut state, keys: self.keys(), now, language };
        act(&mut context).map_err(|refusal| NotPaid(refusal.error(language)))
    }
}
