//! Payments that wait: the customer is elsewhere, and something has to take them further.

use craftgate_core::payment::{CreatePayment, Payment, PaymentProvider, PaymentStatus, PaymentType};

use crate::context::Context;
use crate::order;
use crate::payments::{self, PaymentRecord, charge};
use crate::refusal::{self, Refusal};
use crate::state::State;
use crate::test_cards::Step;

/// How a payment is made, and so which operation completes it while it waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    AtOnce,
    ThreeDs,
    ThreeDsDeposit,
    Apm,
    PosApm,
    GarantiPay,
    Bnpl,
    BkmExpress,
    Juzdan,
    Masterpass,
    MasterpassThreeDs,
}

impl Flow {
    /// Whether the money is taken as soon as the customer has confirmed: nothing more is asked of the merchant.
    pub(crate) fn is_completed_by_customer(self) -> bool {
        matches!(self, Self::Apm | Self::PosApm | Self::GarantiPay | Self::Juzdan)
    }
}

/// Opens a payment by card that the customer confirms in an application of the provider's.
pub(crate) fn open_card_payment(
    context: &mut Context<'_>,
    asked: CreatePayment,
    flow: Flow,
    provider: PaymentProvider,
) -> Result<i64, Refusal> {
    open(context, asked, flow, PaymentType::CardPayment, provider)
}

/// Opens a payment that the customer makes elsewhere.
pub(crate) fn open(
    context: &mut Context<'_>,
    asked: CreatePayment,
    flow: Flow,
    payment_type: PaymentType,
    provider: PaymentProvider,
) -> Result<i64, Refusal> {
    let order = order::check_elsewhere(asked, flow, payment_type, provider)?;
    Ok(payments::open(context, order, PaymentStatus::Waiting))
}

/// Takes the money of a payment that waits in this flow.
pub(crate) fn complete(context: &mut Context<'_>, id: i64, flow: Flow) -> Result<Payment, Refusal> {
    context.state.awaited_mut(id, flow)?;
    charge(context, id, Step::Payment)
}

impl State {
    /// A payment that waits in this flow.
    pub(crate) fn awaited_mut(&mut self, id: i64, flow: Flow) -> Result<&mut PaymentRecord, Refusal> {
        let record = self.payment_mut(id)?;
        match record.is_waiting() && record.flow == flow {
            true => Ok(record),
            false => Err(refusal::NOT_AWAITED.plain()),
        }
    }

    /// The payment that a provider knows by this reference.
    pub(crate) fn referred(&self, reference: &str, flow: Flow) -> Result<&PaymentRecord, Refusal> {
        let id = self.references.get(reference).ok_or_else(|| refusal::REFERENCE.plain())?;
        let record = self.payment(*id)?;
        match record.flow == flow {
            true => Ok(record),
            false => Err(refusal::REFERENCE.plain()),
        }
    }
}

impl PaymentRecord {
    pub(crate) fn is_waiting(&self) -> bool {
        matches!(self.payment.payment_status, PaymentStatus::Waiting | PaymentStatus::InitThreeDs)
    }
}
