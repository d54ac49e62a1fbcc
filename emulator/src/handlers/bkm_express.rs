//! BKM Express. The customer confirms the payment; then the merchant completes it.

use craftgate_core::Currency;
use craftgate_core::bkm_express::{
    CompleteBkmExpressPayment, InitBkmExpressPayment, InitBkmExpressPaymentResponse, RetrieveBkmExpressPayment,
    RetrieveBkmExpressPaymentByToken,
};
use craftgate_core::id::BkmExpressTicketId;
use craftgate_core::payment::{Payment, PaymentPhase, PaymentProvider, PaymentStatus};

use crate::domain::context::Context;
use crate::domain::customer_approval;
use crate::domain::flow::Flow;
use crate::domain::order::as_payment;
use crate::domain::pending_payment;
use crate::error::{ApiError, INVALID_VALUE, REFERENCE_NOT_FOUND, UNSUPPORTED_CURRENCY};

pub(crate) fn init(
    context: &mut Context<'_>,
    request: InitBkmExpressPayment,
) -> Result<InitBkmExpressPaymentResponse, ApiError> {
    if request.currency != Currency::Try {
        return Err(UNSUPPORTED_CURRENCY.into());
    }
    if request.payment_phase.as_ref().is_some_and(|phase| *phase != PaymentPhase::Auth) {
        return Err(INVALID_VALUE.field("paymentPhase"));
    }
    let payment =
        as_payment!(request { payment_group, conversation_id, payment_phase, buyer_member_id, bank_order_id });
    let id = pending_payment::open_card_payment(context, payment, Flow::BkmExpress, PaymentProvider::BkmExpress)?;
    let ticket = context.state.payments.add_reference("bkm-ticket", id);
    let page_url = context.settings.page_url(&format!("bkm-express/{ticket}"));
    let mut start = InitBkmExpressPaymentResponse::new(BkmExpressTicketId::new(ticket));
    start.path = Some(page_url);
    start.token = Some(context.state.bkm_express_tokens.add("bkm-token", id).into());
    Ok(start)
}

pub(crate) fn complete(context: &mut Context<'_>, request: CompleteBkmExpressPayment) -> Result<Payment, ApiError> {
    let id = context.state.payments.find_by_reference(request.ticket_id.as_str(), Flow::BkmExpress)?.payment.id;
    if request.status {
        return customer_approval::complete(context, id, Flow::BkmExpress);
    }
    let payment = &mut context.state.payments.find_pending(id, Flow::BkmExpress)?.payment;
    payment.payment_status = PaymentStatus::Failure;
    Ok(payment.clone())
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveBkmExpressPayment) -> Result<Payment, ApiError> {
    let record = context.state.payments.find_by_reference(request.ticket_id.as_str(), Flow::BkmExpress)?;
    Ok(record.payment.clone())
}

pub(crate) fn retrieve_by_token(
    context: &mut Context<'_>,
    request: RetrieveBkmExpressPaymentByToken,
) -> Result<Payment, ApiError> {
    let id = context.state.bkm_express_tokens.get(request.token.expose()).ok_or(REFERENCE_NOT_FOUND)?;
    context.state.payments.find(*id).map(|record| record.payment.clone())
}
