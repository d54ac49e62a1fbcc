//! BKM Express. The emulator's customer confirms at once; the merchant completes the payment.

use craftgate_core::bkm_express::{
    CompleteBkmExpressPayment, InitBkmExpressPayment, InitBkmExpressPaymentResponse, RetrieveBkmExpressPayment,
    RetrieveBkmExpressPaymentByToken,
};
use craftgate_core::payment::{Payment, PaymentProvider, PaymentStatus};
use craftgate_core::webhook::{WebhookEventType, WebhookStatus};

use crate::context::Context;
use crate::order::as_payment;
use crate::pages::address;
use crate::refusal::{self, Refusal};
use crate::waiting::{self, Flow};

pub(crate) fn init(
    context: &mut Context<'_>,
    asked: InitBkmExpressPayment,
) -> Result<InitBkmExpressPaymentResponse, Refusal> {
    let payment = as_payment!(asked { payment_group, conversation_id, payment_phase, buyer_member_id, bank_order_id });
    let id = waiting::open_card_payment(context, payment, Flow::BkmExpress, PaymentProvider::BkmExpress)?;
    let ticket = context.state.references.add("bkm-ticket", id);
    context.record(WebhookEventType::BkmExpressPaymentNotification, WebhookStatus::Success, &ticket);
    let mut start = InitBkmExpressPaymentResponse::new(ticket);
    start.path = Some(address("bkm-express"));
    start.token = Some(context.state.bkm_tokens.add("bkm-token", id).into());
    Ok(start)
}

pub(crate) fn complete(context: &mut Context<'_>, asked: CompleteBkmExpressPayment) -> Result<Payment, Refusal> {
    let id = context.state.referred(&asked.ticket_id, Flow::BkmExpress)?.payment.id;
    if asked.status {
        return waiting::complete(context, id, Flow::BkmExpress);
    }
    let payment = &mut context.state.awaited_mut(id, Flow::BkmExpress)?.payment;
    payment.payment_status = PaymentStatus::Failure;
    Ok(payment.clone())
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveBkmExpressPayment) -> Result<Payment, Refusal> {
    context.state.referred(&asked.ticket_id, Flow::BkmExpress).map(|record| record.payment.clone())
}

pub(crate) fn retrieve_by_token(
    context: &mut Context<'_>,
    asked: RetrieveBkmExpressPaymentByToken,
) -> Result<Payment, Refusal> {
    let id = context.state.bkm_tokens.get(asked.token.expose()).ok_or_else(|| refusal::REFERENCE.plain())?;
    context.state.payment(*id).map(|record| record.payment.clone())
}
