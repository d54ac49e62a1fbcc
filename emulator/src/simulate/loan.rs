//! The bank that decides on a shopping loan.

use craftgate_core::ErrorGroup;
use craftgate_core::id::PaymentId;
use craftgate_core::payment::Payment;

use super::customer::PaymentDeclined;
use crate::domain::context::Context;
use crate::domain::loan;
use crate::emulator::Emulator;
use crate::error::{ApiError, declined_payment};

impl Emulator {
    /// Grants or declines a shopping loan, as the bank does after the customer's application. The merchant is notified,
    /// and still has to approve a granted loan.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such payment, or it does not wait for the bank's decision on a loan.
    pub fn decide_loan(&self, payment_id: PaymentId, is_granted: bool) -> Result<Payment, PaymentDeclined> {
        self.act_as_customer(|context| decide(context, payment_id, is_granted))
    }
}

fn decide(context: &mut Context<'_>, id: PaymentId, is_granted: bool) -> Result<Payment, ApiError> {
    match is_granted {
        true => loan::grant(context, id)?,
        false => loan::decline(context, id, declined_payment(&ErrorGroup::Declined, context.language))?,
    }
    context.state.payments.find(id).map(|record| record.payment.clone())
}
