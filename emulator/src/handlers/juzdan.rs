//! Juzdan. A test performs the customer's part by `Emulator::confirm_payment`.

use craftgate_core::id::JuzdanReferenceId;
use craftgate_core::juzdan::{InitJuzdanPayment, InitJuzdanPaymentResponse, JuzdanClientType, RetrieveJuzdanPayment};
use craftgate_core::payment::{Payment, PaymentProvider, PaymentSource};

use crate::domain::context::Context;
use crate::domain::flow::Flow;
use crate::domain::order::as_payment;
use crate::domain::pending_payment;
use crate::domain::validation::check_callback_url;
use crate::error::{ApiError, INVALID_VALUE};

pub(crate) fn init(
    context: &mut Context<'_>,
    request: InitJuzdanPayment,
) -> Result<InitJuzdanPaymentResponse, ApiError> {
    check_callback_url(&request.callback_url)?;
    if let Some(JuzdanClientType::Unrecognized(_)) = request.client_type {
        return Err(INVALID_VALUE.field("clientType"));
    }
    let callback_url = request.callback_url.clone();
    let payment = as_payment!(request {
        payment_group,
        conversation_id,
        external_id,
        payment_phase,
        payment_channel,
        buyer_member_id,
        bank_order_id
    });
    let id = pending_payment::open_card_payment(context, payment, Flow::Juzdan, PaymentProvider::Bank)?;
    context.state.payments.find_mut(id)?.payment.payment_source = Some(PaymentSource::Juzdan);
    let reference_id = JuzdanReferenceId::new(context.state.payments.add_reference("juzdan", id));
    let mut start = InitJuzdanPaymentResponse::new(reference_id);
    start.juzdan_qr_url =
        Some(pending_payment::open_page(context, id, pending_payment::to_merchant(Some(callback_url)))?);
    Ok(start)
}

pub(crate) fn retrieve(context: &mut Context<'_>, request: RetrieveJuzdanPayment) -> Result<Payment, ApiError> {
    let record = context.state.payments.find_by_reference(request.reference_id.as_str(), Flow::Juzdan)?;
    Ok(record.payment.clone())
}
