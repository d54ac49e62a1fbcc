//! Juzdan: the customer's part is [`Emulator::confirm_payment`](crate::Emulator::confirm_payment).

use craftgate_core::juzdan::{InitJuzdanPayment, InitJuzdanPaymentResponse, RetrieveJuzdanPayment};
use craftgate_core::payment::{Payment, PaymentProvider, PaymentSource};

use crate::context::Context;
use crate::order::{as_payment, check_callback_url};
use crate::pages::address;
use crate::refusal::Refusal;
use crate::waiting::{self, Flow};

pub(crate) fn init(context: &mut Context<'_>, asked: InitJuzdanPayment) -> Result<InitJuzdanPaymentResponse, Refusal> {
    check_callback_url(&asked.callback_url)?;
    let payment = as_payment!(asked {
        payment_group,
        conversation_id,
        external_id,
        payment_phase,
        payment_channel,
        buyer_member_id,
        bank_order_id
    });
    let id = waiting::open_card_payment(context, payment, Flow::Juzdan, PaymentProvider::Bank)?;
    context.state.payment_mut(id)?.payment.payment_source = Some(PaymentSource::Juzdan);
    let mut start = InitJuzdanPaymentResponse::new(context.state.references.add("juzdan", id));
    start.juzdan_qr_url = Some(address(&start.reference_id));
    Ok(start)
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveJuzdanPayment) -> Result<Payment, Refusal> {
    context.state.referred(&asked.reference_id, Flow::Juzdan).map(|record| record.payment.clone())
}
