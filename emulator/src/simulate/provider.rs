//! The customer on the page of a payment provider: of an alternative method, a bank's wallet, or a shopping loan.

use craftgate_core::id::PaymentId;
use craftgate_core::payment::PaymentStatus;
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use super::customer::{PaymentDeclined, complete, ignore_decline};
use super::page::way_back;
use super::returning::Returning;
use crate::domain::apm::check_code;
use crate::domain::context::Context;
use crate::domain::destination::Destination;
use crate::domain::flow::Flow;
use crate::domain::payment::PaymentRecord;
use crate::domain::{loan, page_method, page_payment};
use crate::emulator::Emulator;
use crate::error::{ApiError, CUSTOMER_DECLINED, PAYMENT_NOT_PENDING};
use crate::protocol::callback_form::CallbackForm;
use crate::protocol::callbacks;

/// The outcome of a payment provider's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProviderOutcome {
    /// The customer pays or agrees. If the merchant has to complete or approve the payment, it waits for that.
    Approved,
    /// The customer does not pay, and the payment fails.
    Declined,
    /// The customer returns, and the provider decides later: see [`Emulator::confirm_payment`], and
    /// [`Emulator::decide_loan`] for a loan.
    Later,
}

impl Emulator {
    /// Completes the page of a payment provider, as the customer of a pending payment does. Returns the form that the
    /// customer's browser posts to the merchant; `None` if the merchant set no callback URL.
    ///
    /// Once the payment is approved or over, or its loan is granted, nothing changes, and the form says that the customer
    /// has returned already.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if there is no such payment, or its customer visits no provider.
    pub fn visit_provider(
        &self,
        payment_id: PaymentId,
        outcome: ProviderOutcome,
    ) -> Result<Option<CallbackForm>, PaymentDeclined> {
        self.act_as_customer(|context| visit(context, payment_id, outcome))
    }

    /// Enters the code that a method sent to the customer of a checkout page: 000000 is wrong, 999999 has expired, and
    /// every other one is accepted. Returns the form that the customer's browser posts to the merchant.
    ///
    /// # Errors
    ///
    /// [`PaymentDeclined`] if no payment waits for a code, or the code is wrong or late. The customer may try again.
    pub fn enter_provider_code(&self, payment_id: PaymentId, code: &str) -> Result<CallbackForm, PaymentDeclined> {
        self.act_as_customer(|context| enter_code(context, payment_id, code))
    }
}

fn enter_code(context: &mut Context<'_>, id: PaymentId, code: &str) -> Result<CallbackForm, ApiError> {
    if !page_method::asks_for_code(context.state.payments.find_pending(id, Flow::Apm)?) {
        return Err(PAYMENT_NOT_PENDING.into());
    }
    check_code(code)?;
    approve(context, id)?;
    form(context, id, false)?.ok_or_else(|| PAYMENT_NOT_PENDING.into())
}

fn visit(context: &mut Context<'_>, id: PaymentId, outcome: ProviderOutcome) -> Result<Option<CallbackForm>, ApiError> {
    let record = context.state.payments.find(id)?;
    if !record.flow.has_provider_page() {
        return Err(PAYMENT_NOT_PENDING.into());
    }
    let is_duplicate = record.is_decided();
    match outcome {
        _ if is_duplicate => {}
        ProviderOutcome::Approved => approve(context, id)?,
        ProviderOutcome::Declined => decline(context, id)?,
        ProviderOutcome::Later => {}
    }
    form(context, id, is_duplicate)
}

fn approve(context: &mut Context<'_>, id: PaymentId) -> Result<(), ApiError> {
    match context.state.payments.find(id)?.flow {
        Flow::Bnpl => loan::grant(context, id),
        _ => ignore_decline(complete(context, id)).map(drop),
    }
}

fn decline(context: &mut Context<'_>, id: PaymentId) -> Result<(), ApiError> {
    let error = ApiError::from(CUSTOMER_DECLINED).into_errors(context.language);
    let record = context.state.payments.find_mut(id)?;
    if record.flow == Flow::Bnpl {
        return loan::decline(context, id, error);
    }
    record.payment.payment_status = PaymentStatus::Failure;
    record.payment.payment_error = Some(error);
    match record.destination.as_ref().and_then(Destination::hosted_page) {
        Some(page) => page_payment::record(context, id, &page, None),
        None => context.emit_event(WebhookEventType::ApiAuth, WebhookStatus::Failure, id),
    }
    Ok(())
}

/// Returns the form that leads back to the merchant.
fn form(context: &Context<'_>, id: PaymentId, is_duplicate: bool) -> Result<Option<CallbackForm>, ApiError> {
    let record = context.state.payments.find(id)?;
    Ok(record.destination.as_ref().map(|destination| match destination {
        Destination::Page { callback_url, page } => way_back(context, callback_url, page),
        Destination::Merchant { callback_url, .. } => {
            CallbackForm::new(callback_url.clone(), fields(context, record, is_duplicate))
        }
    }))
}

fn fields(context: &Context<'_>, record: &PaymentRecord, is_duplicate: bool) -> Vec<(String, String)> {
    let (payment, key) = (&record.payment, &context.keys.callback);
    match record.flow {
        Flow::Bnpl => callbacks::loan(key, payment, &loan::next_action(record), is_duplicate),
        Flow::Juzdan => {
            let reference = context.state.payments.reference_of(payment.id).unwrap_or_default();
            vec![("referenceId".to_owned(), reference.to_owned())]
        }
        _ => {
            let has_failed = payment.payment_status == PaymentStatus::Failure;
            let conversation_id = payment.conversation_id.clone();
            Returning { id: payment.id, conversation_id, is_duplicate, has_failed }.callback(context.settings).v1(key)
        }
    }
}
